import CLinux
import Glibc
import Plumbing
import UDPCore

/// The loop of the recorder's thread: sleeps until rows arrive, lets some accumulate, and writes them as blocks.
final class RecorderLoop {
  /// The time that rows accumulate before they are written, in nanoseconds: far below the 250 ms that a crash may lose.
  private static let gatherTime: Int64 = 20_000_000
  /// The maximum number of failed transmits to list in comments on the next datagram, and of alarms with them.
  private static let failureLimit = 16
  private static let alarmLimit = 1_024

  private let log: CaptureLog
  private let arrivals: WakeUp
  private let drops: DropCounter
  private let shared: RecorderShared
  private let commentSource: any CommentSource
  private let output: RecordingOutput
  /// Whether failures are left out.
  private let leavesFailures: Bool
  /// The next row to write.
  private var next: UInt64
  /// Rows evicted since the last datagram.
  private var missed = 0
  /// Kernel drops to report with later rows, in the order of the rows.
  private var marks: ArraySlice<DropMark> = []
  /// Kernel drops since the last datagram.
  private var pendingDrops = 0
  private var writtenDrops = 0
  private let dropsAtStart: Int
  /// The comments to write with the next datagram.
  private var comments: [String] = []
  /// The number of `comments` already in the file, so that a crash does not lose them.
  private var writtenPending = 0
  /// The number of failed transmits beyond the maximum in `comments`.
  private var unsaidFailures = 0
  /// The comments on one datagram alone, and its number.
  private var own: (comments: [String], number: UInt64) = ([], 0)

  init(
    _ plan: RecordingPlan, log: CaptureLog, arrivals: WakeUp, drops: DropCounter, from first: UInt64,
    shared: RecorderShared, comments: any CommentSource
  ) throws(RecordingError) {
    self.log = log
    self.arrivals = arrivals
    self.drops = drops
    self.shared = shared
    commentSource = comments
    leavesFailures = plan.namesRequests
    next = max(1, first)
    output = try RecordingOutput(plan, stopping: shared.stopping.descriptor, comments: comments)
    // Of the drops so far, those since the first row are part of the recording.
    let isFromNow = first > 1 && first >= log.snapshot().endNumber
    let before = drops.takeMarks()
    if !isFromNow { marks += before.filter { $0.number >= first } }
    dropsAtStart = drops.total - marks.reduce(0) { $0 + $1.count }
    shared.publish(output.total)
  }

  /// Runs until the end is requested or writing fails.
  func run() {
    do throws(RecordingError) {
      var ending = RecorderShared.Ending.none
      while ending == .none {
        arrivals.arm()
        ending = shared.ending
        try drain(through: ending == .prompt ? log.snapshot().endNumber : .max)
        if ending == .none { try wait() }
      }
      try finish(ending)
      shared.end(output.total, failure: nil)
    } catch {
      output.abandon()
      shared.end(output.total, failure: error)
    }
  }

  // MARK: Reading the log

  /// Writes all available rows below `end`. No snapshot is kept while writing: the memory that it pins would be missing
  /// for arriving rows.
  private func drain(through end: UInt64) throws(RecordingError) {
    while true {
      let pause = fill(through: end)
      if pause == .caughtUp, writtenPending < comments.count {
        try output.writePending(Array(comments[writtenPending...]))
        writtenPending = comments.count
      }
      try output.flush()
      if pause == .newFile {
        try output.beginNext()
        own = ([], 0)
      }
      shared.publish(output.total)
      if pause == .caughtUp { return }
    }
  }

  /// The reason why `fill` paused.
  private enum Pause {
    /// No rows are left.
    case caughtUp
    /// There is enough to write at once.
    case full
    /// The next datagram goes to a new file.
    case newFile
  }

