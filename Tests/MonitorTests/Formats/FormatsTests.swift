import DisplayFilter
import Formats
import PayloadText
import TerminalUI
import Testing
import UDPCore

@testable import Monitor

/// Tests what formats say on the screen.
struct FormatsTests {
  /// A frame of a meter: a mark, a kind, a count, a temperature in tenths, a check of all before it.
  static let meter = ##"> B:_mark=0x7e B:kind{1=data,2=alarm} H:seq h:temp/10 H:crc"##

  @Test func `a row is told by its format, and its bytes where no format is wanted`() {
    let session = Self.session().append(.incoming, Self.frame(seq: 7, temperature: 215))
    #expect(session.shows("meter data 7: 21.5 °C"), "\(session.lines)")
    session.type(":format off<enter>")
    #expect(!session.shows("meter data 7") && session.shows("7e 01 00 07"))
    #expect(session.message.contains("datagrams are read by no format"))
    session.type("u")
    #expect(session.shows("meter data 7") && session.message.contains("undone: each datagram is read by the first"))
  }

  @Test func `fields are columns, numbers at the right, with their units`() {
    let session = Self.session().append(.incoming, Self.frame(seq: 7, temperature: 215))
    session.append(.incoming, Self.frame(seq: 8, temperature: -42)).type(":columns +temp +meter.seq +proto<enter>")
    #expect(session.lines.contains { $0.contains("temp") && $0.contains("meter.seq") && $0.contains("Proto") })
    #expect(session.lines.contains { $0.contains("21.5 °C") && $0.contains(" 7  Meter") }, "\(session.lines)")
    #expect(session.lines.contains { $0.contains("-4.2 °C") && $0.contains(" 8  Meter") }, "\(session.lines)")
    session.type(":columns +nothing<enter>")
    #expect(session.shows("no such column and no such field"))
  }

  @Test func `a field is a word of the filter, and Tab completes it`() {
    let session = Self.session()
    for (seq, temperature) in [(1, 215), (2, 305), (3, 310)] as [(UInt16, Int16)] {
      session.append(.incoming, Self.frame(seq: seq, temperature: temperature))
    }
    session.type("/tem<tab>")
    #expect(session.shows("/ temp"), "\(session.lines)")
    session.type("> 30<enter>")
    #expect(session.lines[0].contains("temp > 30   2 of 3"), "\(session.lines)")
    session.type(":format off<enter>/<^u>temp > 30<enter>")
    #expect(session.shows("temp"), "\(session.lines)")
  }

  @Test func `a filter finds the rows before which datagrams are missing, also those that come later`() {
    let session = Self.session()
    for seq in [1, 2, 5, 6] as [UInt16] { session.append(.incoming, Self.frame(seq: seq, temperature: 200)) }
    session.type("/gap<enter>")
    while session.state.wantsMoreTime { session.update(.work) }
    #expect(session.lines[0].contains("gap   1 of 4") && session.shows("meter data 5"), "\(session.lines)")
    session.append(.incoming, Self.frame(seq: 9, temperature: 200))
    while session.state.wantsMoreTime { session.update(.work) }
    #expect(session.lines[0].contains("gap   2 of 5"), "\(session.lines)")
  }

  @Test func `with formats off a filter of a field shows nothing, and that is said; they come back with the rows`() {
    let session = Self.session()
    for temperature in [215, 305] as [Int16] { session.append(.incoming, Self.frame(seq: 1, temperature: temperature)) }
    session.type("/temp > 30<enter>:format off<enter>")
    #expect(session.lines[0].contains("temp > 30   0 of 2"), "\(session.lines)")
    #expect(session.message.contains("no format; the filter temp > 30 finds no field in any row"), "\(session.message)")
    // Switched off and on again, it still reads by no format.
    session.type("TT")
    #expect(session.lines[0].contains("temp > 30   0 of 2"), "\(session.lines)")
    session.type(":format auto<enter>")
    #expect(session.lines[0].contains("temp > 30   1 of 2"), "\(session.lines)")
    // A filter that is undone to reads by the formats of now, not by those of its time.
    session.type("/<^u>temp << 30<enter>:format off<enter>:format auto<enter>uuu")
    #expect(session.lines[0].contains("temp > 30   1 of 2"), "\(session.lines)")
  }

