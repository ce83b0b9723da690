import UDPCore

/// The datagrams and bytes that one peer sent in each second of the last half hour, as far as the log has its rows:
/// counted when the peer is chosen, and on as rows arrive.
struct PeerRates: ReceivedCount, Sendable {
  let peer: Endpoint
  private(set) var history = RateHistory()
  /// The first row that was not counted.
  var countedThrough: UInt64 = 1
  var countedPeer: Endpoint? { peer }
  /// The second since the Unix epoch with which the history begins.
  private let start: Int64

  /// - Parameter now: in nanoseconds since the Unix epoch.
  init(_ peer: Endpoint, now: Int64) {
    self.peer = peer
    start = now / 1_000_000_000 - Int64(RateHistory.seconds)
  }

  mutating func add(_ size: Int, at time: Int64) {
    let second = saturatingDifference(time / 1_000_000_000, start)
    // A time that lies days ahead is no second of this graph.
    guard second >= 0, second < Int64(history.end + RateHistory.seconds * 48) else { return }
    history.add(size, at: Int(second))
  }

  /// Has the history reach up to the second before `now`.
  mutating func advance(to now: Int64) {
    let second = saturatingDifference(now / 1_000_000_000, start)
    let missing = second - Int64(history.end)
    if missing > 0, let count = Int(exactly: missing) { history.append(datagrams: 0, bytes: 0, times: count) }
  }

  /// The whole seconds before `now`.
  func whole(before now: Int64) -> Int {
    Int(clamping: max(0, saturatingDifference(now / 1_000_000_000, start)))
  }
}
