import PayloadText
import Testing
import UDPeekResources

@testable import Monitor

/// Tests help and footer in the user's language.
@Suite struct LanguageTests {
  private let chinese = Language.simplifiedChinese.catalogue

  @Test func `every text of help and footer is there in Chinese`() {
    let missing = Catalogue.texts.filter { chinese.translations[$0] == nil }
    #expect(missing == [], "add to Resources/zh_CN.txt: \(missing.joined(separator: "\n"))")
  }

  @Test(arguments: [
    ("zh_CN.UTF-8", Language.simplifiedChinese), ("zh_CN.GB18030", .simplifiedChinese), ("zh_SG", .simplifiedChinese),
    ("zh_TW.UTF-8", .english), ("en_US.UTF-8", .english), ("C", .english), ("", .english),
  ])
  func `the locale chooses the language`(locale: String, language: Language) {
    #expect(Language(locale: locale) == language)
  }

  @Test(arguments: [
    ("zh_CN:en", "en_US.UTF-8", Language.simplifiedChinese), ("fr:zh_CN", "de_DE.UTF-8", .simplifiedChinese),
    ("en_GB:zh_CN", "zh_CN.UTF-8", .english), ("fr", "zh_CN.UTF-8", .simplifiedChinese), ("zh_CN", "C", .english),
    ("", "zh_CN.UTF-8", .simplifiedChinese),
  ])
  func `the first known language of a list goes before the locale`(list: String, locale: String, language: Language) {
    #expect(Language(list: list, locale: locale) == language)
  }

  @Test(arguments: [(120, 35), (80, 24), (40, 10)])
  func `footer and help are in Chinese`(columns: Int, rows: Int) {
    let session = Session(columns, rows, configure: { $0.catalogue = Language.simplifiedChinese.catalogue })
    session.receive("温度=23.5", as: .gb18030).receive("hello")
    expectScreen(session, "chinese-\(columns)x\(rows)")
    expectScreen(session.type("?"), "chinese-help-\(columns)x\(rows)")
  }
}