  @Test func `a filter of a field judges all rows anew when another format is chosen, or the configuration is read`() {
    let session = Self.session()
    for temperature in [215, 305] as [Int16] { session.append(.incoming, Self.frame(seq: 1, temperature: temperature)) }
    session.type("/temp > 30<enter>")
    #expect(session.lines[0].contains("1 of 2"), "\(session.lines)")
    var settings = session.state.configuration
    let scaled = FormatBook([Self.format("meter", .structure("> B:_mark=0x7e B:kind H:seq h:temp H:crc"))])
    settings.formats = { scaled }
    session.update(.settings(settings))
    #expect(session.lines[0].contains("temp > 30   2 of 2"), "\(session.lines)")
    let other = FormatBook([Self.format("meter", .structure("> B:_mark=0x7e B:kind H:seq h:heat H:crc"))])
    settings.formats = { other }
    session.update(.settings(settings)).tick(seconds: 10)
    #expect(session.lines[0].contains("temp > 30   0 of 2"), "\(session.lines)")
    #expect(session.shows("no format in force has the field temp, which the filter asks for"), "\(session.lines)")
  }

  @Test func `rows of a colour by a field lose it while no format reads them`() throws {
    let red = Style(.red)
    let book = FormatBook([Self.format("meter", .structure(Self.meter), show: "meter {seq}", check: true)])
    let filter = try DisplayFilter("temp > 30", fields: book)
    let session = Session(120, 30) { settings in
      settings.formats = { book }
      settings.colors = [ColorRule(filter: filter, style: red)]
    }
    session.append(.incoming, Self.frame(seq: 7, temperature: 305))
    #expect(session.style(of: "meter 7")?.foreground == red.foreground)
    session.type(":format off<enter>")
    #expect(session.style(of: "7e 01")?.foreground != red.foreground)
    session.type(":format auto<enter>")
    #expect(session.style(of: "meter 7")?.foreground == red.foreground)
  }

  @Test func `rows that were evicted before they were read are no gap`() {
    let session = Session(120, 30, memory: 4 << 20) { settings in
      let book = FormatBook([Self.format("meter", .structure(Self.meter), show: "meter {seq}", check: true)])
      settings.formats = { book }
    }
    session.append(.incoming, Self.frame(seq: 1, temperature: 200)).type("/gap<enter>")
    while session.state.wantsMoreTime { session.update(.work) }
    for seq in 2..<60_000 as Range<UInt16> {
      session.add(.incoming, Self.frame(seq: seq, temperature: 200) + Array(repeating: 0, count: 200))
    }
    session.deliver()
    while session.state.wantsMoreTime { session.update(.work) }
    #expect(session.lines[0].contains("gap   0 of"), "\(session.lines[0])")
    for seq in [60_000, 60_005] as [UInt16] { session.append(.incoming, Self.frame(seq: seq, temperature: 200)) }
    while session.state.wantsMoreTime { session.update(.work) }
    #expect(session.lines[0].contains("gap   1 of"), "\(session.lines[0])")
  }

  @Test func `the peers have what is lost, late and double by the numbers of a format, and can be sorted by it`() {
    let session = Self.session(200)
    let other = Session.endpoint("10.0.0.4", 9)
    session.append(.incoming, Self.frame(seq: 1, temperature: 200), peer: Session.deadPeer).type("P")
    for seq in [1, 2, 6, 4, 4, 7] as [UInt16] {
      session.append(.incoming, Self.frame(seq: seq, temperature: 200))
    }
    for seq in [1, 9] as [UInt16] { session.append(.incoming, Self.frame(seq: seq, temperature: 200), peer: other) }
    while session.state.wantsMoreTime { session.update(.work) }
    session.tick(seconds: 2)
    #expect(session.lines.contains { $0.contains("Lost") && $0.contains("Late") && $0.contains("Twice") })
    #expect(!session.shows("Clock ±"))
    func line(_ peer: String) -> [Substring] {
      session.lines.first { $0.contains(peer) && !$0.contains("192.168") }?.split(separator: " ") ?? []
    }
    #expect(line("10.0.3.17:53412").suffix(5).prefix(3) == ["2", "1", "1"], "\(session.lines)")
    #expect(line("10.0.0.4:9").suffix(5).prefix(3) == ["7", "0", "0"], "\(session.lines)")
    for _ in 0..<12 where !session.shows("by numbers lost") { session.type(">") }
    #expect(session.shows("by numbers lost"), "\(session.lines)")
    let places = session.lines.indices.filter {
      session.lines[$0].contains("10.0.0.4:9") || session.lines[$0].contains("10.0.3.17:53412  ")
    }
    #expect(places.last.map { session.lines[$0].contains("10.0.3.17") } == true, "\(session.lines)")
  }

