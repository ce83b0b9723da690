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
    abstract: "The keys of the screen, and what its lines may hold.",
    discussion: """
      The keys are those in force: the configuration's where it has its own. On the screen ? shows the same.

      Examples:
        udpeek keys | less
        udpeek keys | grep -i encoding
      """)

  func run() throws {
    let locale = CharacterLocale.activate(forceUTF8: false)
    let configuration = ConfigurationFile.load()
    let lines = HelpText.lines(Keymap(configuration.settings.keys), Wording.environment(in: locale).catalogue)
    try StandardOutput().print(lines.flatMap { locale.encode($0) + [UInt8(ascii: "\n")] })
    configuration.mistakes.forEach { StandardError.say($0.phrase) }
  }
}
