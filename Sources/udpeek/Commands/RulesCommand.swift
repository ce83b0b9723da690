import ArgumentParser
import CommandCore
import Headless

/// The command `udpeek rules`.
struct RulesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rules",
    abstract: "Check a file of rules, and what they would answer to a capture.",
    discussion: """
      A file with a mistake is reported with line, column and key; the exit status is then 2. Nothing is sent.

      Examples:
        udpeek rules device.toml
        udpeek rules device.toml --check
        udpeek rules device.toml --check night.pcapng
      """)

  @Argument(
    help: ArgumentHelp("The file, as --rules takes it; see udpeek-rules(5).", valueName: "file"), completion: .file())
  var file: String

  @Flag(help: "Check only: do not list the rules.")
  var check = false

  @Argument(
    help: ArgumentHelp("Print which of its datagrams would get which answer.", valueName: "capture"),
    completion: Completions.captures)
  var capture: String?

  @OptionGroup var tunnels: InnerOption

  @OptionGroup var confinement: ConfinementOptions

  func validate() throws {
    if tunnels.inner, capture == nil { throw ValidationError("--inner goes with a capture") }
  }

  func run() throws {
    // A rule may take its message from a file beside the rules.
    let configuration = ConfinedCommand.rules.loadConfined {
      $0 = confinement.needs
      $0.watched = [file]
      $0.files = [capture].compactMap { $0 }
    }
    let flags = Setup.Flags(filter: "", inner: tunnels.inner)
    let setup = try Setup(flags, configuration: configuration)
    try RuleCheck(file, setup).run(capture: capture, lists: !check && capture == nil)
  }
}
