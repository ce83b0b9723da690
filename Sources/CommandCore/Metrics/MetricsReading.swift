import Alarms
import Rules
import UDPCore

/// The figures of a reception at a moment.
struct MetricsReading {
  /// A bound socket.
  struct Socket {
    /// The endpoint for people: `0.0.0.0:8080`.
    var name: String
    /// Datagrams that the kernel dropped.
    var drops: Int
    /// The receive buffer in bytes.
    var buffer: Int
  }

  /// The version of the program.
  var version = ""
  /// The time at which the reception began, in seconds since the Unix epoch.
  var start = 0
  var counters = LogCounters()
  /// The bytes of the log, and the most that it may have.
  var (memory, memoryLimit) = (0, 0)
  var sockets: [Socket] = []
  /// Kernel drops of the sockets toward a relay's targets; `nil` without a relay.
  var dropsOfLinks: Int?
  /// Whether the kernel counted several dropped datagrams as one.
  var dropsAreLowerBound = false
  /// The records of the rules; `nil` if nothing answers.
  var rules: [RuleRecord]?
  var withheld: [ReplyWithheld: Int] = [:]
  /// The relay's counts; `nil` if nothing is relayed.
  var relay: RelayReport?
  var alarms: [AlarmTally] = []
  /// The peers with counts of their own, by their names, and the sum of all others; `nil` where peers are left out.
  var peers: (named: [(name: String, count: PeerCounts.Count)], rest: PeerCounts.Count)?
}
