import Basics
import UDPCore

/// The peers of the log, counted as rows arrive: 65,536 at most, the least recently heard or written to are forgotten.
/// Nothing is allocated for a datagram of a known peer.
struct PeerLedger: Sendable {
  /// The number of peers that are kept.
  static let limit = 65_536

  /// Rows between two looks at the cost, and the cost in nanoseconds, roughly, of a row, and of one whose peer has to be
  /// looked up.
  private static let (countedAtOnce, costOfRow, costOfLookUp) = (1_024 as UInt64, 15, 250)

  /// Rows that the log gave up before they were counted.
  private(set) var missed: UInt64 = 0
  /// The first row that was not counted.
  private(set) var countedThrough: UInt64 = 1

  private var table: RecentTable<Endpoint, PeerEntry>
  /// The places of one chunk's peers, in a direct-mapped cache by where the chunk holds their endpoints.
  private var known = [Known](repeating: Known(), count: 256)
  private var knownChunk: UInt64 = 0

  private struct Known: Sendable {
    var peer: UInt32 = .max
    var local: UInt32 = .max
    var place = 0
    /// The number of peers forgotten by the time of the look-up: a place may have another peer since.
    var forgotten = -1
  }

  /// A ledger of at most `limit` peers, at least one.
  init(limit: Int = PeerLedger.limit) { table = RecentTable(capacity: limit) }

  /// The entries in no order; the place of a forgotten peer is used again.
  var entries: [PeerEntry] { table.values }

  /// The number of peers forgotten.
  var forgotten: Int { table.evicted }

  /// The place of a peer among the entries; `nil` when it is unknown or forgotten.
  func place(of peer: Endpoint) -> Int32? { table.place(of: peer).map(Int32.init) }

  /// The entry of a peer; `nil` when it is unknown or forgotten.
  func entry(of peer: Endpoint) -> PeerEntry? { table[peer] }

  /// Whether the log has rows that are not counted yet.
  func isBehind(_ log: LogSnapshot) -> Bool { countedThrough < log.endNumber }

  /// Counts the next rows.
  /// - Parameter cost: nanoseconds, roughly, that it may take.
  mutating func count(_ log: LogSnapshot, cost: Int = WorkSlice.cost) {
    let end = log.endNumber
    var left = cost
    while countedThrough < end, left > 0 {
      let start = max(countedThrough, log.firstNumber)
      let stop = min(end, start + Self.countedAtOnce)
      var counted: UInt64 = 0
      left -= Int(stop - start) * Self.costOfRow
      for segment in log.segments where segment.numbers.overlaps(start..<stop) {
        counted += count(segment, among: start..<stop, &left)
      }
      missed += stop - countedThrough - counted
      countedThrough = stop
    }
  }

  /// - Returns: how many rows were counted.
  private mutating func count(_ segment: LogSegment, among numbers: Range<UInt64>, _ left: inout Int) -> UInt64 {
    let first = segment.numbers.lowerBound
    if first != knownChunk {
      for index in known.indices { known[index] = Known() }
      knownChunk = first
    }
    let numbers = segment.numbers.clamped(to: numbers)
    segment.withRecords { records, block in
      for number in numbers {
        let record = records[Int(number - first)]
        if record.isAlarm || record.isFailure && segment[number].isUnread { continue }
        let place = place(of: record, in: block, &left)
        let size = Int(record.size)
        table.change(at: place) { entry in
          if record.isIncoming {
            record.isTimeless ? entry.countReceived(size) : entry.countReceived(size, at: record.time)
          } else if record.isOutgoing {
            entry.noteSent(size)
          } else {
            entry.noteError()
          }
        }
      }
    }
    return UInt64(numbers.count)
  }

  /// The place of a record's peer, which becomes the most recent.
  @inline(__always)
  private mutating func place(of record: Record, in block: RawSpan, _ left: inout Int) -> Int {
    let index = record.routeSlot % known.count
    let known = known[index]
    if known.peer == record.peer, known.local == record.local, known.forgotten == table.evicted {
      table.refresh(at: known.place)
      return known.place
    }
    left -= Self.costOfLookUp
    let (peer, local) = (Record.endpoint(at: record.peer, in: block), Record.localPath(at: record.local, in: block))
    let place = table.touch(peer, default: PeerEntry(peer, local: local))
    table.change(at: place) { $0.local = local }
    self.known[index] = Known(peer: record.peer, local: record.local, place: place, forgotten: table.evicted)
    return place
  }
}
