import ArgumentParser
import Configuration
import UDPCore

/// The options that limit automatic answers.
struct ReplyLimitOptions: ParsableArguments {
  @Option(
    name: .customLong("reply-rate"),
    help: ArgumentHelp(
      "At most this many answers per second, in total and to each peer (1000 and 100, in bursts of 200).",
      valueName: "n"))
  var rate: Int?

  @Flag(
    name: .customLong("allow-service-ports"),
    help: "Let answers go to ports below 1024, 1900, 3702, 5353 and 11211; on loopback they always may.")
  var allowsServicePorts = false

  /// Whether one of them was given.
  var areGiven: Bool { rate != nil || allowsServicePorts }

  /// Returns the limits.
  /// - Parameter settings: the rate that applies where no option is given.
  func limits(_ settings: Settings) -> ReplyLimits {
    ReplyLimits(rate: rate ?? settings.replyRate, allowsServicePorts: allowsServicePorts)
  }

  func validate() throws {
    if let rate, rate < 1 { throw ValidationError("--reply-rate needs a number from 1") }
  }
}
