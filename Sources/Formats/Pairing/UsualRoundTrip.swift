/// The round trip that a peer usually takes, from answers that can only belong to one request (Karn's algorithm; RFC
/// 6298, 2 and 3).
struct UsualRoundTrip: Sendable {
  /// The least nanoseconds after which an answer counts as missing.
  private static let leastLimit: Int64 = 20_000_000
  /// The multiple of the usual time after which it does: a wrong guess moves all answers by one.
  private static let patience: Int64 = 8

  /// The mean round trip and how far round trips are from it, smoothed, in nanoseconds; `nil` before the first one.
  private var (mean, deviation): (Int64?, Int64) = (nil, 0)

  /// Learns a round trip in nanoseconds, at least 0.
  mutating func learn(_ roundTrip: Int64) {
    guard let old = mean else {
      (mean, deviation) = (roundTrip, roundTrip / 2)
      return
    }
    deviation += (abs(roundTrip - old) - deviation) / 4
    mean = old + (roundTrip - old) / 8
  }

  /// The nanoseconds after which a request counts as unanswered once a later one can be meant; `nil` while nothing is
  /// known.
  var limit: Int64? {
    guard let mean else { return nil }
    let (usual, isOver) = max(mean, deviation).multipliedReportingOverflow(by: Self.patience)
    return isOver ? PairingRule.patience : min(PairingRule.patience, max(Self.leastLimit, usual))
  }
}
