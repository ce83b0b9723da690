import UDPeekResources

/// A language that help and footer are there in.
package enum Language: Sendable, CaseIterable {
  case english
  case simplifiedChinese

  /// The language of a locale's name, as `LC_ALL`, `LC_MESSAGES` or `LANG` give it: `zh_CN.UTF-8`, `zh_SG`, `zh`. Other
  /// names are English, those of traditional Chinese too.
  package init(locale: String) {
    let name = locale.prefix { $0 != "." && $0 != "@" }
    self = ["zh", "zh_CN", "zh_SG", "zh_Hans", "zh_Hans_CN"].contains(name) ? .simplifiedChinese : .english
  }

  /// The language of GNU's `LANGUAGE`, a list of names separated by colons of which the first known one counts, or of
  /// the locale where the list names none or the locale is `C`.
  package init(list: String, locale: String) {
    let names = ["C", "POSIX"].contains(locale) ? [] : list.split(separator: ":").map(String.init)
    let known = names.first { $0.prefix(2) == "en" || Language(locale: $0) != .english }
    self.init(locale: known ?? locale)
  }

  /// Its words.
  package var catalogue: Catalogue {
    switch self {
    case .english: .english
    case .simplifiedChinese: Catalogue(UDPeekResources.simplifiedChinese)
    }
  }
}
