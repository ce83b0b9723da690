import Basics
import PayloadText
import Testing

struct MessageTests {
  @Test(
    arguments: [
      ("ping", [0x70, 0x69, 0x6e, 0x67]), ("\\n\\r\\t\\0\\\\", [10, 13, 9, 0, 0x5c]), ("\\x7e\\xFF", [0x7e, 0xff]),
      ("\\u{4f60}", [0xc4, 0xe3]), ("你\\x01好", [0xc4, 0xe3, 1, 0xba, 0xc3]), ("", []),
      ("\\x31\\u{31}1", [0x31, 0x31, 0x31]),
      ("\\01", [0, 0x31]),
    ] as [(String, [UInt8])])
  func `text and bytes mix`(source: String, bytes: [UInt8]) throws {
    #expect(try Message(parsing: source).encoded(as: .gbk) == bytes)
  }

  @Test(arguments: [
    ("abc\\", 3), ("你\\q", 1), ("\\x4", 0), ("\\xg0", 0), ("a\\x", 1), ("\\u4f60", 0), ("\\u{}", 0), ("\\u{4f60", 0),
    ("\\u{1234567}", 0), ("ab\\u{d800}", 2), ("\\u{110000}", 0), ("\\u{12g}", 0), ("\\u{", 0), ("\\u", 0),
  ])
  func `an escape that is none is refused where it stands`(source: String, offset: Int) {
    let error = #expect(throws: MessageSyntaxError.self) { try Message(parsing: source) }
    #expect(error?.offset == offset)
    #expect(error?.reason.isEmpty == false)
  }

  @Test func `errors carry the next step`() {
    let error = #expect(throws: MessageSyntaxError.self) { try Message(parsing: "a\\q") }
    #expect(
      error?.description
        == "character 2: unknown escape \\q; write \\\\ for a backslash, or one of \\n \\r \\t \\0 \\xNN \\u{…}")
  }

  @Test func `a raw message has no escapes`() throws {
    #expect(try Message(raw: "a\\n").encoded(as: .utf8) == Array("a\\n".utf8))
  }

  @Test(arguments: [
    "7e 01 05", "7E0105", "7e:01:05", " 7e\n01\t05 ", "7e-01-05", "7e,01,05", "0x7e 0x01 0x05", "0x7e,0x01,0x05",
    "{0x7e, 0x01, 0x05}", "{ 0X7E, 0x1, 0x5, };", "[0x7e, 0x01, 0x05]", "\\x7e\\x01\\x05", "\"\\x7e\\x01\\x05\"",
    "b'\\x7e\\x01\\x05'", "0x7e0105", "0x7e0x010x05", "\\x7e0105", "7e 01 /* ack */ 05", "7e 01 // head\n05",
    "7e 01\r\n05\r\n", "unsigned char x[] = {0x7e, 0x01, 0x05};", "let data: [UInt8] = [0x7e, 0x01, 0x05]",
    "static const unsigned char datagram_12[3] = {\n  0x7e, 0x01, 0x05,\n};", "uint8_t abc_1[3] = \"\\x7e\\x01\\x05\";",
  ])
  func `bytes are read as people and programs write them`(source: String) throws {
    #expect(try Message.hex(source).encoded(as: .utf16BE) == [0x7e, 1, 5])
  }

  @Test(arguments: [
    "0000  7e 01 05  ~..", "00000000: 7e01 05                                  ~..", "0000   7e 01 05   ~..",
    "00000000  7e 01 05                                          |~..|", "\t0x0000:  7e01 05                   ~..",
    "0010  7e 01 05 ·  ab cd",
  ])
  func `a line of a hex dump is its bytes, without offset and ASCII`(source: String) throws {
    #expect(try Message.hex(source).encoded(as: .utf8) == [0x7e, 1, 5])
  }

  @Test(arguments: [1, 7, 8, 9, 15, 16, 17, 31, 32, 33, 100], [16, 32])
  func `a hex dump is read back whatever its ASCII looks like`(count: Int, bytesPerRow: Int) throws {
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: 0x61 + $0 % 6) }
    let dump = HexDump(byteCount: count, bytesPerRow: bytesPerRow)
    let lines = (0..<dump.rowCount).map { index in
      let row = dump.row(index, of: bytes.span.bytes)
      return "\(row.offset)  \(row.bytes)  \(row.text)"
    }
    #expect(try Message.hex(lines.joined(separator: "\n")).encoded(as: .utf8) == bytes)
    #expect(try Message.hex(" " + lines[0]).encoded(as: .utf8) == Array(bytes.prefix(bytesPerRow)))
  }

  @Test(arguments: ["/* datagram 3 is empty */", "{}", "  "])
  func `an empty array is no byte`(source: String) throws {
    #expect(try Message.hex(source).isEmpty)
  }

  @Test(arguments: [
    ("7e 1", 3, "write two digits, as in 01"), ("7e 1 05", 3, "'1' is half a byte"),
    ("7g", 1, "'g' is not a hexadecimal digit"),
    ("xx", 0, "'x' is not a hexadecimal digit"), ("7e 0é", 4, "'é' is not a hexadecimal digit"),
    ("7e+01", 2, "'+' is not a"),
    ("0x", 0, "digits are missing"), ("7e \\n", 3, "\\n is an escape for text; as a hexadecimal byte it is 0a"),
    ("0x7e 0x011", 9, "'1' is half a byte"), ("temp?", 0, "'t' is no"), ("7e \\q", 3, "'\\' is no"),
    ("char a[] = {1, 2};", 12, "'1' is half a byte"),
    ("char a[] = {0x1};\nchar b[] = {0x2};", 18, "a second array begins here"),
  ])
  func `what is no byte is refused where it stands, with the right advice`(
    source: String, offset: Int, advice: String
  ) {
    let error = #expect(throws: MessageSyntaxError.self) { try Message.hex(source) }
    #expect(error?.offset == offset && error?.reason.english.contains(advice) == true, "\(String(describing: error))")
  }

  @Test func `a character that cannot be written is named by its place in the source`() throws {
    let message = try Message(parsing: "\\x7e\\n你😀")
    #expect(throws: TextEncodingError.unencodable("😀", offset: 7, .gbk)) { try message.encoded(as: .gbk) }
    #expect(try message.encoded(as: .utf8).count == 9)
  }

  @Test func `a message for a hex peer is written as digits`() throws {
    #expect(try Message(raw: "7e 01").encoded(as: .hex) == [0x7e, 1])
    #expect(throws: TextEncodingError.unencodable("h", offset: 0, .hex)) { try Message(raw: "hi").encoded(as: .hex) }
  }

  @Test func `what is shown escaped is read back as the same text`() throws {
    _ = utf8Locale
    let text = "a\\n\n\u{1b}[0m\u{9b}\u{202e}你\0\t\u{e0041}"
    let shown = SafeText(escaped: text).description
    #expect(try Message(parsing: shown).encoded(as: .utf8) == Array(text.utf8))
  }
}
