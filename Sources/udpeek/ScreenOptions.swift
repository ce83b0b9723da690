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

  /// The name of an option that was given; `nil` where none was.
  var given: String? {
    let options = [("--ascii", ascii), ("--mouse", mouse), ("--utf8", utf8), ("--theme", theme != nil)]
    return options.first { $0.1 }?.0
  }

  /// Takes the locale, as these options and the configuration want it.
  /// - Returns: what the terminal is told, and a sentence where the locale keeps characters from being drawn.
  func prepare(_ settings: Settings) -> (terminal: CursesTerminal.Options, notice: Phrase?) {
    let ascii = ascii || settings.ascii
    let locale = CharacterLocale.activate(
      forceUTF8: utf8 || settings.utf8, isASCII: ascii, ambiguousWidth: settings.ambiguousWidth)
    let options = CursesTerminal.Options(isASCII: ascii || locale == .ascii, usesMouse: mouse || settings.mouse)
    return (options, locale == .ascii && !ascii ? Self.notice : nil)
  }

  /// What to do where only ASCII is drawn: first, since the end of a sentence is what a narrow window cuts.
  private static let notice: Phrase = "--utf8 or LANG=C.UTF-8 draws more than ASCII: this locale is not UTF-8"
}
