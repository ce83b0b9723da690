package import CaptureFile
package import DisplayFilter
package import Formats
import PayloadText
package import PeerText
import Plumbing
package import UDPCore

/// Reads the log once from front to back, detects each peer's encoding on the way, and hands over the rows that the
/// filter shows.
package struct LogReader {
  /// The next number to read.
  package private(set) var next: UInt64 = 1
  /// Number of rows shown.
  package private(set) var shown = 0
  /// Number of received datagrams shown, which `--count` limits.
  private(set) var shownReceived = 0
  /// Number of rows evicted before they were read.
  package private(set) var missed = 0
  /// Whether a row has matched the filter of `--until`.
  package private(set) var untilMatched = false

  /// The rows that a filter could not judge.
  package private(set) var failures = FilterFailures()
  private var hasToldFailure = false
  /// The alarms among rows that were skipped, which are no rows shown.
  private var skippedAlarms = 0
  /// Rows judged between two looks at the clock: one with a regular expression, since each row may take long.
  private let rowsBetweenLooks: Int

  private var filter: FilterJudge
  private var until: FilterJudge?
  private let count: Int?
  private let isQuiet: Bool
  private var context: FilterContext
  /// The pairing of requests with answers; `nil` for none.
  private var pairing: RequestPairing?
  /// The observer of formats; `nil` where no fields are needed.
  private var formats: FormatObserver?

  /// Creates a reader that begins at the log's first row.
  /// - Parameters:
  ///   - texts: the peers' texts, with the encodings chosen for them.
  ///   - until: the reader is done after the first datagram that this filter shows.
  ///   - count: the reader is done after showing this many received datagrams.
  ///   - isQuiet: whether rows are decoded only where a filter needs it, and none are handed over.
  ///   - formats: the formats whose fields are handed over; `nil` for none.
  ///   - pairing: the pairing of requests with answers; `nil` for none.
  package init(
    texts: PeerTexts, filter: DisplayFilter, until: DisplayFilter? = nil, count: Int? = nil, isQuiet: Bool = false,
    formats: FormatBook? = nil, pairing: RequestPairing? = nil
  ) {
    self.pairing = pairing
    self.formats = formats.map { FormatObserver($0) }
    self.filter = FilterJudge(filter)
    self.until = until.map { FilterJudge($0) }
    self.count = count
    self.isQuiet = isQuiet
    rowsBetweenLooks = filter.canBeSlow || until?.canBeSlow ?? false ? 1 : 32
    context = FilterContext(texts: texts, now: SystemClock.wall)
  }

  /// Reads at most `slice` rows and starts none after `limit`, a time of the monotonic clock.
  /// - Parameters:
  ///   - skipped: is given the numbers of rows that were evicted before they were read, before the rows behind them.
  ///   - show: is given each row that the filter shows.
  package mutating func read(
    _ snapshot: LogSnapshot, slice: Int, until limit: Int64, skipped: (Range<UInt64>) -> Void = { _ in },
    show: (Datagram, PeerTexts, ObservedRow) -> Void
  ) {
    context.now = SystemClock.wall
    if isQuiet, filter.filter.isEverything, until == nil, count == nil, pairing == nil {
      skip(to: snapshot)
      return
    }
    var left = slice
    for segment in snapshot.segments where segment.numbers.upperBound > next {
      if segment.numbers.lowerBound > next {
        missed += Int(segment.numbers.lowerBound - next)
        skipped(next..<segment.numbers.lowerBound)
        formats?.skip()
        pairing?.forgetOpen()
        next = segment.numbers.lowerBound
      }
      while next < segment.numbers.upperBound {
        if left == 0 || isDone { return }
        if left < slice, left % rowsBetweenLooks == 0, SystemClock.monotonic >= limit { return }
        left -= 1
        judge(segment[next], show: show)
        next += 1
      }
    }
  }

  /// Counts as missed the rows behind the last one read that the log had no memory to store: no later row tells of
  /// them.
  /// - Parameter snapshot: the log after its writer has ended.
  package mutating func skipUnstored(_ snapshot: LogSnapshot, skipped: (Range<UInt64>) -> Void) {
    let counters = snapshot.counters
    let end = UInt64(counters.received + counters.sent + counters.failed + counters.alarms) + 1
    guard !isQuiet, !isDone, next >= snapshot.endNumber, next < end else { return }
    missed += Int(end - next)
    skipped(next..<end)
    next = end
  }

  /// The peers' texts, as far as they are known from the rows that were read.
  package var texts: PeerTexts { context.texts }

  /// The counts of all numbers that formats found; `nil` if they found none.
  package var numbers: SequenceCounts? { formats.flatMap { $0.tracker.isEmpty ? nil : $0.tracker.total } }

  /// The requests seen so far and their answers; `nil` where they are not paired.
  package var pairs: RecordSummary.Pairs? { pairing.map { RecordSummary.Pairs($0) } }

  /// Whether judging one row may take long.
  package var canBeSlow: Bool { rowsBetweenLooks == 1 }

  /// Whether `--count` or `--until` has been reached.
  package var isDone: Bool { untilMatched || count.map { shownReceived >= $0 } ?? false }

  private mutating func judge(
    _ datagram: Datagram, show: (Datagram, PeerTexts, ObservedRow) -> Void
  ) {
    // An alarm is printed whatever the filter shows.
    if datagram.kind == .alarm {
      if !isQuiet { show(datagram, context.texts, ObservedRow(nil, nil, datagram)) }
      if until != nil, (try? until?.matches(datagram, in: context)) == true { untilMatched = true }
      return
    }
    context.texts.observe(datagram)
    let observation = formats?.observe(datagram, gapsIn: &context) ?? nil
    let paired = pairing?.observe(datagram, in: context)
    var isShown = filter.filter.isEverything
    // A row that a filter cannot judge is shown but does not end the run; either way the failure is reported.
    if !isShown {
      isShown = decided(true) { judge throws(FilterFailure) in try judge.filter.matches(datagram, in: judge.context) }
    }
    if isShown {
      shown += 1
      if datagram.kind == .incoming { shownReceived += 1 }
      if !isQuiet { show(datagram, context.texts, ObservedRow(observation, paired, datagram)) }
    }
    if until != nil {
      let isMet = decided(false) { judge throws(FilterFailure) in
        try judge.until?.matches(datagram, in: judge.context) ?? false
      }
      if isMet { untilMatched = true }
    }
  }

  /// Returns what `verdict` decides, or `otherwise` if it fails.
  private mutating func decided(
    _ otherwise: Bool, _ verdict: (inout LogReader) throws(FilterFailure) -> Bool
  ) -> Bool {
    do throws(FilterFailure) {
      return try verdict(&self)
    } catch {
      failures.add(error)
      return otherwise
    }
  }

  /// Returns the first failure, once.
  package mutating func takeFailure() -> FilterFailure? {
    guard !hasToldFailure, let first = failures.first else { return nil }
    hasToldFailure = true
    return first
  }

  private mutating func skip(to snapshot: LogSnapshot) {
    shown += Int(clamping: max(snapshot.endNumber, next) - next) - (snapshot.counters.alarms - skippedAlarms)
    skippedAlarms = snapshot.counters.alarms
    next = max(snapshot.endNumber, next)
  }
}
