import ArgumentParser
import Basics
import Configuration
import PayloadText

/// `udpeek config`.
struct ConfigurationCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config",
    abstract: "The configuration in force, with comments.",
    discussion: """
      Prints TOML that can be saved as the configuration file. Mistakes in the file and in UDPEEK_… variables are told \
      on standard error, and the ending is then 1.

      Examples:
        udpeek config
        mkdir -p "$(dirname "$(udpeek config --path)")" && udpeek config > "$(udpeek config --path)"
      """)

  @Flag(help: "Print where the file is, or would be.")
  var path = false

  func run() throws {
    let locale = CharacterLocale.activate(forceUTF8: false)
    if path {
      guard let path = ConfigurationFile.path else { throw Failure("there is no HOME to look for a configuration in") }
      try? StandardOutput().write(locale.encode(SafeText(path)) + [0x0a])
      return
    }
    let configuration = ConfigurationFile.load()
    // TOML is UTF-8, whatever the terminal is.
    for line in configuration.text(.screen).split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
      try? StandardOutput().write(CharacterLocale.utf8.encode(SafeText(String(line))) + [0x0a])
    }
    configuration.mistakes.forEach { StandardError.say($0.description) }
    if !configuration.mistakes.isEmpty { throw Ending.failed }
  }
}
