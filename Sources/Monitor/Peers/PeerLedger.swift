import UDPCore

/// The peers of the log, counted as rows arrive: 65,536 at most, the least recently heard or written to are forgotten.
/// Nothing is allocated for a datagram of a known peer.
struct PeerLedger: Sendable {
  /// How many peers are kept.
  static let limit = 65_536

  /// In no order; a forgotten peer's place is used again.
  private(set) var entries: [PeerEntry] = []
  /// How many peers were forgotten.
  private(set) var forgotten = 0
  /// Rows that the log gave up before they were counted.
  private(set) var missed: UInt64 = 0
  /// The first row that was not counted.
  private(set) var countedThrough: UInt64 = 1

  private let limit: Int
  private var places: [Endpoint: Int32] = [:]
  /// By place, the next more and the next less recent one; -1 at the ends.
  private var links: [Link] = []
  private var newest: Int32 = -1
  private var oldest: Int32 = -1
  /// Where the peers of one chunk are, by where it holds their endpoints.
  private var known = [Known](repeating: Known(), count: 256)
  private var knownChunk: UInt64 = 0

  private struct Link: Sendable {
    var newer: Int32 = -1
    var older: Int32 = -1
    /// How many peers had this place before.
    var generation: UInt32 = 0
  }

  private struct Known: Sendable {
    var peer: UInt32 = .max
    var local: UInt32 = .max
    var place: Int32 = 0
    var generation: UInt32 = 0
  }

  init(limit: Int = PeerLedger.limit) { self.limit = max(1, limit) }

  /// The place of a peer among the entries; `nil` when it is unknown or forgotten.
  func place(of peer: Endpoint) -> Int32? { places[peer] }

  /// The entry of a peer; `nil` when it is unknown or forgotten.
  func entry(of peer: Endpoint) -> PeerEntry? { places[peer].map { entries[Int($0)] } }

  /// Whether the log has rows that are not counted yet.
  func isBehind(_ log: LogSnapshot) -> Bool { countedThrough < log.endNumber }

  /// Counts the next rows, `limit` at most.
  mutating func count(_ log: LogSnapshot, atMost limit: UInt64) {
    let end = log.endNumber
    guard countedThrough < end else { return }
    let start = max(countedThrough, log.firstNumber)
    let stop = min(end, start + limit)
    var counted: UInt64 = 0
    for segment in log.segments where segment.numbers.overlaps(start..<stop) {
      counted += count(segment, among: start..<stop)
    }
    missed += stop - countedThrough - counted
    countedThrough = stop
  }

  /// - Returns: how many rows were counted.
  private mutating func count(_ segment: LogSegment, among numbers: Range<UInt64>) -> UInt64 {
    let first = segment.numbers.lowerBound
    if first != knownChunk {
      for index in known.indices { known[index] = Known() }
      knownChunk = first
    }
    let numbers = segment.numbers.clamped(to: numbers)
    segment.withRecords { records, _ in
      for number in numbers {
        let record = records[Int(number - first)]
        if record.payloadAndFlags >> 24 & 3 == 2, segment[number].isUnread { continue }
        let place = place(of: record, number, in: segment)
        let size = Int(record.size)
        // The fields are read as they are stored: calls into another module for each row would cost more than the rest.
        // The kind, and whether there is no time (`DatagramMarks.timeless`).
        switch record.payloadAndFlags >> 24 & 0x23 {
        case 0: entries[place].countReceived(size, at: record.time)
        case 0x20: entries[place].countReceived(size)
        case 1, 0x21: entries[place].noteSent(size)
        default: entries[place].noteError()
        }
      }
    }
    return UInt64(numbers.count)
  }

  /// The place of a record's peer, which becomes the most recent.
  @inline(__always)
  private mutating func place(of record: Record, _ number: UInt64, in segment: LogSegment) -> Int {
    let index = Int((record.peer / 24 &+ record.local / 8) & 255)
    let known = known[index]
    let place: Int32
    if known.peer == record.peer, known.local == record.local, links[Int(known.place)].generation == known.generation {
      place = known.place
    } else {
      place = self.place(of: segment[number])
      self.known[index] = Known(
        peer: record.peer, local: record.local, place: place, generation: links[Int(place)].generation)
    }
    if place != newest {
      unlink(place)
      linkNewest(place)
    }
    return Int(place)
  }

  private mutating func place(of datagram: Datagram) -> Int32 {
    let peer = datagram.peer
    if let place = places[peer] {
      entries[Int(place)].local = datagram.local
      return place
    }
    let place: Int32
    if entries.count < limit {
      place = Int32(entries.count)
      entries.append(PeerEntry(peer, local: datagram.local))
      links.append(Link())
    } else {
      place = oldest
      unlink(place)
      places[entries[Int(place)].peer] = nil
      entries[Int(place)] = PeerEntry(peer, local: datagram.local)
      links[Int(place)].generation &+= 1
      forgotten += 1
    }
    places[peer] = place
    linkNewest(place)
    return place
  }

  private mutating func unlink(_ place: Int32) {
    let link = links[Int(place)]
    if link.newer >= 0 { links[Int(link.newer)].older = link.older } else { newest = link.older }
    if link.older >= 0 { links[Int(link.older)].newer = link.newer } else { oldest = link.newer }
  }

  private mutating func linkNewest(_ place: Int32) {
    links[Int(place)].older = newest
    links[Int(place)].newer = -1
    if newest >= 0 { links[Int(newest)].newer = place }
    newest = place
    if oldest < 0 { oldest = place }
  }
}
