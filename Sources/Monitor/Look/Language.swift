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

  /// Its words.
  package var catalogue: Catalogue {
    switch self {
    case .english: .english
    case .simplifiedChinese: Catalogue(UDPeekResources.simplifiedChinese)
    }
  }
}
