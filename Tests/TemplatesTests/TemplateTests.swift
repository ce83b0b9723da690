import Basics
import PayloadText
import TestSupport
import Testing
import UDPCore

@testable import Templates

struct TemplateTests {
  // MARK: Braces

  @Test(arguments: [
    #"{"a":1}"#, #"{"a":{"b":[1,{}]}}"#, #"[{"t":"温度"}, {"t":2}]"#, "{\n  \"a\": 1\n}", "{ }", "{}", "{'a': 1}",
    "a { b",
    "{", "}", "}}", "$GPGGA}", "{[1]}", "{-1}", "{温度}", "{_x}",
  ])
  func `JSON and other braces mean what they meant before`(source: String) throws {
    let template = try Template(source)
    #expect(template.isPlain && template.isConstant)
    #expect(try text(source) == source)
    #expect(try render(source, as: .gbk) == Message(parsing: source).encoded(as: .gbk))
  }

  @Test(arguments: [
    "ping\\r\\n", "\\x7e\\u{4f60}", "\\\\", "", "你\\x01好", "a\\tb\\0",
  ])
  func `a text without braces is the message that it was`(source: String) throws {
    for encoding in [TextEncoding.utf8, .gbk, .utf16LE, .big5] {
      #expect(try render(source, as: encoding) == Message(parsing: source).encoded(as: encoding))
    }
  }

  @Test(arguments: [
    "7e 01 05", "{0x7e, 0x01, 0x05}", "{7e}", "{ 7e }", "uint8_t x[3] = {0x7e, 0x01, 0x05};", "{12}",
    "0000  7b 6e 7d                                         {n}", "7e /* {n} */ 01", "{{0x7e}, {0x01}}", "{ab-cd}",
  ])
  func `hexadecimal with braces, arrays, dumps and comments is the bytes that it was`(source: String) throws {
    #expect(try render(source, .hex) == Message.bytes(hex: source))
  }

  @Test func `a literal message has no fields`() throws {
    #expect(try text("{n} \\r {{", .raw) == "{n} \\r {{")
  }

  @Test(arguments: [
    ("{{", "{"), ("{{n}", "{n}"), ("{{{n}", "{1"), ("{{{{n}", "{{n}"), ("a{{b}}", "a{b}}"), ("{{ {n}}", "{ 1}"),
  ])
  func `two braces are one`(source: String, expected: String) throws {
    #expect(try text(source) == expected)
  }

  @Test(arguments: [
    "{n}", "{{n}", "{\"a\":1}", "{{", "{", "a{b", "\\u{4f60}{1}", "\\\\u{n}", "{{{", "x}", "{0", "\\x7b{len}",
  ])
  func `a text with its braces doubled means itself`(source: String) throws {
    #expect(try render(Template.escaped(source)) == Message(parsing: source).encoded(as: .utf8))
  }

  // MARK: Mistakes