  /// Adds rows to the output as blocks.
  private func fill(through end: UInt64) -> Pause {
    let snapshot = log.snapshot()
    comments += commentSource.takeComments()
    marks += drops.takeMarks()
    let segments = snapshot.segments
    let end = min(end, snapshot.endNumber)
    while next < end {
      let position = segments.partitioningIndex { $0.numbers.upperBound > next }
      guard position < segments.endIndex else { break }
      let segment = segments[position]
      if segment.numbers.lowerBound > next {
        missed += Int(clamping: segment.numbers.lowerBound - next)
        next = segment.numbers.lowerBound
      }
      while next < min(end, segment.numbers.upperBound) {
        if output.isFull { return .full }
        guard take(segment[next]) else { return .newFile }
        next += 1
      }
    }
    return .caughtUp
  }

  /// Adds a row. Returns `false` if a new file must be begun first.
  private func take(_ datagram: Datagram) -> Bool {
    while let mark = marks.first, mark.number <= datagram.number {
      pendingDrops += mark.count
      marks.removeFirst()
    }
    // A failed send or an alarm has no packet block; it becomes a comment on the next one.
    if !datagram.kind.isDatagram {
      if !leavesFailures || datagram.kind != .failure { note(datagram) }
      return true
    }
    if own.number != datagram.number { own = (commentSource.comments(at: datagram), datagram.number) }
    let isPlain = comments.isEmpty && missed == 0 && unsaidFailures == 0
    let said = isPlain ? own.comments : allComments + own.comments
    guard output.add(datagram, drops: pendingDrops, missed: missed, comments: said) else { return false }
    commentSource.observe(datagram)
    writtenDrops += pendingDrops
    pendingDrops = 0
    missed = 0
    comments.removeAll(keepingCapacity: true)
    writtenPending = 0
    unsaidFailures = 0
    return true
  }

  private func note(_ datagram: Datagram) {
    guard let comment = CaptureNote.comment(onRowOf: datagram) else { return }
    if comments.count < (datagram.kind == .alarm ? Self.alarmLimit : Self.failureLimit) {
      comments.append(comment)
    } else {
      unsaidFailures += 1
    }
  }

  /// The comments, followed by the counts of what they leave out.
  private var allComments: [String] {
    var all = comments
    if unsaidFailures > 0 { all.append("\(unsaidFailures) more failures") }
    if missed > 0 {
      let subject = missed == 1 ? "1 datagram is" : "\(missed) datagrams are"
      all.append("\(subject) missing here: evicted from memory before they could be written")
    }
    return all
  }

  // MARK: Waiting and ending

  private func wait() throws(RecordingError) {
    var waiting = PollSet()
    waiting.add(shared.stopping)
    let rows = waiting.add(arrivals)
    let pipe = waiting.add(output.pipe, for: .broken)
    let file = waiting.add(output.watched)
    waiting.wait(until: output.deadline)
    if waiting.isReady(file) { try output.check() }
    if let deadline = output.deadline, SystemClock.monotonic >= deadline {
      try output.finish()
      shared.publish(output.total)
    }
    if waiting.hasError(pipe) { throw .closed }
    guard waiting.isReady(rows) else { return }
    arrivals.clear()
    clinux_wait_readable(shared.stopping.descriptor, Self.gatherTime)
  }

  private func finish(_ ending: RecorderShared.Ending) throws(RecordingError) {
    if ending == .orderly {
      // Reception is over: only the row counts tell of rows that the log could not store at the very end.
      let counters = log.counters
      let rows = UInt64(clamping: counters.received + counters.sent + counters.failed + counters.alarms)
      if rows >= next { missed += Int(clamping: rows - next + 1) }
    }
    comments += commentSource.takeComments()
    if output.isBetweenFiles, !comments.isEmpty { try output.beginNext() }
    let trailing = max(pendingDrops + marks.reduce(0) { $0 + $1.count }, drops.total - dropsAtStart - writtenDrops)
    try output.finish(drops: max(0, trailing), missed: missed, comments: allComments)
  }
}
