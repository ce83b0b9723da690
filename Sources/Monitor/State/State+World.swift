import DisplayFilter
import PayloadText
import TerminalUI
import UDPCore

/// What happens without the person: time, datagrams, drops, sizes.
extension State {
  /// Rows looked at in one action, so that it stays well below a frame at any rate.
  private static let observedAtOnce: UInt64 = 8_192
  /// Rows that may wait to be looked at; older ones are passed over.
  private static let observedBacklog: UInt64 = 131_072
  /// Peers whose rows are judged again by themselves; when there are more, all are.
  private static let rejudgedAtOnce = 4
  /// Rows judged in one action by a filter that needs no text.
  private static let judgedAtOnce = 100_000
  /// Rows judged in one action by a filter that has to decode them, and the bytes after which it is enough.
  private static let decodedAtOnce = 4_096
  private static let decodedBytes = 1 << 18
  /// Rows judged between two looks at the bytes.
  private static let decodedStep = 32

  mutating func tick(monotonic: UInt64, wall: Int64) {
    clock.monotonic = monotonic
    clock.wall = wall
    if clock.start == nil { clock.start = wall }
    if let notice, notice.end <= monotonic { self.notice = nil }
    if let quitAsked, quitAsked <= monotonic { self.quitAsked = nil }
    rate.tick(monotonic, datagrams: log.counters.received, bytes: log.counters.receivedBytes)
  }

  mutating func take(_ snapshot: LogSnapshot) {
    log = snapshot
    observe()
    judge()
  }

  mutating func work() {
    observe()
    judge()
    findOn()
  }

  mutating func resize(_ size: Size) {
    self.size = size
    widths = ColumnWidths()
    layOutAnew()
  }

  mutating func take(drops count: Int, isLowerBound: Bool) {
    let isMore = count > drops.count
    drops.count = max(0, count)
    drops.isLowerBound = isLowerBound
    guard isMore else { return }
    if let saidAt = drops.saidAt, clock.monotonic.subtractingReportingOverflow(saidAt).partialValue < 60_000_000_000 {
      return
    }
    drops.saidAt = clock.monotonic
    say("kernel drops: use a larger --rcvbuf, and sysctl net.core.rmem_max to allow it", .warning)
  }

  /// Looks at new rows for their peers' encodings, and for failures to tell of.
  private mutating func observe() {
    let end = log.endNumber
    guard observedThrough < end else { return }
    var number = max(observedThrough, log.firstNumber)
    if end - number > Self.observedBacklog { number = end - Self.observedBacklog }
    let last = min(end, number + Self.observedAtOnce)
    var changed: Set<Endpoint> = []
    for segment in log.segments where segment.numbers.overlaps(number..<last) {
      for number in segment.numbers.clamped(to: number..<last) {
        let datagram = segment[number]
        if peers.observe(datagram) { changed.insert(datagram.peer) }
        if datagram.kind == .failure { tell(of: datagram) }
      }
    }
    observedThrough = last
    guard filtering.run.filter.needsText, !changed.isEmpty else { return }
    // A flood from ever new peers must not cost a walk through the log for each of them.
    if changed.count > Self.rejudgedAtOnce {
      filtering.run.rejudgeAll(in: log)
    } else {
      for peer in changed { filtering.run.rejudge(peer, in: log) }
    }
  }

  private mutating func tell(of failure: Datagram) {
    guard let reason = failure.failure?.explanation else { return }
    say("\(reason) \(symbols.dot) \(failure.peer.text(configuration.interfaces))", .failure)
  }

  /// Judges new rows, and old ones as far as the budget goes.
  mutating func judge() {
    let texts = peers
    guard filtering.run.filter.needsText else {
      return filtering.run.advance(
        log, budget: Self.judgedAtOnce, from: firstNumber, text: { texts.string(of: $0) })
    }
    var (rows, bytes) = (0, 0)
    repeat {
      filtering.run.advance(log, budget: Self.decodedStep, from: firstNumber) { datagram in
        bytes += datagram.storedSize
        return texts.string(of: datagram)
      }
      rows += Self.decodedStep
    } while !filtering.run.isComplete && rows < Self.decodedAtOnce && bytes < Self.decodedBytes
  }

  /// Judges rows again because they read differently now: those of one peer, or all.
  mutating func rejudge(_ peer: Endpoint?) {
    if let peer { filtering.run.rejudge(peer, in: log) } else { filtering.run.rejudgeAll(in: log) }
    filtering.isSettling = true
    judge()
  }
}
