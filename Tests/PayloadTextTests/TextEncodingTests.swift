import Basics
import PayloadText
import Testing

struct TextEncodingTests {
  @Test(arguments: [
    ("utf8", TextEncoding.utf8), ("UTF-8", .utf8), ("GB2312", .gbk), ("cp936", .gbk), ("GBK", .gbk),
    ("sjis", .shiftJIS),
    ("Shift-JIS", .shiftJIS), ("windows-31j", .shiftJIS), ("latin1", .iso8859Part1), ("ISO_8859-1:1987", .iso8859Part1),
    ("cp949", .eucKR), ("ks_c_5601-1987", .eucKR), ("cp1252", .windows1252), (" big5 ", .big5), ("us-ascii", .ascii),
    ("utf-16", .utf16LE), ("koi8-ru", .koi8U), ("ibm866", .cp866), ("hex", .hex),
  ])
  func `a label names its encoding`(label: String, encoding: TextEncoding) {
    #expect(TextEncoding(label: label) == encoding)
  }

  @Test(arguments: [
    "", "auto", "iso-2022-jp", "ISO-2022-CN-EXT", "utf-7", "gbk//IGNORE", "../gbk", "iso-8859-12", "a b",
  ])
  func `other labels are unknown`(label: String) {
    #expect(TextEncoding(label: label) == nil)
  }

  @Test(arguments: TextEncoding.allCases)
  func `every name and alias leads back`(encoding: TextEncoding) {
    #expect(([encoding.name] + encoding.aliases).allSatisfy { TextEncoding(label: $0) == encoding })
    #expect(encoding.aliases.allSatisfy { $0 == $0.lowercased() })
  }

  @Test(arguments: [
    (TextEncoding.gbk, "信息😀", Unicode.Scalar("😀"), 2), (.gbk, "\u{e0041}", "\u{e0041}", 0), (.ascii, "aé", "é", 1),
    (.iso8859Part1, "é€", "€", 1), (.big5, "ab한", "한", 2), (.koi8R, "你\u{e0041}", "你", 0), (.shiftJIS, "Ω€", "€", 1),
    (.windows1252, "x\u{e0041}", "\u{e0041}", 1),
  ])
  func `what an encoding cannot write is named`(
    encoding: TextEncoding, text: String, scalar: Unicode.Scalar, offset: Int
  ) {
    #expect(throws: TextEncodingError.unencodable(scalar, offset: offset, encoding)) {
      try TextEncoder.encode(text, as: encoding)
    }
  }

  @Test func `errors say what and what next`() {
    #expect(
      TextEncodingError.unencodable("😀", offset: 2, .gbk).description
        == "gbk cannot write '😀' (U+1F600) at character 3; choose another encoding or leave it out")
    #expect(
      TextEncodingError.unavailable(.big5, package: "libc-gconv-modules-extra").description
        == "no converter for big5 on this system; install libc-gconv-modules-extra (glibc-gconv-extra on Fedora)")
  }

  @Test func `GB18030 writes every scalar`() throws {
    let text = "a€你😀\u{e0041}\u{10ffff}"
    let bytes = try TextEncoder.encode(text, as: .gb18030)
    #expect(try TextDecoder(.gb18030).decode(bytes).string == text)
  }

  @Test(arguments: TextEncoding.allCases)
  func `an empty text is no bytes and no bytes are an empty text`(encoding: TextEncoding) throws {
    #expect(try TextEncoder.encode("", as: encoding) == [])
    #expect(try TextDecoder(encoding).decode([]) == DecodedText())
  }

  @Test(arguments: TextEncoding.allCases.filter { $0 != .hex })
  func `what was read is written back to what reads the same`(encoding: TextEncoding) throws {
    let decoder = try TextDecoder(encoding)
    for first in UInt8.min...UInt8.max {
      let units = decoder.decode([first]).units
      guard !units.contains(where: \.isBad) else { continue }
      let text = DecodedText(units: units).string
      #expect(try decoder.decode(TextEncoder.encode(text, as: encoding)).string == text)
    }
  }
}
