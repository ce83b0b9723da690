import Basics
import DisplayFilter
import Formats
import PayloadText
import PeerText
import UDPCore

/// The kinds of all peers' datagrams, counted as rows arrive: the least recent are forgotten beyond 4,096.
struct KindLedger {
  /// The most kinds.
  static let limit = 4_096
  /// Rows of live reception that may wait to be counted; older ones are passed over.
  private static let backlog: UInt64 = 131_072

  /// The cost in nanoseconds, roughly, of a row, and of one whose kind formats may name.
  private static let (cost, costWithFormats) = (500, 3_000)

  /// The first row that was not counted.
  private(set) var countedThrough: UInt64 = 1
  /// Rows that were passed over.
  private(set) var missed: UInt64 = 0
  /// The formats that name kinds; `nil` if there are none.
  private var chooser: FormatChooser?

  /// A number that grows with each kind that is new or merged.
  private(set) var generation = 0
  /// Whether bytes may be hidden.
  private(set) var hasNotches = false

  private var table = RecentTable<KindKey, KindEntry>(capacity: KindLedger.limit)
  private var groups = RecentTable<KindGroup.Key, KindGroup>(capacity: KindLedger.limit)

  /// The entries in no order; those that others count for are among them.
  var entries: [KindEntry] { table.values }

  /// The number of kinds that were forgotten.
  var forgotten: Int { table.evicted }

  /// The entry of a kind; `nil` if it is unknown or forgotten.
  func entry(of key: KindKey) -> KindEntry? { table[key].flatMap { $0.isMerged ? nil : $0 } }

  /// Whether the log has rows that are not counted.
  func isBehind(_ log: LogSnapshot) -> Bool { countedThrough < log.endNumber }

  /// Counts the next rows, as many as one slice of work may take.
  /// - Parameters:
  ///   - tenth: the tenths of a second of the monotonic clock.
  ///   - skips: whether rows are passed over where very many wait.
  ///   - cost: nanoseconds, roughly, that it may take.
  mutating func count(_ log: LogSnapshot, tenth: UInt32, skips: Bool, cost: Int, in context: FilterContext) {
    let end = log.endNumber
    guard countedThrough < end else { return }
    var start = max(countedThrough, log.firstNumber)
    if skips, end - start > Self.backlog { start = end - Self.backlog }
    missed += start - countedThrough
    let stop = min(end, start + UInt64(cost / (chooser == nil ? Self.cost : Self.costWithFormats)))
    for segment in log.segments where segment.numbers.overlaps(start..<stop) {
      let first = segment.numbers.lowerBound
      segment.withRecords { records, block in
        for number in segment.numbers.clamped(to: start..<stop) {
          let record = records[Int(number - first)]
          guard record.isIncoming else { continue }
          count(record, number, in: segment, block, tenth, context)
        }
      }
    }
    countedThrough = stop
  }

  private mutating func count(
    _ record: Record, _ number: UInt64, in segment: LogSegment, _ block: RawSpan, _ tenth: UInt32,
    _ context: FilterContext
  ) {
    let peer = Record.endpoint(at: record.peer, in: block)
    let payload = block.extracting(record.payloadBytes)
    let name = chooser == nil ? nil : name(of: segment[number], context)
    let key = KindKey(
      peer: peer,
      shape: name.map { .named($0) }
        ?? shape(of: payload, from: peer, context.texts))
    let place = table.touch(key, default: KindEntry(key))
    table.change(at: place) { entry in
      if entry.isMerged { entry = KindEntry(key) }
      if entry.count == 0 { generation &+= 1 }
      entry.add(payload, row: number, time: record.isTimeless ? nil : record.time, tenth: tenth)
    }
  }

  /// Uses formats that name the kinds of datagrams.
  mutating func use(_ book: FormatBook) { chooser = book.isEmpty ? nil : FormatChooser(book) }

