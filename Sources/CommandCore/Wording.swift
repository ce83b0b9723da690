package import Basics
package import Monitor
package import PayloadText
package import Plumbing

/// The language of what people read beside the screen: on standard error, in the text of `info`, in the comments of the
/// configuration. A `Phrase` becomes text here alone. What scripts read is English and no `Phrase`.
package struct Wording: Sendable {
  /// The translations.
  package let catalogue: Catalogue

  /// English, whatever the environment says.
  package static let english = Wording(catalogue: .english)
  private static let environment = Wording(catalogue: Environment.language.catalogue)

  private init(catalogue: Catalogue) {
    self.catalogue = catalogue
  }

  /// The language that the environment asks for, or English where `locale` has ASCII alone.
  package static func environment(in locale: CharacterLocale) -> Wording {
    locale == .ascii ? .english : environment
  }

  /// The sentence in this language.
  package func text(_ phrase: Phrase) -> String { phrase.text { catalogue.translations[$0] ?? $0 } }
}

extension Environment {
  /// The language that messages are asked for in: the first known one in `LANGUAGE`, unless the locale is `C`
  /// (gettext(3)), else that of the locale.
  package static var language: Language { Language(list: variable("LANGUAGE") ?? "", locale: messages) }
}
