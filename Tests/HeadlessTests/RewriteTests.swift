import Basics
import CommandCore
import PayloadText
import Testing

/// Tests `s/old/new/`: which bytes it changes, and what is said of a mistake.
struct RewriteTests {
  private func rewritten(_ change: String, _ payload: [UInt8], _ encoding: TextEncoding = .utf8) throws -> [UInt8]? {
    try Rewrite(change).applied(to: payload, by: TextDecoder(encoding))
  }

  private func rewritten(_ change: String, _ text: String) throws -> String? {
    try rewritten(change, Array(text.utf8)).map { String(decoding: $0, as: UTF8.self) }
  }

  @Test(arguments: [
    ("s/a/b/", "banana", "bbnana"), ("s/a/b/g", "banana", "bbnbnb"), ("s/x/y/", "banana", nil),
    ("s/A/b/gi", "banana", "bbnbnb"), ("s|a/b|c|", "1a/b2", "1c2"), (#"s/a\/b/c/"#, "1a/b2", "1c2"),
    (#"s/(\d+)-(\d+)/\2-\1/"#, "10-20", "20-10"), ("s/[0-9]+/<&>/g", "1 22", "<1> <22>"),
    (#"s/[0-9]+/\&/"#, "1", "&"), (#"s/ /\n/g"#, "a b c", "a\nb\nc"), ("s/n*/-/g", "ann", "-a-"),
    ("s/^/> /g", "a", "> a"), ("s/$/!/", "a", "a!"), ("s/a//g", "banana", "bnn"), ("s/a//", "a", ""),
    ("s/(?<=a)b/c/g", "abab", "acac"), ("s/./x/g", "温度", "xx"), ("s/^$/empty/", "", "empty"),
  ])
  func `a change is made as sed makes it`(change: String, text: String, result: String?) throws {
    #expect(try rewritten(change, text) == result)
  }

  @Test func `text is read and written in the peer's encoding, and other bytes stay`() throws {
    // 温度 in GBK, between bytes that are none of its characters.
    #expect(
      try rewritten("s/温度/湿度/", [0xff, 0xce, 0xc2, 0xb6, 0xc8, 0x80, 0xff], .gbk)
        == [0xff, 0xca, 0xaa, 0xb6, 0xc8, 0x80, 0xff])
    // A trail byte that looks like a backslash is no backslash.
    #expect(try rewritten(#"s/\\/x/g"#, [0x95, 0x5c, 0x5c], .shiftJIS) == [0x95, 0x5c, 0x78])
    #expect(try rewritten("s/a/ä/", [0x61, 0x00], .utf16LE) == [0xe4, 0x00])
  }

  @Test func `what the encoding cannot write is said`() throws {
    #expect(throws: TextEncodingError.self) { try rewritten("s/a/温/", [0x61], .iso8859Part1) }
  }

  @Test func `bytes are matched and written as bytes`() throws {
    #expect(try rewritten(#"s/\x7e\xff/\x00\x01/"#, [0x7e, 0xff, 0x05], .hex) == [0x00, 0x01, 0x05])
    #expect(try rewritten(#"s/\xc3/\xff/b"#, [0xc3, 0xa4], .utf8) == [0xff, 0xa4])
    #expect(try rewritten(#"s/^(.)(.)/\2\1/b"#, [0x80, 0x81, 0x82], .utf8) == [0x81, 0x80, 0x82])
  }

  @Test(arguments: [
    ("x/a/b/", "a change is s/old/new/, with g behind it for every match; not 'x/a/b/'"),
    ("s/a/b", "a change is s/old/new/, with g behind it for every match; not 's/a/b'"),
    ("s//b/", "a change is s/old/new/, with g behind it for every match; not 's//b/'"),
    ("s/a/b/q", "'q' is no flag; write g for every match, i to ignore case, b for bytes"),
    ("s/(/b/", "the regular expression '(' is wrong: missing closing parenthesis"),
    (#"s/a/\1/"#, #"\1 names a group that the expression does not have; it has 0"#),
    (#"s/a/\x1/"#, #"\x needs two hexadecimal digits, such as \x0a"#),
    (#"s/a/\q/"#, #"'\q' means nothing; write \n, \r, \t, \x00 or \1"#),
    (#"s/a/b\"#, #"a change is s/old/new/, with g behind it for every match; not 's/a/b\'"#),
  ])
  func `a mistake is told`(change: String, message: String) {
    let error = #expect(throws: Rewrite.SyntaxError.self) { try Rewrite(change) }
    #expect(error?.phrase.english == message)
  }
}
