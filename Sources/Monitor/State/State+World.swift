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
  /// How often rows are judged again by their age, in nanoseconds of the monotonic clock.
  private static let ageStep: UInt64 = 250_000_000

  mutating func tick(monotonic: UInt64, wall: Int64) {
    clock.monotonic = monotonic
    clock.wall = wall
    if clock.start == nil { clock.start = wall }
    if let notice, notice.end <= monotonic { self.notice = nil }
    rate.tick(monotonic, datagrams: log.counters.received, bytes: log.counters.receivedBytes)
    guard filtering.run.filter.needsClock, monotonic >= filtering.nextAgeing else { return }
    filtering.nextAgeing = monotonic.addingReportingOverflow(Self.ageStep).partialValue
    judge()
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
        switch datagram.kind {
        case .incoming: if peers.observe(datagram) { changed.insert(datagram.peer) }
        case .failure: tell(of: datagram)
        case .outgoing: break
        }
      }
    }
    observedThrough = last
    filtering.run.rejudge(changed, in: log)
  }

  private mutating func tell(of failure: Datagram) {
    guard let reason = failure.failure?.explanation else { return }
    say("\(failure.peer.text(configuration.interfaces)): \(reason)", .failure)
  }

  /// What verdicts depend on beside the datagrams.
  var filterContext: FilterContext { FilterContext(texts: peers, now: clock.wall, marked: marked) }

  /// Judges new rows, and old ones as far as the budget goes.
  mutating func judge() {
    let failure = filtering.run.failure
    filtering.run.advance(log, budget: .frame, from: firstNumber, in: filterContext)
    if let new = filtering.run.failure, new != failure { say(SafeText(new.description), .failure) }
  }

  /// Judges rows again because they read differently now: those of one peer, or all.
  mutating func rejudge(_ peer: Endpoint?) {
    if let peer { filtering.run.rejudge([peer], in: log) } else { filtering.run.rejudgeAll(in: log) }
    filtering.isSettling = true
    judge()
  }
}