  @Test(arguments: [
    ("a{nn}", 1..<5, "there is no field {nn}; did you mean {n}? A brace is {{"),
    ("{crc16-modbuss}", 0..<15, "did you mean {crc16-modbus}?"), ("{GET}", 0..<5, "write {{ for a brace"),
    ("{a:1}", 0..<5, "there is no field {a}"), ("{1}", 0..<3, "there is no capture 1 here"),
    ("{n", 0..<2, "the field {n is not closed"), ("{n\n}", 0..<2, "is not closed"),
    ("{n;}", 2..<3, "';' does not belong in a field"),
    ("{n:u16}", 3..<6, "u16 lacks its byte order; write u16le or u16be"),
    ("{n:u7}", 3..<5, "there is no format 'u7'; did you mean 'u8'?"), ("{n:}", 3..<3, "there is no format ''"),
    ("{n from}", 3..<7, "a number is missing after 'from'"), ("{n from x}", 8..<9, "'x' is not a whole number"),
    ("{n:u8 from 256}", 11..<14, "256 does not fit into u8"), ("{n to 5}", 3..<5, "it takes from N, step N"),
    ("{n from 1 from 2}", 10..<14, "does not belong"), ("{uuid 4}", 6..<7, "'4' does not belong in this field"),
    ("{uuid:x}", 5..<7, "this field has no format"),
    ("{time:unix32}", 6..<12, "unix32 lacks its byte order; write unix32le or unix32be"),
    ("{time:%Q}", 6..<8, "that is not a conversion of a time"),
    ("{time:%}", 6..<7, "that is not a conversion of a time"),
    ("{random}", 0..<8, "{random} needs a range or a size"), ("{random:5}", 8..<9, "neither a range nor a size"),
    ("{random:3..2}", 8..<12, "the range ends before it begins"), ("{random:a..2}", 8..<12, "'a' is not a number"),
    ("{random:0..300 u8}", 8..<14, "the range does not fit into u8"),
    ("{random:0.5..1 u8}", 8..<14, "u8 has no decimals"),
    ("{random:0..9223372036854775808}", 8..<30, "is not a number"),
    ("{random:0B}", 8..<10, "neither a range nor a size"),
    ("{random:0.000000001..9999999999}", 8..<31, "the numbers are too large"),
    ("{len from -1}", 10..<12, "'-1' is not an offset"), ("{crc32:xx}", 7..<9, "'xx' is not a form of a checksum"),
    ("{crc32 from 5 to 3}", 17..<18, "the range ends before it begins"),
    ("{crc}", 0..<5, "{crc} needs a name or parameters"),
    ("{crc:w=16}", 5..<9, "needs its width and its polynomial"), ("{crc:w=99,poly=1}", 5..<16, "has 8 to 64 bits"),
    ("{crc:w=8,poly=0x107}", 5..<19, "a parameter has more than 8 bits"),
    ("{crc:w=8,polly=7}", 9..<16, "'polly=7' is not a parameter"),
    ("{crc:w=8,poly=7,refin=2}", 16..<23, "neither true nor false"),
    ("{hex 7g}", 6..<7, "'g' is not a hexadecimal digit"), ("{hex 7}", 5..<6, "half a byte"),
    ("{text a\\q}", 7..<8, "unknown escape"), ("{repeat 8}", 0..<10, "{repeat} needs a number"),
    ("{repeat 65508:00}", 0..<17, "more than a datagram holds"),
    ("{repeat 9999999999999999999:00}", 0..<31, "needs a number"),
    ("{file}", 0..<6, "{file} needs a path"), ("{row}", 0..<5, "there is no row here"),
    ("{peer:u8}", 5..<8, "this field has no format"),
  ])
  func `a wrong field is refused where it stands, with the next step`(
    source: String, range: Range<Int>, words: String
  ) {
    let error = #expect(throws: MessageSyntaxError.self) { try Template(source) }
    #expect(error?.range == range && error?.reason.english.contains(words) == true, "\(String(describing: error))")
  }

  @Test(arguments: [("7e {nn}", 3..<7), ("{hello}", 0..<7), ("{x}", 0..<3), ("7e {n", 3..<5)])
  func `in hexadecimal a word that is not made of bytes is a field`(source: String, range: Range<Int>) {
    let error = #expect(throws: MessageSyntaxError.self) { try Template(source, form: .hex) }
    #expect(error?.range == range, "\(String(describing: error))")
  }

  @Test func `mistakes outside of fields are reported as before`() {
    for source in ["a\\q", "\\x4", "\\u{", "{n}\\x"] {
      let error = #expect(throws: MessageSyntaxError.self) { try Template(source) }
      let old = #expect(throws: MessageSyntaxError.self) { try Message(parsing: source) }
      #expect(error == old)
    }
    #expect(throws: MessageSyntaxError.self) { try Template("7e 1", form: .hex) }
  }

  // MARK: Counters and chance

  @Test func `a counter counts from one, or as it says, and wraps around in bytes`() throws {
    func counted(_ source: String, _ index: UInt64) throws -> String { try text(source) { $0.index = index } }
    #expect(try (0..<3).map { try counted("ping {n}", $0) } == ["ping 1", "ping 2", "ping 3"])
    #expect(try counted("{n from 100 step -2}", 3) == "94" && counted("{n:dec5}", 41) == "00042")
    #expect(try counted("{n:hex}{n:HEX4}", 254) == "ff00FF" && counted("{n:bcd}", 1) == "\u{2}")
    #expect(try render("{n:u16be from 0}{n:u8}{n:i32le step 256}") { $0.index = 257 } == [1, 1, 2, 1, 1, 1, 0])
    #expect(try render("{n:u8}") { $0.index = 255 } == [0])
    #expect(try render("{n:f32be from 2}{n:f64le from 2}") == [0x40, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x40])
    #expect(try counted("{n}", UInt64.max) == "0")
  }

