import UDPCore

/// The datagrams received of each peer, for the first peers that were heard; those of all others are one sum.
///
/// Counts never fall, so nobody is forgotten for somebody else: whoever forges sources fills the table at most, and neither
/// memory nor the number of figures grows after that.
struct PeerCounts {
  /// Datagrams, and their payload bytes.
  struct Count: Equatable {
    var datagrams = 0
    var bytes = 0

    static func += (count: inout Count, other: Count) {
      count.datagrams += other.datagrams
      count.bytes += other.bytes
    }
  }

  /// The rows that are read while one snapshot is held: it pins memory that new datagrams may need.
  private static let slice: UInt64 = 1 << 16

  /// The number of peers with a count of their own.
  let limit: Int
  /// The peers with a count of their own, in the order in which they were heard.
  private(set) var peers: [(endpoint: Endpoint, count: Count)] = []
  /// The datagrams of the others that were read.
  private var others = Count()
  /// The datagrams that were forgotten, or never stored, before they could be read.
  private var missed = Count()
  private var hasMissed = false
  private var places: [Endpoint: Int] = [:]
  private var next: UInt64 = 1
  /// The places of one chunk's peers, in a direct-mapped cache by where the chunk holds their endpoints.
  private var known = [Known](repeating: Known(), count: 256)
  private var knownChunk: UInt64 = 0

  private struct Known {
    var peer = UInt32.max
    /// -1 for a peer without a count of its own.
    var place = -1
  }

  /// Creates counts of nothing.
  init(limit: Int) { self.limit = limit }

  /// The datagrams of peers without a count of their own, and those that were never read.
  var rest: Count {
    var rest = others
    rest += missed
    return rest
  }

  /// Reads all rows that are in the log now.
  /// - Returns: the log's totals: of just these rows, unless the log is written so fast that they never fit.
  mutating func read(_ log: CaptureLog) -> LogCounters {
    var snapshot = log.snapshot()
    while next + Self.slice < snapshot.endNumber {
      read(snapshot, atMost: Self.slice)
      snapshot = log.snapshot()
    }
    for _ in 0..<8 {
      read(snapshot, atMost: .max)
      if snapshot.isExact { break }
      snapshot = log.snapshot()
    }
    settle(snapshot)
    return snapshot.counters
  }

  /// Finds out how many datagrams were missed: those that were received and not read.
  private mutating func settle(_ snapshot: LogSnapshot) {
    guard hasMissed, snapshot.isExact else { return }
    var read = others
    for peer in peers { read += peer.count }
    missed.datagrams = max(missed.datagrams, snapshot.counters.received - read.datagrams)
    missed.bytes = max(missed.bytes, snapshot.counters.receivedBytes - read.bytes)
  }

  private mutating func read(_ snapshot: LogSnapshot, atMost limit: UInt64) {
    let end = min(snapshot.endNumber, limit == .max ? .max : max(next, snapshot.firstNumber) + limit)
    for segment in snapshot.segments where segment.numbers.overlaps(next..<max(next, end)) {
      if segment.numbers.lowerBound > next { hasMissed = true }
      next = max(next, segment.numbers.lowerBound)
      let stop = min(end, segment.numbers.upperBound)
      count(segment, next..<stop)
      next = stop
    }
  }

  private mutating func count(_ segment: LogSegment, _ numbers: Range<UInt64>) {
    let first = segment.numbers.lowerBound
    if first != knownChunk {
      for index in known.indices { known[index] = Known() }
      knownChunk = first
    }
    segment.withRecords { records, block in
      for number in numbers {
        let record = records[Int(number - first)]
        guard record.isIncoming else { continue }
        let index = record.peerSlot % known.count
        if known[index].peer != record.peer {
          known[index] = Known(peer: record.peer, place: place(of: Record.endpoint(at: record.peer, in: block)))
        }
        let place = known[index].place
        let count = Count(datagrams: 1, bytes: Int(record.size))
        if place >= 0 { peers[place].count += count } else { others += count }
      }
    }
  }

  /// The place of a peer's count; -1 if it has none of its own.
  private mutating func place(of peer: Endpoint) -> Int {
    if let place = places[peer] { return place }
    guard peers.count < limit else { return -1 }
    places[peer] = peers.count
    peers.append((peer, Count()))
    return peers.count - 1
  }
}

extension LogSnapshot {
  /// Whether the totals are those of just the rows in it: the totals add up to the number of the newest row.
  fileprivate var isExact: Bool {
    UInt64(counters.received + counters.sent + counters.failed + counters.alarms) + 1 == endNumber
  }
}
