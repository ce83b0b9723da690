import UDPCore

/// Datagrams and bytes a second, and the pane that draws them.
struct Rates: Sendable {
  /// The rates of all peers together.
  var meter = RateMeter()
  /// The peer and the time scale that the pane shows.
  var graph = RateGraph()
}

/// The subject of the pane of rates: all peers or one, and the number of seconds in a column.
struct RateGraph: Sendable {
  /// Seconds a column can stand for.
  static let scales = [1, 2, 5, 10, 30]

  /// Index into `scales`.
  private(set) var scale = 0
  /// The one peer; `nil` for all.
  private(set) var peer: PeerRates?

  /// Seconds a column stands for.
  var secondsPerColumn: Int { Self.scales[scale] }

  /// More seconds a column, or fewer.
  mutating func changeScale(_ step: Int) { scale = min(max(0, scale + step), Self.scales.count - 1) }

  mutating func show(_ peer: PeerRates?) { self.peer = peer }

  mutating func count(_ log: LogSnapshot, atMost limit: UInt64) { peer?.count(log, atMost: limit) }

  mutating func advance(to now: Int64) { peer?.advance(to: now) }
}
