import ArgumentParser
import Basics
import CommandCore
import Configuration
import Headless
import Screen

/// The command `udpeek watch`, the default.
struct Watch: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "watch",
    abstract: "The live screen (the default command).",
    discussion: """
      Press ? on the screen for its keys. If standard output is not a terminal, udpeek without a command works as listen.

      Examples:
        udpeek
        udpeek 8080 '[::1]:9000' --encoding gbk
        udpeek 239.1.1.1:5000@eth0 --filter 'net 10.0.0.0/8'
      """)

  @OptionGroup var reception: ReceptionOptions

  @OptionGroup var screen: ScreenOptions

  @OptionGroup var confinement: ConfinementOptions

  func run() throws {
    let reception = try reception.reception(ConfigurationFile.load())
    try ArgumentValue.check(theme: screen.theme, reception.setup.configuration.settings)
    if let request = reception.recording, request.isPipe, StandardOutput.isTerminal || isExplicit {
      let objection = request.objection(printsRecords: false)
      throw CommandFailure(
        objection ?? "the screen needs standard output for itself; use: udpeek listen --write -", .usage)
    }
    if StandardOutput.isTerminal {
      return try LiveScreen(reception.confined(as: .watch, confinement.needs, dissects: true), screen.flags).run()
    }
    if isExplicit {
      throw CommandFailure("the screen needs a terminal on standard output; without one use: udpeek listen", .usage)
    }
    StandardError.say("standard output is not a terminal: continuing as udpeek listen")
    let confined = reception.confined(as: .listen, confinement.needs, dissects: false)
    try Listening(confined, Listening.Options()).run()
  }

  /// Whether the command was named on the command line.
  private var isExplicit: Bool { CommandLine.arguments.dropFirst().contains(Self._commandName) }
}
