import PayloadText
import Testing

/// Activates a Unicode locale: only there does the C library know the widths of characters.
struct UnicodeLocale: SuiteTrait, TestTrait {
  private static let isActive = CharacterLocale.activate(forceUTF8: true) == .utf8

  func prepare(for test: Test) async throws {
    try #require(UnicodeLocale.isActive, "no UTF-8 locale is installed")
  }
}

extension Trait where Self == UnicodeLocale {
  static var unicodeLocale: UnicodeLocale { UnicodeLocale() }
}
