import ArgumentParser
import Basics
import CommandCore
import Configuration
import PayloadText

/// The command `udpeek config`.
struct ConfigurationCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config",
    abstract: "The configuration in force, with comments.",
    discussion: """
      Prints TOML with every key explained. Mistakes in the file and in UDPEEK_… variables are reported on standard \
      error, and the exit status is then 1.

      --init writes the configuration file, each key as a comment with its explanation. Where there is a file, it adds \
      what that lacks, and the rest stays as it is. Do not send the output of udpeek config into the file itself: the \
      shell empties it first.

      Examples:
        udpeek config
        udpeek config --init && vi "$(udpeek config --path)"
      """)

  @Flag(help: "Print where the file is, or would be.")
  var path = false

  @Flag(name: .customLong("init"), help: "Write the file, or add to it what it lacks; what it has stays.")
  var writesFile = false

  func validate() throws {
    if path && writesFile { throw ValidationError("--path and --init exclude each other") }
  }

  func run() throws {
    let locale = CharacterLocale.activate(forceUTF8: false)
    let wording = Wording.environment(in: locale)
    func printLine(_ line: String) throws(Failure) {
      try StandardOutput().print(locale.encode(SafeText(line)) + [UInt8(ascii: "\n")])
    }
    if path {
      guard let path = ConfigurationFile.path else { throw Failure("there is no HOME to look for a configuration in") }
      return try printLine(path)
    }
    let output = ConfigurationFile.standardOutput
    if case .file(let path) = output {
      throw Failure(
        """
        standard output is \(path), the configuration file itself, and this would spoil it: nothing was written; to add \
        what the file lacks: udpeek config --init
        """)
    }
    if writesFile { return try printLine(wording.text(try ConfigurationFile.complete(wording))) }
    let configuration = ConfigurationFile.load()
    // TOML is always UTF-8, whatever the terminal uses.
    let lines = configuration.text(.screen, wording.text).split(separator: "\n", omittingEmptySubsequences: false)
      .dropLast()
    try StandardOutput().print(
      lines.flatMap { CharacterLocale.utf8.encode(SafeText(String($0))) + [UInt8(ascii: "\n")] })
    configuration.mistakes.forEach { StandardError.say($0.phrase) }
    if case .emptied(let path) = output {
      throw Failure(
        """
        standard output is \(path), the configuration file itself: what it had, if anything, was removed by the shell \
        before udpeek could read it; next time: udpeek config --init
        """)
    }
    if !configuration.mistakes.isEmpty { throw Ending.failed }
  }
}
