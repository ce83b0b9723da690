/// The round trip that a peer usually takes, from answers to the newest request that waited (RFC 6298, 2; Karn's
/// algorithm).
struct UsualRoundTrip: Sendable {
  /// The least nanoseconds after which an answer counts as missing, and the multiple of the usual time: a wrong guess
  /// moves all answers by one.
  private static let leastLimit: Int64 = 20_000_000
  private static let patience: Int64 = 8
  /// The least nanoseconds by which round trips differ.
  private static let leastDifference: Int64 = 2_000_000

  /// The mean round trip and how far round trips are from it, smoothed, in nanoseconds; `nil` before the first one.
  private var (mean, deviation): (Int64?, Int64) = (nil, 0)

  /// The longest round trip that is learned as it is, in nanoseconds: the times of a file may be anything.
  private static let longest: Int64 = 3_600_000_000_000

  /// Learns a round trip in nanoseconds, at least 0.
  mutating func learn(_ roundTrip: Int64) {
    let roundTrip = min(roundTrip, Self.longest)
    guard let old = mean else {
      (mean, deviation) = (roundTrip, roundTrip / 2)
      return
    }
    deviation += (abs(roundTrip - old) - deviation) / 4
    mean = old + (roundTrip - old) / 8
  }

  /// Whether nothing is known.
  var isUnknown: Bool { mean == nil }

  /// The nanoseconds after which a request counts as unanswered once a later one can be meant.
  var limit: Int64 {
    guard let mean else { return PairingRule.patience }
    let (usual, isOver) = max(mean, deviation).multipliedReportingOverflow(by: Self.patience)
    return isOver ? PairingRule.patience : min(PairingRule.patience, max(Self.leastLimit, usual))
  }

  /// Whether an answer rather belongs to a newer request, which waited about as long as usual, than to an older one.
  func prefers(_ newer: Int64, to older: Int64) -> Bool {
    guard let mean, newer < PairingRule.patience else { return false }
    let (off, offOfOlder) = (abs(newer - mean), abs(older - mean))
    let isUsual = off <= max(4 * deviation, mean / 2, Self.leastDifference)
    return isUsual && off + max(3 * deviation, mean / 8, Self.leastDifference) < offOfOlder
  }
}
