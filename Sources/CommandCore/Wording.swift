package import Basics
package import Monitor
package import PayloadText
import Plumbing

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
