import Basics
import Configuration
import CursesTerminal
import PayloadText

/// The values of the flags that say how a screen looks; they go before the configuration.
package struct ScreenFlags {
  package var isASCII: Bool
  package var usesMouse: Bool
  package var usesUTF8: Bool
  /// The name of a theme; `nil` is the configuration's.
  package var theme: String?

  /// Flags with these values.
  package init(isASCII: Bool = false, usesMouse: Bool = false, usesUTF8: Bool = false, theme: String? = nil) {
    self.isASCII = isASCII
    self.usesMouse = usesMouse
    self.usesUTF8 = usesUTF8
    self.theme = theme
  }

  /// Takes the locale, as these flags and the configuration want it.
  /// - Returns: what the terminal is told, and a sentence where the locale keeps characters from being drawn.
  func prepare(_ settings: Settings) -> (terminal: CursesTerminal.Options, notice: Phrase?) {
    let isASCII = isASCII || settings.ascii
    let locale = CharacterLocale.activate(
      forceUTF8: usesUTF8 || settings.utf8, isASCII: isASCII, ambiguousWidth: settings.ambiguousWidth)
    let options = CursesTerminal.Options(isASCII: isASCII || locale == .ascii, usesMouse: usesMouse || settings.mouse)
    return (options, locale == .ascii && !isASCII ? Self.notice : nil)
  }

  /// What to do where only ASCII is drawn: first, since the end of a sentence is what a narrow window cuts.
  private static let notice: Phrase = "--utf8 or LANG=C.UTF-8 draws more than ASCII: this locale is not UTF-8"
}