  @Test func `peers have the jitter of RFC 3550 where a format has a clock, and neither where no format counts`() {
    var written = FormatSpecification(name: "tone", body: .structure("> H:seq I:stamp"))
    (written.sequence, written.clock) = ("seq", "stamp at 8000")
    let tone = try? Format(written)
    let session = Session(200, 30) { $0.formats = { FormatBook(tone.map { [$0] } ?? []) } }
    for turn in 0..<3 {
      let stamp = UInt32(turn * 160)
      let bytes = [0, UInt8(turn)] + (0..<4).reversed().map { UInt8(truncatingIfNeeded: stamp >> UInt32(8 * $0)) }
      session.add(.incoming, bytes, time: Session.start + Int64(turn) * 20_000_000 + (turn == 2 ? 16_000_000 : 0))
    }
    session.deliver().type("P")
    while session.state.wantsMoreTime { session.update(.work) }
    #expect(session.shows("Clock ±") && session.shows("1.00 ms"), "\(session.lines)")
    let plain = Session(200, 30) { $0.formats = { FormatBook([Self.format("byte", .structure("B:a"))]) } }
    plain.append(.incoming, [1]).type("P")
    #expect(!plain.shows("Lost") && !plain.shows("Clock") && plain.shows("Jitter"), "\(plain.lines)")
  }

