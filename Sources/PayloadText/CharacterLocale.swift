import CLinux
import Glibc

/// The character set of the terminal and of standard output, from the environment (`LC_ALL`, `LC_CTYPE`, `LANG`).
package enum CharacterLocale: Hashable, Sendable {
  case utf8
  /// Another character set, by its name in the C library.
  case multibyte(codeset: String)
  /// C or POSIX, or a locale that is not installed and is not UTF-8: characters outside ASCII are output as `?`.
  case ascii

  /// Activates the environment's locale, or `C.UTF-8` with `forceUTF8`, or `C` with `isASCII`, where a `?` replaces
  /// each character outside ASCII. Numbers and messages stay as in C. If the environment names a UTF-8 locale that is
  /// not installed, as after SSH from another system, `C.UTF-8` is activated, because the terminal uses UTF-8. Calls
  /// `setlocale(3)`: call it before a second thread starts and before curses does.
  /// - Parameter ambiguousWidth: the columns of characters whose width depends on the terminal, 1 or 2 (UAX 11).
  package static func activate(
    forceUTF8: Bool, isASCII: Bool = false, ambiguousWidth: Int = 1
  ) -> CharacterLocale {
    clinux_set_ambiguous_width(ambiguousWidth == 2 ? 2 : 1)
    let own: [String] = [""] + (environmentNamesUTF8 ? utf8Locales : [])
    let names: [String] = isASCII ? ["C"] : forceUTF8 ? utf8Locales : own
    let isSet = names.contains { unsafe setlocale(LC_CTYPE, $0) != nil }
    if !isSet { unsafe setlocale(LC_CTYPE, "C") }
    return current
  }

  /// The active locale.
  package static var current: CharacterLocale {
    CharacterLocale(codeset: unsafe nl_langinfo(nl_item(CODESET)).map { unsafe String(cString: $0) } ?? "")
  }

  /// The environment's locale, whichever is active. If it is not installed, the codeset in its name counts.
  package static var environment: CharacterLocale {
    guard let locale = unsafe newlocale(1 << LC_CTYPE, "", nil) else {
      return CharacterLocale(codeset: codeset(ofLocale: environmentName))
    }
    defer { unsafe freelocale(locale) }
    return CharacterLocale(
      codeset: unsafe nl_langinfo_l(nl_item(CODESET), locale).map { unsafe String(cString: $0) } ?? "")
  }

  private init(codeset: String) {
    switch codeset.uppercased() {
    case "UTF-8", "UTF8": self = .utf8
    case "", "ANSI_X3.4-1968", "US-ASCII", "646": self = .ascii
    default: self = .multibyte(codeset: codeset)
    }
  }

  private static let utf8Locales = ["C.UTF-8", "C.utf8", "en_US.UTF-8"]

  /// Whether the environment names a UTF-8 locale (`zh_CN.UTF-8`, `de_DE.utf8@euro`), installed or not.
  private static var environmentNamesUTF8: Bool {
    CharacterLocale(codeset: codeset(ofLocale: environmentName)) == .utf8
  }

  /// The name of the environment's locale (POSIX, 8.2); empty if it names none.
  private static var environmentName: String {
    let names = ["LC_ALL", "LC_CTYPE", "LANG"].map { (name: String) in
      unsafe getenv(name).map { unsafe String(cString: $0) } ?? ""
    }
    return names.first { !$0.isEmpty } ?? ""
  }

  /// The codeset in the name of a locale: `GBK` of `zh_CN.GBK@pinyin`; empty if it names none.
  package static func codeset(ofLocale name: String) -> String {
    String(name.drop { $0 != "." }.dropFirst().prefix { $0 != "@" })
  }

  /// The `TextEncoding` of this character set; UTF-8 if there is none, or if the set is ASCII.
  package var encoding: TextEncoding {
    guard case .multibyte(let codeset) = self else { return .utf8 }
    return TextEncoding(label: codeset) ?? .utf8
  }

  /// Encodes the text in this character set, which must be the active one, with a `?` for each column of a glyph that
  /// it cannot encode.
  package func encode(_ text: SafeText) -> [UInt8] {
    if self == .utf8 { return Array(text.description.utf8) }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.glyphs.count)
    for glyph in text.glyphs {
      if let written = encode(glyph) {
        bytes += written
      } else {
        bytes += repeatElement(UInt8(ascii: "?"), count: Int(glyph.width))
      }
    }
    return bytes
  }

  /// Returns `nil` if a scalar of the glyph cannot be encoded.
  private func encode(_ glyph: SafeText.Glyph) -> [UInt8]? {
    var bytes: [UInt8] = []
    for scalar in glyph.scalars {
      if scalar.isASCII {
        bytes.append(UInt8(truncatingIfNeeded: scalar.value))
      } else if self != .ascii, let written = multibyte(scalar) {
        bytes += written
      } else {
        return nil
      }
    }
    return bytes
  }

  /// Encodes a scalar with `wcrtomb(3)`, so that no character set named by the environment reaches `iconv_open`.
  private func multibyte(_ scalar: Unicode.Scalar) -> [UInt8]? {
    var room = [CChar](repeating: 0, count: Int(CLINUX_CHARACTER_BYTES))
    let count = Int(unsafe clinux_wcrtomb(&room, scalar.value))
    return count > 0 ? room.prefix(count).map { UInt8(bitPattern: $0) } : nil
  }
}
