import Monitor
import UDPCore

/// The reports of a relay that the screen reads: a few after each thing that may have changed them.
struct RelayReports {
  /// The time between two reports, in nanoseconds.
  private static let interval: Int64 = 100_000_000

  /// The reports still to be read: reading one asks for the next.
  private var wanted = 0
  private var next: Int64 = 0
  private var last: RelayReport?

  /// The time of the next one, in nanoseconds of the monotonic clock.
  var due: Int64 { wanted > 0 ? next : .max }

  /// Asks for the report of what is now.
  mutating func ask() { wanted = 2 }

  /// Reads a report if one is due; `nil` if none is, or nothing has changed.
  mutating func read(_ relay: RelayControl, at now: Int64) -> RelayReport? {
    guard now >= due else { return nil }
    next = now + Self.interval
    let report = relay.report
    wanted -= 1
    let waiting = report.flows.up.counts.waiting + report.flows.down.counts.waiting
    if waiting > 0 { wanted = max(wanted, 1) }
    guard report != last else { return nil }
    last = report
    return report
  }
}

extension WatchLoop {
  /// Hands the relay's report to the state, if a new one is due.
  mutating func readRelay(_ now: Int64) {
    guard let relay = source.relay, let report = relayReports.read(relay, at: now) else { return }
    perform(.relay(report))
    needsFrame = true
  }
}
