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

  @Test(arguments: ["7e 01 05", "7E0105", "7e:01:05", " 7e\n01\t05 "])
  func `bytes are written as pairs of digits`(source: String) throws {
    #expect(try Message.hex(source).encoded(as: .utf16BE) == [0x7e, 1, 5])
  }

  @Test(arguments: [("7e 1", 3), ("7e 1 05", 3), ("7g", 0), ("xx", 0), ("7e,01", 2), ("7e 0é", 3)])
  func `what is no byte is refused where it stands`(source: String, offset: Int) {
    let error = #expect(throws: MessageSyntaxError.self) { try Message.hex(source) }
    #expect(error?.offset == offset)
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
