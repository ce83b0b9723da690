package import Monitor
package import Plumbing

extension Environment {
  /// The language that messages are asked for in: the first known one in `LANGUAGE`, unless the locale is `C` (gettext(3)),
  /// else that of the locale.
  package static var language: Language { Language(list: variable("LANGUAGE") ?? "", locale: messages) }
}
