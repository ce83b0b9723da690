import Basics
import Configuration
import CursesTerminal
import PayloadText

/// The flags that determine the screen's appearance; they override the configuration.
package struct ScreenFlags {
  /// Whether to draw in ASCII only.
  package var isASCII: Bool
  /// Whether to handle clicks and the mouse wheel.
  package var usesMouse: Bool
  /// Whether to use UTF-8 whatever the locale says.
  package var usesUTF8: Bool
  /// The name of a theme; `nil` uses the configured one.
  package var theme: String?

  /// Creates flags with the given values.
  package init(isASCII: Bool = false, usesMouse: Bool = false, usesUTF8: Bool = false, theme: String? = nil) {
    self.isASCII = isASCII
    self.usesMouse = usesMouse
    self.usesUTF8 = usesUTF8
    self.theme = theme
  }

  /// Activates the locale that these flags and the configuration ask for.
  /// - Returns: the terminal's options, and a notice if the locale limits drawing to ASCII.
  func prepare(_ settings: Settings) -> (terminal: CursesTerminal.Options, notice: Phrase?) {
    let isASCII = isASCII || settings.ascii
    let locale = CharacterLocale.activate(
      forceUTF8: usesUTF8 || settings.utf8, isASCII: isASCII, ambiguousWidth: settings.ambiguousWidth)
    let options = CursesTerminal.Options(isASCII: isASCII || locale == .ascii, usesMouse: usesMouse || settings.mouse)
    return (options, locale == .ascii && !isASCII ? Self.notice : nil)
  }

  /// The notice that only ASCII is drawn; the remedy comes first, since a narrow window cuts the end of a sentence.
  private static let notice: Phrase = "--utf8 or LANG=C.UTF-8 draws more than ASCII: this locale is not UTF-8"
}
