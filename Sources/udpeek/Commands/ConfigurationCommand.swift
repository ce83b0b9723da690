import ArgumentParser
import Basics
import CommandCore
import Configuration
import PayloadText

/// The command `udpeek config`.
struct ConfigurationCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config",
    abstract: "Print the configuration in force, with comments.",
    discussion: """
      Prints TOML, every key with its explanation. Mistakes in the file and in UDPEEK_… variables are reported on \
      standard error; the exit status is then 1.

      --init writes a configuration file that lists each key with its explanation, as a comment. If the file exists, \
      missing keys are added and the rest stays unchanged. Do not redirect the output of udpeek config into the file \
      itself: the shell empties it first.

      Examples:
        udpeek config
        udpeek config --init && vi "$(udpeek config --path)"
      """)

  @Flag(help: "Print the path of the file, whether or not it exists.")
  var path = false

  @Flag(name: .customLong("init"), help: "Write the file, or add the keys that it lacks; nothing in it is changed.")
  var writesFile = false

  func validate() throws {
    if path && writesFile { throw ValidationError("--path and --init exclude each other") }
  }

  func run() throws {
    let configuration = ConfinedCommand.config.loadConfined { $0.writesConfiguration = writesFile }
    let locale = CharacterLocale.activate(forceUTF8: false)
    let wording = Wording.environment(in: locale)
    func printLine(_ line: String) throws(CommandFailure) {
      try StandardOutput().print(locale.encode(SafeText(line)) + [UInt8(ascii: "\n")])
    }
    if path {
      guard let path = ConfigurationFile.path else {
        throw CommandFailure("HOME is not set, so there is no place for a configuration file; set it")
      }
      return try printLine(path)
    }
    let output = ConfigurationFile.standardOutput
    if case .file(let path) = output {
      throw CommandFailure(
        """
        standard output is \(path), the configuration file itself, and this would spoil it: nothing was written; to add \
        what the file lacks: udpeek config --init
        """)
    }
    if writesFile { return try printLine(wording.text(try ConfigurationFile.complete(wording))) }
    // TOML is always UTF-8, whatever the terminal uses.
    let text = configuration.text(wording.text)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
    try StandardOutput().print(
      lines.flatMap { CharacterLocale.utf8.encode(SafeText(String($0))) + [UInt8(ascii: "\n")] })
    configuration.problems.forEach { StandardError.say($0.phrase) }
    if case .emptied(let path) = output {
      throw CommandFailure(
        """
        standard output is \(path), the configuration file itself: what it had, if anything, was removed by the shell \
        before udpeek could read it; next time: udpeek config --init
        """)
    }
    if !configuration.problems.isEmpty { throw ExitStatus.failed }
  }
}