  /// The kind that a format names; `nil` if none does.
  private mutating func name(of datagram: Datagram, _ context: FilterContext) -> KindName? {
    guard let dissection = chooser?.dissection(of: datagram, in: context) else { return nil }
    let format = dissection.format
    guard let name = format.kind, let field = dissection.field(named: name) else { return nil }
    return KindName(
      format: format.name, title: format.title, field: name, value: field.text, isNumber: field.isNumber)
  }

  /// The kind of a payload, which its group takes note of.
  private mutating func shape(of payload: RawSpan, from peer: Endpoint, _ texts: PeerTexts) -> KindShape {
    let isText = isText(payload, texts.reading(for: peer), from: peer)
    let group = KindGroup.Key(peer: peer, size: isText ? -1 : payload.byteCount)
    let start = isText ? MaskedText.hash(payload) : Self.start(payload)
    let place = groups.touch(group, default: KindGroup(group))
    let (isShorter, count) = groups.change(at: place) { ($0.note(start, isText: isText), $0.count) }
    if isShorter { merge(group, count) }
    return Self.shape(group, start, count)
  }

  /// Whether the kind of a payload is told by its text.
  private func isText(_ payload: RawSpan, _ reading: PeerReading, from peer: Endpoint) -> Bool {
    KindText.isText(
      payload, reading, isAmongBytes: groups[KindGroup.Key(peer: peer, size: payload.byteCount)] != nil)
  }

  private static func shape(_ group: KindGroup.Key, _ start: UInt64, _ count: Int) -> KindShape {
    if group.size < 0 { return count == 0 ? .anyText : .text(start) }
    return .bytes(size: group.size, start: UInt32(KindGroup.masked(start, count)), count: count)
  }

  /// The first four bytes, the first one highest; zero behind the end.
  private static func start(_ payload: RawSpan) -> UInt64 {
    var start: UInt64 = 0
    for offset in 0..<KindGroup.longest {
      let byte = offset < payload.byteCount ? unsafe payload.unsafeLoad(fromByteOffset: offset, as: UInt8.self) : 0
      start = start << 8 | UInt64(byte)
    }
    return start
  }

  /// Counts the kinds of a group as fewer ones, by their first `count` bytes.
  private mutating func merge(_ group: KindGroup.Key, _ count: Int) {
    for (place, entry) in table.values.enumerated() where !entry.isMerged && entry.key.peer == group.peer {
      let shape: KindShape
      switch entry.key.shape {
      case .bytes(group.size, let start, let old) where old > count: shape = Self.shape(group, UInt64(start), count)
      case .text where group.size < 0: shape = .anyText
      default: continue
      }
      table.change(at: place) { $0.isMerged = true }
      generation &+= 1
      let key = KindKey(peer: group.peer, shape: shape)
      let target = table.touch(key, default: KindEntry(key))
      table.change(at: target) { into in
        if into.isMerged { into = KindEntry(key) }
        into.merge(entry)
      }
    }
  }

  /// The kind of a row as far as it is known; unlike counting, asking changes nothing.
  mutating func key(of datagram: Datagram, in context: FilterContext) -> KindKey {
    let texts = context.texts
    if let name = name(of: datagram, context) { return KindKey(peer: datagram.peer, shape: .named(name)) }
    return datagram.withPayload { payload in
      let isText = isText(payload, texts.reading(of: datagram), from: datagram.peer)
      let group = KindGroup.Key(peer: datagram.peer, size: isText ? -1 : datagram.storedSize)
      let known = groups[group]
      let start = isText ? MaskedText.hash(payload) : Self.start(payload)
      // Of a size that was not counted, the first byte tells.
      let count = known?.count ?? min(1, payload.byteCount)
      return KindKey(peer: datagram.peer, shape: Self.shape(group, start, count))
    }
  }

  /// Hides the bytes that changed within the last second.
  /// - Returns: the number of bytes.
  mutating func notch(at tenth: UInt32) -> Int {
    hasNotches = true
    return table.values.indices.reduce(0) { sum, place in sum + table.change(at: place) { $0.notch(at: tenth) } }
  }

  /// Shows all bytes again.
  mutating func clearNotches() {
    hasNotches = false
    for place in table.values.indices { table.change(at: place) { $0.clearNotches() } }
  }
}
