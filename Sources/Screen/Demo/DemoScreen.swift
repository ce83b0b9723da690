import Basics
package import CommandCore
package import Configuration
import Monitor
import PayloadText
import UDPCore

/// The screen with made-up peers, as `demo` shows it.
package struct DemoScreen {
  /// The first notice; command names in braces stand for their keys.
  private static let hint: Phrase =
    "made-up peers: {reply} answers one, {peers} lists them, {rate} draws rates, {filter} filters, {help} shows all keys"

  private let reception: Reception
  private let flags: ScreenFlags

  /// Prepares a screen with made-up peers on a port that the system chooses. The configured filter and encodings are
  /// ignored: they could hide these peers or decode them wrongly.
  /// - Parameter needs: what the process needs that confines itself; `nil` for one that does not.
  package init(
    _ configuration: Configuration, _ flags: ScreenFlags, _ needs: ConfinementNeeds? = nil
  ) throws(CommandFailure) {
    let setup = try Setup(Setup.Flags(filter: "", encoding: "auto"), configuration: configuration)
    let reception = Reception(
      setup, at: try ArgumentValue.endpoints(["127.0.0.1:0"], Aliases()),
      options: ReceiveOptions(configuration.settings))
    self.reception = needs.map { reception.confined(as: .demo, $0, dissects: true) } ?? reception
    self.flags = flags
  }

  /// Starts the peers and runs the screen to its end.
  /// - Throws: an error if sockets, peers or the screen cannot start, or if a recording failed.
  package func run() throws {
    let setup = reception.setup
    let (terminal, localeNotice) = flags.prepare(setup.configuration.settings)
    let recording = Recording()
    let signals = try SignalRelay(endsOnSecondInterrupt: false, recording: recording, startsLater: true)
    let receiver = try reception.start(signals).receiver
    let guide = DemoGuide(Keymap(setup.configuration.settings.keys), .environment(in: .current))
    let peers = try DemoPeers(writingTo: receiver, guide: guide)
    defer { peers.stop() }
    try ScreenRun(
      setup: setup, theme: flags.theme, source: .sockets(receiver), signals: signals,
      recording: ScreenRecording(recording: recording, receiver: receiver, setup: setup, request: nil),
      rules: nil, terminal: terminal,
      notices: [Announcement(Self.hint)] + (localeNotice.map { [Announcement($0)] } ?? [])
    ).run()
  }
}
