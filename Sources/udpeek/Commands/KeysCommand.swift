import ArgumentParser
import Basics
import CommandCore
import Configuration
import Monitor
import PayloadText
import Plumbing

/// The command `udpeek keys`.
struct KeysCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "keys",
    abstract: "List the keys of the screen and the syntax of its lines.",
    discussion: """
      These are the keys in force, including changes by the configuration. On the screen, ? shows the same.

      Examples:
        udpeek keys | less
        udpeek keys | grep -i encoding
      """)

  func run() throws {
    let locale = CharacterLocale.activate(forceUTF8: false)
    let configuration = ConfinedCommand.keys.loadConfined()
    let lines = HelpText.lines(Keymap(configuration.settings.keys), Wording.environment(in: locale).catalogue)
    try StandardOutput().print(lines.flatMap { locale.encode($0) + [UInt8(ascii: "\n")] })
    configuration.problems.forEach { StandardError.say($0.phrase) }
  }
}
