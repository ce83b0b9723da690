import ArgumentParser
import CommandCore
import Configuration
import UDPCore

/// The options of commands that receive to be measured from outside.
struct MetricsOptions: ParsableArguments {
  @Option(
    name: .customLong("metrics"),
    help: ArgumentHelp(
      "Let Prometheus read what is counted: at an endpoint (9869 is 127.0.0.1:9869), or in a file for node_exporter.",
      valueName: "endpoint|file"), completion: .file(extensions: ["prom"]))
  var place: String?

  @Option(
    name: .customLong("metrics-peers"),
    help: ArgumentHelp(
      "With --metrics: count this many peers each by itself, and all others together (1000; 0 for none).",
      valueName: "n"))
  var peers: Int?

  func validate() throws {
    guard let peers else { return }
    if place == nil { throw ValidationError("--metrics-peers goes with --metrics") }
    if !(0...MetricsRequest.mostPeers).contains(peers) {
      throw ValidationError("--metrics-peers needs a number from 0 to 10000")
    }
  }

  /// Returns where the figures are to be read; `nil` for nowhere.
  func request(_ setup: Setup) throws(CommandFailure) -> MetricsRequest? {
    try place.map { text throws(CommandFailure) in
      try MetricsRequest(
        text, peerLimit: peers, aliases: setup.configuration.settings.aliases, interfaces: setup.interfaces)
    }
  }
}
