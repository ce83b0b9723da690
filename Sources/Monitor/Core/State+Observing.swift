import Basics
import DisplayFilter
import PeerText
import UDPCore

/// Examination of new rows: their peers' encodings, and failures.
extension State {
  /// The cost in nanoseconds, roughly, of a row, and of one that is looked at closely.
  private static let (costOfRow, costOfLook) = (15, 500)
  /// Rows that are chosen from at once.
  private static let observedAtOnce: UInt64 = 2_048
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
    let begin = number
    var left = workCost
    var news = PeerNews()
    while number < end, left > 0 {
      let last = min(end, number + Self.observedAtOnce)
      left -= Int(last - number) * Self.costOfRow
      for segment in log.segments where segment.numbers.overlaps(number..<last) {
        let rows = informativeRows(segment, among: number..<last)
        left -= rows.count * Self.costOfLook
        // Rows that no filter was asked about yet need not be judged again.
        for row in rows { observe(segment[row], isJudged: begin < source.judgedThrough, &news) }
      }
      number = last
    }
    source.observedThrough = number
    guard news.areAny else { return }
    table.widths.forgetRows()
    table.sorting.isOutdated = true
    formats.trails.forget()
    if let peer = formats.graph?.peer, news.changed.contains(peer) || news.begun.contains(peer) {
      restartGraph(of: peer)
    }
    rejudge(news.changed)
    // Where each datagram has another peer, a walk over all rows for each frame would be without end.
    rejudge(news.begun, from: begin)
  }

  /// The peers whose rows read differently after some rows were looked at.
  private struct PeerNews {
    /// Those with earlier rows.
    var changed: Set<Endpoint> = []
    /// Those that were heard for the first time, where somebody has to be told which.
    var begun: Set<Endpoint> = []
    /// Whether there are any of either.
    var areAny = false
  }

  /// Looks closely at a row.
  /// - Parameter isJudged: whether a filter may have been asked about it.
  private mutating func observe(_ datagram: Datagram, isJudged: Bool, _ news: inout PeerNews) {
    if datagram.kind != .incoming { ownRowArrived(datagram) }
    let change = texts.observe(datagram)
    if change == .none { return }
    news.areAny = true
    if change == .ofKnownPeer {
      news.changed.insert(datagram.peer)
    } else if isJudged || formats.graph?.peer == datagram.peer {
      // In a flood each datagram has another peer, and to remember them would cost more than all else.
      news.begun.insert(datagram.peer)
    }
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
