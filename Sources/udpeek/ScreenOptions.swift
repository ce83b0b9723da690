import ArgumentParser
import Basics
import Configuration
import CursesTerminal
import PayloadText

/// How the screen looks: the options of every command that has one.
struct ScreenOptions: ParsableArguments {
  @Flag(help: "Draw in ASCII alone.")
  var ascii = false

  @Flag(help: "Take clicks and the wheel; the terminal's own selecting then needs Shift.")
  var mouse = false

  @Flag(help: "Use UTF-8 whatever the locale says.")
  var utf8 = false

  @Option(
    help: ArgumentHelp("default, light, mono, or one of the configuration's.", valueName: "name"),
    completion: Completions.themes)
  var theme: String?

  /// Takes the locale, as these options and the configuration want it.
  /// - Returns: what the terminal is told, and a sentence where the locale keeps characters from being drawn.
  func prepare(_ settings: Settings) -> (terminal: CursesTerminal.Options, notice: Phrase?) {
    let ascii = ascii || settings.ascii
    let locale = CharacterLocale.activate(
      forceUTF8: utf8 || settings.utf8, isASCII: ascii, ambiguousWidth: settings.ambiguousWidth)
    let options = CursesTerminal.Options(isASCII: ascii || locale == .ascii, usesMouse: mouse || settings.mouse)
    return (options, locale == .ascii && !ascii ? Self.notice(of: Environment.characters) : nil)
  }

  /// Why only ASCII is drawn in a locale of that name.
  private static func notice(of locale: String) -> Phrase {
    let codeset = locale.drop { $0 != "." }.dropFirst().prefix { $0 != "@" }.lowercased()
    if ["utf-8", "utf8"].contains(codeset) {
      return "the locale \(locale) is not installed, so only ASCII is drawn; start with --utf8, or set LANG=C.UTF-8"
    }
    return "this locale is not UTF-8, so only ASCII is drawn; start with --utf8, or set LANG=C.UTF-8"
  }
}
