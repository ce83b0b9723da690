import Basics
import DisplayFilter
import PeerText
import UDPCore

/// Examination of new rows: their peers' encodings, and failures.
extension State {
  /// Rows looked at in one action, so that it stays well below a frame at any rate.
  private static let observedAtOnce: UInt64 = 8_192
  /// Rows that may wait to be looked at; older ones are passed over.
  private static let observedBacklog: UInt64 = 131_072

  /// Looks at new rows for their peers' encodings, and for failures to tell of.
  mutating func observe() {
    let end = log.endNumber
    guard source.observedThrough < end else { return }
    var number = max(source.observedThrough, log.firstNumber)
    if !showsFiles, end - number > Self.observedBacklog {
      if compose.awaitsRows { ownRowsArrived(among: number..<end - Self.observedBacklog) }
      number = end - Self.observedBacklog
    }
    let last = min(end, number + Self.observedAtOnce)
    let begin = number
    var (changed, begun): (Set<Endpoint>, Set<Endpoint>) = ([], [])
    var hasBegun = false
    for segment in log.segments where segment.numbers.overlaps(number..<last) {
      for number in informativeRows(segment, among: number..<last) {
        let datagram = segment[number]
        if datagram.kind != .incoming { ownRowArrived(datagram) }
        switch texts.observe(datagram) {
        case .none: break
        case .ofKnownPeer: changed.insert(datagram.peer)
        case .ofNewPeer:
          hasBegun = true
          // Where each datagram has another peer, as in a flood, sets of them would cost more than all else.
          if begin < source.judgedThrough || formats.graph?.peer == datagram.peer { begun.insert(datagram.peer) }
        }
      }
    }
    source.observedThrough = last
    if !changed.isEmpty || hasBegun {
      table.widths.forgetRows()
      table.sorting.isOutdated = true
      formats.trails.forget()
      if let peer = formats.graph?.peer, changed.contains(peer) || begun.contains(peer) { restartGraph(of: peer) }
    }
    rejudge(changed)
    // Where each datagram has another peer, a walk over all rows for each frame would be without end.
    rejudge(begun, from: begin)
  }

  /// Has the rows of peers judged again, from a row on.
  private mutating func rejudge(_ peers: Set<Endpoint>, from first: UInt64 = 0) {
    if peers.isEmpty { return }
    filtering.run.rejudge(peers, from: first, in: log)
    finding.rejudge(peers, from: first, in: log)
  }

  /// Takes rows of ours that are passed over otherwise, where some are waited for.
  private mutating func ownRowsArrived(among numbers: Range<UInt64>) {
    for segment in log.segments where segment.numbers.overlaps(numbers) {
      let first = segment.numbers.lowerBound
      let own = segment.withRecords { records, _ in
        segment.numbers.clamped(to: numbers).filter { !records[Int($0 - first)].isIncoming }
      }
      for number in own { ownRowArrived(segment[number]) }
    }
  }

  /// The rows that are worth a closer look. At 200,000 datagrams a second what is done to each is felt, so records
  /// alone are read here, and payloads only as far as they are plain ASCII, which says nothing of an encoding.
  private func informativeRows(_ segment: LogSegment, among numbers: Range<UInt64>) -> [UInt64] {
    var informative: [UInt64] = []
    var tally = PeerTally()
    let first = segment.numbers.lowerBound
    segment.withRecords { records, block in
      for number in segment.numbers.clamped(to: numbers) {
        let record = records[Int(number - first)]
        if !record.isIncoming || tally.isInformative(record, in: block) { informative.append(number) }
      }
    }
    return informative
  }

  /// Says that something failed, but not the same again and again.
  mutating func report(_ failure: Datagram) {
    // What failed before the screen was there, as a file tells it, is no news.
    if showsFiles, let start = clock.start, failure.time < start, !failure.isUnread { return }
    guard let reason = failure.failure?.explanation else { return }
    let text: Phrase =
      failure.isUnread ? reason : "\(reason) \(symbols.dot) \(name(of: failure.peer))"
    if interaction.notices.isNewFailure(text, at: clock.monotonic) {
      mention(Announcement(text, .failure, topic: "failure"))
    }
  }
}

/// A count of the datagrams seen from each peer of one chunk, by the place of its endpoint there: one slot each; peers
/// that share a slot are merely examined more often than necessary.
private struct PeerTally {
  private struct Slot {
    var peer: UInt32 = .max
    /// Datagrams outside ASCII.
    var seen = 0
  }

  /// Datagrams outside ASCII that are looked at closely, of one peer in one action: a flood from it has decided by
  /// then.
  private static let enough = 64

  private var slots = [Slot](repeating: Slot(), count: 256)

  /// Whether a received datagram may say something new: the first of its peer, so that it counts as recent, and those
  /// outside ASCII until there are enough.
  mutating func isInformative(_ record: Record, in block: RawSpan) -> Bool {
    let place = record.peerSlot % slots.count
    guard slots[place].peer == record.peer else {
      slots[place] = Slot(peer: record.peer)
      return true
    }
    if slots[place].seen >= Self.enough || record.isPlain(in: block) { return false }
    slots[place].seen += 1
    return true
  }
}
