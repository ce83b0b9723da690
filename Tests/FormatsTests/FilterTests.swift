import Basics
import DisplayFilter
import Formats
import Testing
import UDPCore

/// Tests fields of formats as words of the filter language.
struct FilterTests {
  private static let source = """
    [[format]]
    name = "meter"
    when = "hex 7e and size = 7"
    struct = ">x B:kind{1=idle,2=busy} H:seq h:temp/10.0 B:crc"
    check = "xor8 in crc from 1"
    sequence = "seq"
    [[format]]
    name = "words"
    fields = '/^(?<key>\\w+)=(?<value>\\S+)/'
    [[format]]
    name = "tree"
    tree = "json"
    """

  private let book: FormatBook

  init() throws { book = FormatBook(try formats(Self.source)) }

  /// Whether a filter shows a datagram.
  private func shows(_ filter: String, _ payload: [UInt8]) throws -> Bool {
    var log = TestLog()
    let datagram = try log.add(payload)
    return try DisplayFilter(filter, fields: book).matches(datagram, in: context())
  }

  private func message(_ filter: String) -> String {
    do throws(FilterError) {
      return try DisplayFilter(filter, fields: book).canonical
    } catch {
      return "error: \(error.description)"
    }
  }

  @Test(arguments: [
    ("temp > 21", true), ("temp > 21.5", false), ("temp >= 21.5", true), ("temp = 21.5", true), ("temp != 21.5", false),
    ("temp < -3", false), ("kind = 2", true), ("kind = busy", true), ("meter.kind = \"busy\"", true),
    ("kind = idle", false),
    ("words.key = x", false), ("seq = 0x0102 and temp > 20", true), ("format meter", true), ("format words", false),
    ("not (temp > 30) and not badcheck", true), ("kind contains us", true), ("kind matches '^b'", true),
    ("kind startswith id", false), ("temp > 1,000", false), ("size = 7 and temp < 22", true),
  ])
  func `fields are compared as numbers, labels and texts`(_ filter: String, _ isShown: Bool) throws {
    #expect(try shows(filter, hex("7e 02 0102 00d7 d6")) == isShown)
  }

  @Test(arguments: [1, 2, 3])
  func `of a name that stands three times, each place is compared`(_ value: Int) throws {
    let book = FormatBook(try formats("[[format]]\nname = 'three'\nstruct = 'B:v B:v B:v'"))
    var log = TestLog()
    let datagram = try log.add(hex("01 02 03"))
    #expect(try DisplayFilter("v = \(value)", fields: book).matches(datagram, in: context()))
  }

  @Test(arguments: ["H:v *( B:v )", "2s:v *( B:v )", "z:v B:v", ":v( B:v B:v B:w )", "B:n B:v[n] B:w"])
  func `of a name that stands at a fixed place and at others, each one is compared`(_ source: String) throws {
    let book = FormatBook(try formats("[[format]]\nname = 'some'\nstruct = '>\(source)'"))
    var log = TestLog()
    let datagram = try log.add(hex("01 00 02"))
    let values = try #require(book.formats.first).dissect(hex("01 00 02")).fields.filter { $0.name == "v" }
    for value in [0, 1, 2, 3, 256] {
      let isThere = values.contains { $0.value != .tree && $0.value.number == Double(value) }
      #expect(try DisplayFilter("v = \(value)", fields: book).matches(datagram, in: context()) == isThere)
    }
    let place = try #require(book.formats[0].fields.firstIndex { $0.name == "v" })
    let number = unsafe book.formats[0].number(of: place, hex("01 00 02").span.bytes, .utf8)
    #expect(number == values.first { $0.value != .tree }?.value.number)
  }