  @Test func `Enter in K on a kind that a format names shows that kind alone, and again all`() {
    var written = FormatSpecification(name: "meter", body: .structure(Self.meter))
    (written.kind, written.title) = ("kind", "Meter")
    let meter = try? Format(written)
    let session = Session(120, 30) { $0.formats = { FormatBook(meter.map { [$0] } ?? []) } }
    for kind in [1, 1, 2, 9] as [UInt8] {
      var frame = Self.frame(seq: 1, temperature: 200)
      frame[1] = kind
      session.append(.incoming, frame)
    }
    session.type("K")
    #expect(session.shows("Meter data") && session.shows("Meter alarm") && session.shows("Meter 9"))
    session.type("g").type("<enter>")
    #expect(session.lines[0].contains("meter.kind = 9") && session.lines[0].contains("1 of 4"), "\(session.lines)")
    session.type("<enter>j<enter>")
    #expect(
      session.lines[0].contains("meter.kind = 'alarm'") && session.lines[0].contains("1 of 4"), "\(session.lines)")
    session.type("<enter>j<enter>")
    #expect(session.lines[0].contains("meter.kind = 'data'") && session.lines[0].contains("2 of 4"), "\(session.lines)")
    session.type("<enter>")
    #expect(!session.lines[0].contains("meter.kind"), "\(session.lines)")
  }

  @Test func `a bad checksum is red and told with the right one`() {
    var frame = Self.frame(seq: 7, temperature: 215)
    frame[7] ^= 1
    let session = Self.session().append(.incoming, frame).type("<enter>")
    #expect(session.shows("checksum wrong: "), "\(session.lines)")
    #expect(session.style(of: "meter data 7")?.foreground == session.state.configuration.theme.failure.foreground)
    let good = Self.session().append(.incoming, Self.frame(seq: 7, temperature: 215)).type("<enter>")
    #expect(good.shows("checksum right"))
  }

  @Test func `the detail shows the fields beside the bytes, and lights the one under the cursor`() {
    let session = Self.session().append(.incoming, Self.frame(seq: 7, temperature: 215)).type("<enter><tab>lll")
    #expect(session.lines.contains { $0.contains("7e 01 00 07") && $0.contains("kind data") }, "\(session.lines)")
    #expect(session.lines.contains { $0.contains("seq 7") } && session.lines.contains { $0.contains("temp 21.5 °C") })
    #expect(session.style(of: "seq 7") != session.style(of: "temp 21"), "\(session.lines)")
    #expect(session.style(of: "kind data") == session.style(of: "temp 21"))
  }

  @Test func `in a narrow window i shows the fields in place of the bytes`() {
    let session = Self.session(80).append(.incoming, Self.frame(seq: 7, temperature: 215)).type("<enter>")
    #expect(!session.shows("kind data"))
    session.type("<tab>i")
    #expect(session.shows("kind data") && session.shows("temp 21.5 °C") && !session.shows("7e 01 00 07"))
    session.type("i")
    #expect(session.shows("7e 01 00 07"))
    #expect(Self.session().receive("hello").type("<enter><tab>i").message.contains("no format fits this row"))
  }

  @Test func `what was looked for in the payload is shown, though a format has a summary`() {
    let session = Session(120, 30) { settings in
      let book = FormatBook([
        Self.format("name", .patterns([Self.regex("温度=(?<temp>[0-9.]+)")]), show: "{temp} degrees")
      ])
      settings.formats = { book }
    }
    session.receive("温度=23.5", as: .gb18030)
    #expect(session.shows("23.5 degrees"), "\(session.lines)")
    session.type("s温度<enter>")
    #expect(session.shows("温度=23.5"), "\(session.lines)")
  }

  @Test func `bytes that do not fit the chosen format are shown as they are, with a question mark behind its name`() {
    let session = Self.session().receive("hello").type(":format meter<enter>:columns +proto<enter>")
    #expect(session.lines.contains { $0.contains("Meter?") && $0.hasSuffix("hello") }, "\(session.lines)")
    #expect(!session.shows("meter data"))
  }

  @Test func `a name that no format has is refused with what is near`() {
    let session = Self.session().receive("x").type(":format metre<enter>")
    #expect(session.shows("there is no format 'metre'") && session.shows("meter"), "\(session.lines)")
  }

  @Test func `rows that are gone behind those that a view holds are no gap among the numbers`() {
    let session = Session(120, 30, memory: 8 << 20) { settings in
      var written = FormatSpecification(name: "count", body: .structure("> H:seq bytes:rest"))
      written.sequence = "seq"
      guard let format = try? Format(written) else { preconditionFailure("the format is wrong") }
      settings.formats = { FormatBook([format]) }
    }
    var number = 0
    func receive(_ count: Int) {
      for _ in 0..<count {
        number += 1
        session.add(.incoming, [UInt8(number >> 8), UInt8(number & 255)] + [UInt8](repeating: 1, count: 60_000))
      }
      session.deliver()
      while session.state.wantsMoreTime { session.update(.work) }
    }
    receive(60)
    session.type("/gap<enter>").type("/<^u><enter>").type("g")
    // The first rows are held, and those behind them make room before anybody has read them.
    for _ in 0..<400 {
      number += 1
      session.add(.incoming, [UInt8(number >> 8), UInt8(number & 255)] + [UInt8](repeating: 1, count: 60_000))
    }
    session.deliver()
    session.type("/gap<enter>")
    while session.state.wantsMoreTime { session.update(.work) }
    let numbers = session.state.log.segments.map(\.numbers)
    #expect(zip(numbers, numbers.dropFirst()).contains { $0.upperBound < $1.lowerBound }, "\(numbers)")
    #expect(session.shows("0 of "), "\(session.lines[0])")
  }

  // MARK: Making

  static func session(_ columns: Int = 120) -> Session {
    Session(columns, 30) { settings in
      let book = FormatBook([format("meter", .structure(meter), show: "meter {kind} {seq}: {temp} °C", check: true)])
      settings.formats = { book }
    }
  }

  static func format(
    _ name: String, _ body: FormatSpecification.Body, show: String? = nil, check: Bool = false
  ) -> Format {
    var written = FormatSpecification(name: name, body: body)
    written.title = name.capitalizedFirst
    written.show = show
    written.units = check ? ["temp": "°C"] : [:]
    if check {
      written.check = "crc16-modbus in crc"
      written.sequence = "seq"
    }
    do { return try Format(written) } catch { preconditionFailure("\(error)") }
  }

  static func regex(_ pattern: String) -> FilterRegex {
    do { return try FilterRegex(pattern, ignoresCase: false) } catch { preconditionFailure("\(error)") }
  }

  /// A frame with its right checksum, CRC-16/MODBUS.
  static func frame(seq: UInt16, temperature: Int16) -> [UInt8] {
    let bits = UInt16(bitPattern: temperature)
    let bytes: [UInt8] = [0x7e, 1, UInt8(seq >> 8), UInt8(seq & 255), UInt8(bits >> 8), UInt8(bits & 255)]
    let crc = bytes.reduce(0xffff as UInt16) { crc, byte in
      (0..<8).reduce(crc ^ UInt16(byte)) { crc, _ in crc & 1 == 1 ? crc >> 1 ^ 0xa001 : crc >> 1 }
    }
    return bytes + [UInt8(crc >> 8), UInt8(crc & 255)]
  }
}

extension Session {
  /// The style of the first place where a text stands on the screen.
  fileprivate func style(of text: String) -> Style? {
    let canvas = state.drawn()
    let wanted = Array(text.unicodeScalars)
    for row in 0..<canvas.size.rows {
      let cells = Array(canvas.cells(ofRow: row))
      for column in cells.indices where column + wanted.count <= cells.count {
        if cells[column..<column + wanted.count].map(\.base) == wanted { return cells[column].style }
      }
    }
    return nil
  }
}

extension String {
  fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
