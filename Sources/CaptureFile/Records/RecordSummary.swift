package import Basics

/// The counts of a whole run: the last record of JSON Lines.
package struct RecordSummary: Sendable {
  package var received: Int
  package var shown: Int
  package var sent: Int
  package var kernelDrops: Int
  /// Whether more may have been dropped, because joined datagrams were read.
  package var dropsAreLowerBound: Bool
  package var truncated: Int
  /// Rows that were evicted from the log before they were printed.
  package var evictedUnprinted: Int
  /// The counts of the numbers that formats found; `nil` if they found none.
  package var numbers: Numbers?
  /// The requests and their answers; `nil` where they are not paired.
  package var pairs: Pairs?
  /// What a relay did, for JSON; empty if nothing was relayed.
  package var relay: [(name: String, value: DatagramDescription.Value)] = []

  /// What a format's numbers tell of all datagrams.
  package struct Numbers: Hashable, Sendable {
    /// Numbers that have not come.
    package var lost: Int
    /// Datagrams that came after a later one.
    package var late: Int
    /// Datagrams that came again.
    package var twice: Int
    /// The greatest jitter of a peer, in nanoseconds; `nil` without a sender's clock.
    package var jitter: Double?

    /// Creates counts.
    package init(lost: Int, late: Int, twice: Int, jitter: Double?) {
      (self.lost, self.late, self.twice, self.jitter) = (lost, late, twice, jitter)
    }

    /// The greatest jitter in microseconds; `nil` without a sender's clock.
    fileprivate var microseconds: Int? { jitter.flatMap { Int(exactly: ($0 / 1_000).rounded()) } }

    /// The counts as a line for standard error.
    package var text: Phrase {
      microseconds.map { "numbers: \(lost) lost, \(late) late, \(twice) twice, jitter \($0) µs" }
        ?? "numbers: \(lost) lost, \(late) late, \(twice) twice"
    }
  }

  /// Creates a summary of these counts.
  package init(
    received: Int, shown: Int, sent: Int, kernelDrops: Int, dropsAreLowerBound: Bool = false, truncated: Int,
    evictedUnprinted: Int = 0, numbers: Numbers? = nil
  ) {
    self.received = received
    self.shown = shown
    self.sent = sent
    self.kernelDrops = kernelDrops
    self.dropsAreLowerBound = dropsAreLowerBound
    self.truncated = truncated
    self.evictedUnprinted = evictedUnprinted
    self.numbers = numbers
  }

  /// The summary as a line for standard error.
  package var text: Phrase {
    """
    received \(received), shown \(shown), sent \(sent), kernel drops \(dropsAreLowerBound ? "≥ " : "")\(kernelDrops), \
    truncated \(truncated), evicted unprinted \(evictedUnprinted)
    """
  }

  /// The summary as a JSON object.
  var object: JSONObject {
    var object = JSONObject()
    object.add(.direction, RecordDirection.summary.rawValue)
    object.add(.received, received)
    object.add(.sent, sent)
    object.add(.shown, shown)
    object.add(.kernelDrops, kernelDrops)
    object.add(.truncated, truncated)
    object.add(.evicted, evictedUnprinted)
    if let numbers {
      object.add(.numbersLost, numbers.lost)
      object.add(.numbersLate, numbers.late)
      object.add(.numbersTwice, numbers.twice)
      if let microseconds = numbers.microseconds { object.add(.clockJitter, microseconds) }
    }
    pairs?.add(to: &object)
    if !relay.isEmpty { object.add(RecordField.relay.rawValue, relay) }
    return object
  }
}
