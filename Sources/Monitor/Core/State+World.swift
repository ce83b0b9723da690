import Basics
import DisplayFilter
import TerminalUI
import UDPCore

/// Events from outside: time, datagrams, drops, sizes.
extension State {
  /// The interval at which rows are judged again by their age, in nanoseconds of the monotonic clock.
  private static let ageStep: UInt64 = 250_000_000

  mutating func tick(monotonic: UInt64, wall: Int64) {
    let day = today
    source.clock.monotonic = monotonic
    source.clock.wall = wall
    if !day.isSameDay(as: today) {
      // What was of today is of yesterday now, and says so.
      table.widths.forgetRows()
      fitWidths()
    }
    if clock.start == nil { source.clock.start = wall }
    interaction.notices.expire(at: monotonic)
    announce()
    if let quitArmedUntil = interaction.quitArmedUntil, quitArmedUntil <= monotonic {
      self.interaction.quitArmedUntil = nil
    }
    peers.rates.meter.tick(monotonic, datagrams: log.counters.received, bytes: log.counters.receivedBytes)
    startSorting()
    if panes.isOpen(.peers), peers.list.isDue(monotonic) { beginSortingPeers() }
    if panes.isOpen(.kinds), kinds.isDue(monotonic) { sortKinds() }
    if panes.isOpen(.rate) { peers.rates.graph.advance(to: wall) }
    guard filtering.run.filter.needsClock || finding.needsClock, monotonic >= filtering.nextAgeing else { return }
    filtering.nextAgeing = monotonic.addingReportingOverflow(Self.ageStep).partialValue
    judge()
  }

  mutating func logChanged(to snapshot: LogSnapshot) {
    source.log = snapshot
    if source.fileOrigin == nil { source.fileOrigin = firstTime }
    observe()
    countPeers()
    countKinds()
    followConversation()
    if panes.isOpen(.peers), peers.isUnsorted { sortPeers() }
    judge()
    countGraph()
    if table.sorting.run != nil { continueSorting() }
    startAtTop()
  }

  /// The time of the first row that has one; `nil` where none of the first few thousand does.
  private var firstTime: Int64? {
    (log.firstNumber..<log.endNumber).lazy.prefix(4_096).compactMap { log[$0]?.timestamp }.first
  }

  mutating func work() {
    observe()
    countPeers()
    countKinds()
    followConversation()
    judge()
    countGraph()
    continueFinding()
    continueFindingPeer()
    continueSortingPeers()
    if table.sorting.run != nil { continueSorting() }
  }

  mutating func resize(_ size: Size) {
    interaction.size = size
    layOut()
    table.widths = ColumnWidths()
    refreshLayout()
  }

  mutating func dropsChanged(to count: Int, isLowerBound: Bool) {
    let isMore = count > source.drops.count
    source.drops.count = max(0, count)
    source.drops.isLowerBound = isLowerBound
    guard isMore, !isElsewhere else { return }
    if let remedyShownAt = source.drops.remedyShownAt,
      clock.monotonic.subtractingReportingOverflow(remedyShownAt).partialValue < 60_000_000_000
    {
      return
    }
    source.drops.remedyShownAt = clock.monotonic
    mention(Announcement("kernel drops: use a larger --rcvbuf, and sysctl net.core.rmem_max to allow it"))
  }

  /// The context on which verdicts depend beside the datagrams.
  var filterContext: FilterContext {
    var context = FilterContext(texts: texts, now: clock.wall, marked: table.marked, rules: rules.traces)
    context.gaps = formats.sequences.gaps
    context.unanswered = formats.pairing.unanswered
    return context
  }

  /// Whether somebody pressed a key a moment ago, and may press the next one.
  private var isBesideKeys: Bool {
    interaction.keyAt.map { clock.monotonic < $0.addingReportingOverflow(WorkSlice.afterKey).partialValue } ?? false
  }

  /// Nanoseconds, roughly, that each part of this action's work may take.
  var workCost: Int { isBesideKeys ? WorkSlice.costBesideKeys : WorkSlice.cost }

  /// The rows that this action judges.
  var budget: FilterBudget { isBesideKeys ? .besideKeys : .slice }

  /// Judges new rows, and old ones as far as the budget goes.
  mutating func judge() {
    interaction.looksMayDiffer()
    table.sorting.reset(for: filtering.generation)
    let failure = filtering.run.failure
    source.judgedThrough = log.endNumber
    followSequences()
    followPairs()
    filtering.run.advance(log, budget: budget, from: table.firstNumber, in: filterContext)
    judgeFinding()
    guard let new = filtering.run.failure, new != failure else { return }
    say(new.phrase, .failure)
    // Also where it came of a key: the next one belongs to the same line.
    interaction.notices.current?.isAnswer = false
  }

  /// Judges rows again because they read differently now: those of one peer, or all.
  mutating func rejudge(_ peer: Endpoint?) {
    if let peer { filtering.run.rejudge([peer], in: log) } else { filtering.run.rejudgeAll(in: log) }
    finding.rejudge(peer.map { [$0] }, in: log)
    filtering.isSettling = true
    table.widths.forgetRows()
    judge()
    forgetReadFields(of: peer)
  }
}
