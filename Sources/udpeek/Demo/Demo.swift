import ArgumentParser
import Basics
import Configuration
import CursesTerminal
import Monitor
import PayloadText
import UDPCore

/// `udpeek demo`: the screen with made-up peers.
struct Demo: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "The screen with made-up peers on loopback, to try it out.",
    discussion: """
      Peers on 127.0.0.2 to 127.0.0.10 write to a port of 127.0.0.1 in six encodings and a binary protocol, one of \
      them in bursts, one with escape sequences, one that is gone when it is asked. They answer when you write to them. \
      All of it goes through real sockets and ends with the screen.
      """)

  /// What is said at the start, with commands in the places of their keys.
  private static let hint: Phrase =
    "made-up peers: {reply} answers one, {peers} lists them, {rate} draws rates, {filter} filters, {help} shows all keys"

  @OptionGroup var screen: ScreenOptions

  func run() throws {
    guard StandardOutput.isTerminal else { throw Failure("the demo needs a terminal on standard output", .usage) }
    let configuration = ConfigurationFile.load()
    try ThemeNames.check(screen.theme, configuration.settings)
    let (terminal, localeNotice) = screen.prepare(configuration.settings)
    let recording = Recording()
    let signals = try SignalRelay(endsOnSecondInterrupt: false, recording: recording)
    // What a person's own peers need hides these ones, or reads them wrong.
    let reception = try ReceptionOptions.parse(["127.0.0.1:0", "--encoding", "auto", "--filter", ""])
      .reception(configuration)
    let (receiver, _) = try reception.start()
    let keymap = Keymap(configuration.settings.keys)
    let peers = try DemoPeers(writingTo: receiver, keymap: keymap)
    defer { peers.stop() }
    try WatchLoop.run(
      reception: reception, theme: screen.theme, source: receiver, signals: signals,
      recording: ScreenRecording(recording: recording, receiver: receiver, reception: reception),
      options: terminal,
      notices: [Announcement(Self.hint)]
        + (localeNotice.map { [Announcement($0)] } ?? []))
  }
}
