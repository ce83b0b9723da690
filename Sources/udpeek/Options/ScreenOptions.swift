import ArgumentParser
import Screen

/// The appearance options of every command that has a screen.
struct ScreenOptions: ParsableArguments {
  @Flag(help: "Draw with ASCII characters only.")
  var ascii = false

  @Flag(help: "Use clicks and the wheel; selecting text in the terminal then needs Shift.")
  var mouse = false

  @Flag(help: "Use UTF-8 whatever the locale says.")
  var utf8 = false

  @Option(
    help: ArgumentHelp("default, light, mono, or one of the configuration's.", valueName: "name"),
    completion: Completions.themes)
  var theme: String?

  /// The name of the first option given; `nil` if none was.
  var given: String? {
    let options = [("--ascii", ascii), ("--mouse", mouse), ("--utf8", utf8), ("--theme", theme != nil)]
    return options.first { $0.1 }?.0
  }

  /// The values of these options.
  var flags: ScreenFlags { ScreenFlags(isASCII: ascii, usesMouse: mouse, usesUTF8: utf8, theme: theme) }
}
