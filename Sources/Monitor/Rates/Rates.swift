import UDPCore

/// Datagrams and bytes a second, and the pane that draws them.
struct Rates: Sendable {
  /// The rates of all peers together.
  var meter = RateMeter()
  /// The peer and the time scale that the pane shows.
  var graph = RateGraph()
}

/// The subject of the pane of rates: all peers or one, now or in capture files, and the number of seconds in a column.
struct RateGraph: Sendable {
  /// Seconds a column can stand for.
  static let scales = [1, 2, 5, 10, 30]

  /// Index into `scales`.
  private(set) var scale = 0
  /// The rates of the one peer; `nil` for all, and where files are shown.
  private(set) var peer: PeerRates?
  /// The rates in capture files; `nil` where none are shown.
  private(set) var file: FileRates?

  /// The one peer; `nil` for all.
  var subject: Endpoint? { file.map(\.peer) ?? peer?.peer }

  /// Seconds a column stands for.
  var secondsPerColumn: Int { Self.scales[scale] }

  /// More seconds a column, or fewer.
  mutating func changeScale(_ step: Int) { scale = min(max(0, scale + step), Self.scales.count - 1) }

  /// Shows what peers send now.
  mutating func show(_ peer: PeerRates?) { self.peer = peer }

  /// Shows what peers sent in capture files.
  mutating func show(_ file: FileRates) { self.file = file }

  mutating func count(_ log: LogSnapshot, atMost limit: UInt64) {
    peer?.count(log, atMost: limit)
    file?.count(log, atMost: limit)
  }

  /// Whether the log has rows that are not counted yet.
  func isBehind(_ log: LogSnapshot) -> Bool { peer?.isBehind(log) == true || file?.isBehind(log) == true }

  mutating func advance(to now: Int64) { peer?.advance(to: now) }
}
