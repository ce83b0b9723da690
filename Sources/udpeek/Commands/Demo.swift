import ArgumentParser
import Basics
import CommandCore
import Configuration
import Screen

/// The command `udpeek demo`: the screen with made-up peers.
struct Demo: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "Try the screen with made-up peers on loopback.",
    discussion: """
      Peers on 127.0.0.2 to 127.0.0.10 write to a port of 127.0.0.1 in six encodings and a binary protocol, one of \
      them in bursts, one with escape sequences, one that is gone when it is asked. They answer when you write to them. \
      All of it goes through real sockets and ends with the screen.
      """)

  @OptionGroup var screen: ScreenOptions

  @OptionGroup var confinement: ConfinementOptions

  func run() throws {
    guard StandardOutput.isTerminal else {
      throw CommandFailure("the demo needs a terminal on standard output", .usage)
    }
    let configuration = ConfigurationFile.load()
    try ArgumentValue.check(theme: screen.theme, configuration.settings)
    try DemoScreen(configuration, screen.flags, confinement.needs).run()
  }
}
