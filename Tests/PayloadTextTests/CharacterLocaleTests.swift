import PayloadText
import Testing

struct CharacterLocaleTests {
  init() { _ = utf8Locale }

  @Test func `C.UTF-8 can be forced`() {
    #expect(utf8Locale == .utf8)
    #expect(utf8Locale.encode("你 é \u{1b}") == Array("你 é \\x1b".utf8))
  }

  @Test(arguments: [("zh_CN.GBK", "GBK"), ("de_DE.utf8@euro", "utf8"), ("zh_CN", ""), ("", ""), ("C.", "")])
  func `a locale's name says its character set after the dot`(name: String, codeset: String) {
    #expect(CharacterLocale.codeset(ofLocale: name) == codeset)
  }

  @Test func `ASCII writes a question mark for each column that it lacks`() {
    #expect(CharacterLocale.ascii.encode("a中é─\n") == Array("a????\\n".utf8))
  }

  @Test func `another character set is written by the C library`() {
    #expect(CharacterLocale.multibyte(codeset: "X").encode("a中e\u{301}") == Array("a中e\u{301}".utf8))
    withASCIILocale {
      #expect(CharacterLocale.multibyte(codeset: "X").encode("aé") == Array("a?".utf8))
    }
  }

  @Test(arguments: [("a", 1), ("中", 2), ("\u{301}", 0), ("😀", 2), ("\u{1b}", -1), ("─", 1)] as [(Unicode.Scalar, Int)])
  func `widths are the C library's`(scalar: Unicode.Scalar, width: Int) {
    #expect(scalarWidth(scalar) == width)
  }
}
