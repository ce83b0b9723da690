import Basics

/// The requests and answers that were seen, and how long the answers took.
package struct PairingCounts: Sendable {
  package private(set) var requests = 0
  /// The requests that have an answer.
  package private(set) var answered = 0
  /// The answers beyond the first.
  package private(set) var further = 0
  /// The round trips, in steps of 0.1 %.
  private var times = TimeHistogram(fineBits: 10)
  private var least = Int64.max
  private var most: Int64 = 0

  /// Creates counts of nothing.
  package init() {}

  /// The requests without an answer.
  package var unanswered: Int { requests - answered }

  /// The shortest, the median, the 99th percentile and the longest round trip, in nanoseconds; `nil` without any.
  package var roundTrips: (least: Int64, median: Int64, high: Int64, most: Int64)? {
    guard let median = times.quantile(0.5), let high = times.quantile(0.99) else { return nil }
    // The steps of the histogram may carry a time past the extremes.
    return (least, min(max(median, least), most), min(max(high, least), most), most)
  }

  /// Counts a row.
  mutating func add(_ row: PairedRow) {
    switch row {
    case .request: requests += 1
    case .repetition: break
    case .answer(_, ordinal: 1, let roundTrip):
      answered += 1
      guard let roundTrip else { return }
      times.add(roundTrip)
      least = min(least, roundTrip)
      most = max(most, roundTrip)
    case .answer: further += 1
    }
  }
}