  @Test(arguments: [("flow = 0.1", true), ("flow > 0.1", false), ("on = 1", true), ("on = 255", false)])
  func `a number of four bytes with a fraction, and a yes, are compared as they are shown`(
    _ filter: String, _ isShown: Bool
  ) throws {
    let book = FormatBook(try formats("[[format]]\nname = 'flow'\nstruct = '>f:flow ?:on'"))
    var log = TestLog()
    let datagram = try log.add(hex("3dcccccd ff"))
    #expect(try DisplayFilter(filter, fields: book).matches(datagram, in: context()) == isShown)
  }

  @Test func `a wrong checksum is a word of filters`() throws {
    #expect(try shows("badcheck", hex("7e 02 0102 00d7 ff")))
    #expect(try !shows("badcheck", Array("a=b".utf8)))
  }

  @Test func `the fields of texts and trees are compared too`() throws {
    #expect(try shows("value > 20", Array("temp=21.5".utf8)))
    #expect(try shows("key = temp and value = 21.5", Array("temp=21.5".utf8)))
    #expect(try shows("tree.sensor.t > 20", Array(#"{"sensor":{"t":21}}"#.utf8)))
    #expect(try !shows("tree.sensor.u > 20", Array(#"{"sensor":{"t":21}}"#.utf8)))
  }

  @Test(arguments: [
    ("temp > 30", "temp > 30"), ("temp>30 in", "temp > 30 and in"), ("temp != 3", "not temp = 3"),
    ("kind = busy", "kind = \"busy\""), ("kind = 'busy'", "kind = 'busy'"),
    ("kind matches /a/i", "kind matches /a/i"), ("kind contains x or temp < 2", "kind contains \"x\" or temp < 2"),
    ("format meter and badcheck and gap", "format meter and badcheck and gap"),
    ("tmp > 3", "error: no format has a field 'tmp'; did you mean 'temp'? 'udpeek formats' lists the fields"),
    ("format metre", "error: there is no format 'metre'; did you mean 'meter'?; 'udpeek formats' lists them"),
    ("temp > hot", "error: '>' compares numbers: write a number after it, or compare with ="),
    ("temp", "\"temp\""), ("temp >", "error: the filter ends too early: expected a value after 'temp >'"),
  ])
  func `a filter of fields has a canonical form, or a mistake that says what to write`(_ source: String, _ form: String)
  {
    #expect(message(source) == form)
    if !form.hasPrefix("error") { #expect(message(form) == form) }
  }

  @Test func `a filter is completed with the names of fields`() {
    let completion = DisplayFilter.completion(of: "in and te", at: 9, fields: book)
    #expect(completion?.words.map(\.word) == ["text"])
    #expect(completion?.names == ["temp"])
  }

  @Test func `a run over a log shows the rows whose field matches`() throws {
    var log = TestLog()
    for turn in 0..<100 { _ = try log.add([0x7e, 2, 0, UInt8(turn), 0, UInt8(turn), 0]) }
    var run = FilterRun(try DisplayFilter("temp >= 9.5", fields: book))
    run.advance(log.snapshot, budget: FilterBudget(), in: context())
    #expect((run.shownCount, run.total) == (5, 100))
  }

  @Test func `a row after missing numbers is a gap`() throws {
    var log = TestLog()
    var observer = FormatObserver(book)
    var filter = context()
    var judge = FilterJudge(try DisplayFilter("gap", fields: book))
    var gaps: [Bool] = []
    for number: UInt8 in [1, 2, 5, 6] {
      let datagram = try log.add([0x7e, 2, 0, number, 0, 0, 0])
      _ = observer.observe(datagram, gapsIn: &filter)
      gaps.append(try judge.matches(datagram, in: filter))
    }
    #expect(gaps == [false, false, true, false])
  }

  @Test func `the fields that a filter compares are captures`() throws {
    var log = TestLog()
    let datagram = try log.add(hex("7e 02 0102 00d7 d6"))
    let filter = try DisplayFilter("meter.temp > 20 and kind = busy", fields: book)
    #expect(filter.captureNames == ["kind", "temp"])
    #expect(FilterJudge(filter).captures(of: datagram, in: context()) == ["busy", "21.5"])
  }
}