  @Test func `counters belong to a message and a peer, and start over`() {
    var counters = TemplateCounters(capacity: 3)
    let (first, second) = (Endpoint(.anyIPv4, port: 1), Endpoint(.anyIPv4, port: 2))
    #expect(
      [counters.next("a", to: first), counters.next("a", to: first), counters.next("a", to: second)] == [0, 1, 0])
    #expect(counters.count(of: "a", to: first) == 2 && counters.next("b", to: first) == 0)
    counters.reset("a", to: first)
    #expect(counters.count(of: "a", to: first) == 0 && counters.count(of: "a", to: second) == 1)
    counters.reset("a")
    #expect(counters.count(of: "a", to: second) == 0 && counters.count(of: "b", to: first) == 1)
    counters.reset()
    #expect(counters.count(of: "b", to: first) == 0)
    for port in 1...4 { _ = counters.next("x", to: Endpoint(.anyIPv4, port: UInt16(port))) }
    #expect(counters.count(of: "x", to: first) == 0 && counters.count(of: "x", to: second) == 1)
  }

  @Test func `chance is repeated by its seed, and a copy shows what comes next`() throws {
    let source = "{random:0..1000000} {uuid} {random:4B}"
    #expect(try render(source, seed: 1) == render(source, seed: 1))
    #expect(try render(source, seed: 1) != render(source, seed: 2))
    let program = try TemplateProgram(try Template(source), as: .utf8)
    var random = TemplateRandom(seed: 3)
    for _ in 0..<5 {
      var copy = random
      let preview = try program.bytes(TemplateContext(time: someTime), &copy)
      #expect(try program.bytes(TemplateContext(time: someTime), &random) == preview)
    }
  }

  @Test func `random numbers stay in their range and have its decimals`() throws {
    var seen: Set<String> = []
    for seed in 0..<200 {
      let whole = try text("{random:20..30}", seed: UInt64(seed))
      #expect((20...30).contains(try #require(Int(whole))))
      seen.insert(whole)
      let decimal = try text("{random:-0.5..1.25}", seed: UInt64(seed))
      let number = try #require(Double(decimal))
      #expect(decimal.split(separator: ".").last?.count == 2 && (-0.5...1.25).contains(number))
      let bytes = try render("{random:-2..2 i8}{random:4B}{random:u16le}{random:0.0..1.0 f32be}", seed: UInt64(seed))
      #expect(bytes.count == 11 && (-2...2).contains(Int8(bitPattern: bytes[0])))
    }
    #expect(seen.count == 11)
    #expect(try text("{random:7..7}{random:0.50..0.50}") == "70.50")
    #expect(try render("{random:-9223372036854775808..9223372036854775807 i64be}").count == 8)
  }

  @Test func `a UUID is one of version 4`() throws {
    let uuid = try text("{uuid}")
    #expect(
      uuid.wholeMatch(of: #/[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/#) != nil, "\(uuid)")
  }

  // MARK: Time

  @Test(arguments: [
    ("{time}", "2026-11-28T14:43:44Z"), ("{time:iso}", "2026-11-28T14:43:44Z"), ("{time:unix}", "1795877024"),
    ("{time:ms}", "1795877024123"), ("{time:us}", "1795877024123456"), ("{time:ns}", "1795877024123456789"),
    ("{time:%H:%M:%S}", "14:43:44"), ("{time:%Y-%m-%d %T.%L}", "2026-11-28 14:43:44.123"),
    ("{time:%a %A %b %B %d %e %j %u %w}", "Sat Saturday Nov November 28 28 332 6 6"), ("{time:%I:%M %p}", "02:43 PM"),
    ("{time:%s.%f|%N|%2N}", "1795877024.123456|123456789|12"),
    ("{time:%F %R %D %y %z %%}", "2026-11-28 14:43 11/28/26 26 +0000 %"),
    ("{time:%Y年%m月}", "2026年11月"),
  ])
  func `a time is written in each form`(source: String, expected: String) throws {
    #expect(try text(source) == expected)
  }

  @Test func `local time has its offset`() throws {
    func local(_ source: String, _ offset: Int) throws -> String { try text(source) { $0.utcOffset = offset } }
    #expect(try local("{time}", 28_800) == "2026-11-28T22:43:44+08:00" && local("{time:%H%z}", -12_600) == "11-0330")
    #expect(try local("{time:unix}", 28_800) == "1795877024")
  }

  @Test func `a time in bytes is exact, before 1970 too`() throws {
    #expect(try render("{time:unix32le}") == [0xa0, 0xe8, 0x0a, 0x6b])
    #expect(try render("{time:ms64be}") == Array(bigEndian(1_795_877_024_123)))
    #expect(try Array(render("{time:ntp}").prefix(4)) == Array(bigEndian(1_795_877_024 + 2_208_988_800).suffix(4)))
    #expect(try text("{time:unix} {time:ms}") { $0.time = -1 } == "-1 -1")
    for time in [Int64.min, .max, 0] { _ = try render("{time}{time:ntp}{time:%F%j%a}") { $0.time = time } }
  }

  private func bigEndian(_ value: UInt64) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: value >> UInt64(56 - 8 * $0)) }
  }

  // MARK: Lengths

  @Test func `a length counts the whole message, or from an offset`() throws {
    #expect(try render("{len:u16be}abc") == [0, 5, 0x61, 0x62, 0x63])
    #expect(try render("\\x7e{len:u8 from 2}abc") == [0x7e, 3, 0x61, 0x62, 0x63])
    #expect(try text("{len:dec3} bytes") == "009 bytes" && text("{len}abcdefgh") == "9abcdefgh")
    #expect(
      try text("abcdefghi{len}") == "abcdefghi11"
        && text("{len}{len} \(String(repeating: "x", count: 96))") == "103103 " + String(repeating: "x", count: 96))
    #expect(try text("{len:hex4 from 4}\(String(repeating: "x", count: 26))").hasPrefix("001a"))
    #expect(try render("{len:bcd}" + String(repeating: "x", count: 98)).prefix(1) == [0x99])
    #expect(try render("{len:bcd}" + String(repeating: "x", count: 99)).prefix(2) == [0x01, 0x01])
  }

  @Test func `a length that does not fit is an error at its field`() {
    #expect(
      throws: TemplateError.field(3..<11, .doesNotFit("301", .binary(bytes: 1, isSigned: false, isBigEndian: true)))
    ) {
      try render("abc{len:u8}\(String(repeating: "x", count: 297))")
    }
    #expect(throws: TemplateError.field(1..<13, .beyond(count: 2))) { try render("a{len from 9}") }
  }

  // MARK: Checksums

  @Test func `a checksum covers what stands before it, or a range`() throws {
    #expect(try render("7e 01 05 {crc16-modbus}", .hex) == [0x7e, 1, 5] + modbus([0x7e, 1, 5]))
    #expect(try render("{hex 7e 81}{len:u8}{crc16-modbus}") == [0x7e, 0x81, 5] + modbus([0x7e, 0x81, 5]))
    #expect(
      try text("123456789{crc32:hex}") == "123456789cbf43926" && text("123456789{crc32:HEX}") == "123456789CBF43926")
    #expect(try render("123456789{crc32:be}").suffix(4) == [0xcb, 0xf4, 0x39, 0x26])
    #expect(try render("123456789{crc32}").suffix(4) == [0x26, 0x39, 0xf4, 0xcb])
    #expect(try render("x123456789y{crc32 from 1 to 10}").suffix(4) == [0x26, 0x39, 0xf4, 0xcb])
    #expect(try render("123456789{crc16-xmodem}{sum8 from 0 to 9}").suffix(3) == [0x31, 0xc3, 0xdd])
    #expect(
      try text("$GPGGA,123519,4807.038,N,01131.000,E,1,08,0.9,545.4,M,46.9,M,,*{nmea}\\r\\n").hasSuffix("*47\r\n"))
    #expect(try render("123456789{fletcher16}{adler32 to 9}").suffix(6) == [0x1e, 0xde, 9, 0x1e, 1, 0xde])
    #expect(try text("123456789{sum8:dec3}") == "123456789221")
    #expect(
      try render("123456789{crc:w=16,poly=0x8005,init=0xffff,refin=1}") == Array("123456789".utf8) + [0x37, 0x4b])
    #expect(try render("123456789{crc:w=16,poly=0x1021,order=le}") == Array("123456789".utf8) + [0xc3, 0x31])
    #expect(try render("123456789{crc:w=12,poly=0x80f,refin=0,refout=1}") == Array("123456789".utf8) + [0xaf, 0x0d])
  }

  @Test func `a checksum at the front covers the message with zeros in its place`() throws {
    let bytes = try render("\\x45{internet to end}abc")
    #expect(
      Checksum(try #require(ChecksumAlgorithm.named("internet"))).value(of: [0x45, 0, 0, 0x61, 0x62, 0x63]) == UInt64(
        bytes[1]) << 8 | UInt64(bytes[2]))
    let both = try render("{sum8 to end}ab{crc16-modbus}")
    #expect(both.count == 5 && Array(both.suffix(2)) == modbus([0, 0x61, 0x62]))
  }

  @Test func `a checksum of what is not there is an error`() {
    #expect(throws: TemplateError.field(3..<13, .beyond(count: 5))) { try render("abc{lrc to 9}x") }
    #expect(throws: TemplateError.field(1..<11, .checksumDigits(2))) { try render("z{lrc:dec2}") }
  }

  private func modbus(_ bytes: [UInt8]) -> [UInt8] {
    let value = ChecksumAlgorithm.named("crc16-modbus").map { Checksum($0).value(of: bytes) } ?? 0
    return [UInt8(value & 0xff), UInt8(value >> 8)]
  }

  // MARK: Other fields

  @Test func `text and bytes stand in the message of the other form`() throws {
    #expect(try render("7e {text hello\\r} 01", .hex) == [0x7e] + Array("hello\r".utf8) + [1])
    #expect(try render("7e {text 温度}", .hex, as: .gbk) == [0x7e, 0xce, 0xc2, 0xb6, 0xc8])
    #expect(
      try render("a{hex 7e 01}b") == [0x61, 0x7e, 1, 0x62]
        && render("{repeat 3:00 ff}x") == [0, 255, 0, 255, 0, 255, 0x78])
    #expect(try render("{text a\\u{7d}b}") == Array("a}b".utf8) && render("{repeat 0:00}") == [])
  }

  @Test(arguments: ["{text}", "{hex}"])
  func `a form without anything in it is a mistake, with an example`(text: String) {
    let error = #expect(throws: MessageSyntaxError.self) { try Template(text) }
    #expect(error?.advice.english.hasPrefix("as in {") == true)
  }

  @Test func `the bytes of a file are handed in`() throws {
    #expect(try Template("{file a b.bin}{file c}").files == ["a b.bin", "c"])
    #expect(try render("<{file a b.bin}>{len:u8}", files: ["a b.bin": [1, 2]]) == [0x3c, 1, 2, 0x3e, 5])
    #expect(throws: TemplateError.field(1..<9, .missing(.file("x")))) { try render("<{file x}") }
  }

  @Test func `addresses and rows are those of the exchange`() throws {
    let scope = TemplateScope(hasRow: true)
    let (peer, local) = (try #require(IPAddress("10.0.0.1")), try #require(IPAddress("::1")))
    let bytes = try render("{peer} {peer.port:u16be}{local.host} {row}", scope: scope) {
      $0.peer = Endpoint(peer, port: 0x1234)
      $0.local = Endpoint(local, port: 9)
      $0.row = 98_301
    }
    #expect(bytes == Array("10.0.0.1:4660 ".utf8) + [0x12, 0x34] + Array("::1 98301".utf8))
    #expect(throws: TemplateError.field(0..<6, .missing(.peer))) { try render("{peer}") }
    #expect(throws: TemplateError.field(0..<7, .missing(.local))) { try render("{local}") }
    #expect(throws: TemplateError.field(0..<5, .missing(.row))) { try render("{row}", scope: scope) }
  }

  @Test func `captures are values of the scope, before fields of that name`() throws {
    let scope = TemplateScope(captures: ["0", "1", "temp", "n", "ab"])
    func answer(_ source: String, _ form: MessageForm = .text, as encoding: TextEncoding = .utf8) throws -> [UInt8] {
      try render(source, form, as: encoding, scope: scope) {
        $0.captures = [.text("T1"), .text("温度"), .real(21.5), .integer(300), .bytes([1, 0xff])]
      }
    }
    #expect(try answer("<{1}>", as: .gbk) == [0x3c, 0xce, 0xc2, 0xb6, 0xc8, 0x3e])
    #expect(try answer("{temp} {n} {n:u16be}") == Array("21.5 300 ".utf8) + [1, 0x2c])
    #expect(
      try answer("{ab}") == [1, 0xff] && answer("{ab} {ab}", .hex) == [1, 0xff, 1, 0xff]
        && answer("{n:bcd}", .hex) == [3, 0])
    #expect(try answer("{temp:f32be}") == [0x41, 0xac, 0, 0] && answer("{temp:dec}") == Array("22".utf8))
    #expect(
      throws: TemplateError.field(0..<6, .doesNotFit("300", .binary(bytes: 1, isSigned: false, isBigEndian: true)))
    ) { try answer("{n:u8}") }
    #expect(throws: TemplateError.field(0..<6, .noNumber("温度", .binary(bytes: 1, isSigned: false, isBigEndian: true))))
    { try answer("{1:u8}") }
    #expect(throws: TemplateError.field(0..<3, .unencodable("温", .ascii))) { try answer("{1}", as: .ascii) }
    #expect(throws: TemplateError.field(0..<3, .missing(.capture))) { try render("{1}", scope: scope) }
  }

  // MARK: Encodings and limits

  @Test func `digits are written in the peer's encoding`() throws {
    #expect(try render("{n}{len:dec2}", as: .utf16LE) == [0x31, 0, 0x30, 0, 0x36, 0])
    #expect(try render("a{n:u8}{xor8:hex}", as: .utf16BE) == [0, 0x61, 1, 0, 0x36, 0, 0x30])
    #expect(try render("{time:%Y年}", as: .gbk) == Array("2026".utf8) + [0xc4, 0xea])
  }

  @Test func `a character that the encoding lacks is named by its place`() {
    #expect(throws: TemplateError.encoding(.unencodable("😀", offset: 4, .gbk))) { try render("{n}a😀", as: .gbk) }
    #expect(throws: TemplateError.encoding(.unencodable("😀", offset: 9, .gbk))) {
      try render("7e {text 😀}", .hex, as: .gbk)
    }
    #expect(throws: TemplateError.field(0..<10, .unencodable("年", .ascii))) { try render("{time:%Y年}", as: .ascii) }
  }

  @Test func `a message is no longer than a datagram`() throws {
    #expect(try render("{repeat 65507:00}").count == 65_507)
    #expect(throws: TemplateError.self) { try render("{repeat 65507:00}{n}") }
    #expect(throws: TemplateError.self) { try render("{repeat 65507:00}{repeat 1:00}{len:u8}") }
    #expect(throws: TemplateError.field(2..<5, .tooLong(limit: 2))) { try render("ab{n}") { $0.limit = 2 } }
    #expect(throws: TemplateError.self) { try render("{n}{len}") { $0.limit = 1 } }
  }

  @Test func `a constant message is made once`() throws {
    for source in ["hello", "{hex 7e}{len:u8}{crc32}", "{text x}", ""] {
      #expect(try Template(source).isConstant && TemplateProgram(try Template(source), as: .utf8).constant != nil)
    }
    for source in ["{n}", "{time}", "{random:1B}", "{uuid}", "{peer}"] {
      #expect(try !Template(source).isConstant && TemplateProgram(try Template(source), as: .utf8).constant == nil)
    }
    #expect(try Template("{n}").hasCounter && !Template("{time}").hasCounter)
  }

  @Test func `a buffer is used again`() throws {
    let program = try TemplateProgram(try Template("{n:u32be}{len:u8}{crc16-modbus}"), as: .utf8)
    var (output, random) = (TemplateOutput(), TemplateRandom(seed: 1))
    var context = TemplateContext(time: 0)
    for index in 0..<3 {
      context.index = UInt64(index)
      try program.render(context, &random, into: &output)
      #expect(output.bytes.count == 7 && output.bytes[3] == UInt8(index + 1) && output.bytes[4] == 7)
    }
  }
}
