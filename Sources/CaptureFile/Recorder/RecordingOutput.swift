import CLinux
import Glibc
import Plumbing
import UDPCore

/// The output of a recording: one file, a series of files, or a pipe. Belongs to the recorder's thread.
final class RecordingOutput {
  private let plan: RecordingPlan
  private let stopping: Int32
  private let commentSource: any CommentSource
  private var sink: (any RecordingSink)?
  private var buffer: PcapngBuffer
  /// Closed files that have not been removed, oldest first.
  private var earlier: [WrittenFile] = []
  /// The statistics of the current file.
  private var statistics = PcapngBuffer.Statistics()
  /// Datagrams in `buffer`.
  private var waiting = 0
  /// The time in the last file's name, in microseconds since the Unix epoch.
  private var lastName: Int64 = .min
  /// The time to finish the file, in nanoseconds of the monotonic clock; `nil` for never.
  private(set) var deadline: Int64?
  /// The totals over all files.
  private(set) var total = RecordingStatus()

  /// The buffer size at which blocks are written immediately, in bytes.
  private static let batch = 256 << 10
  /// The number of names to try if files of those names exist.
  private static let attempts = 10_000
  /// The maximum size of the statistics at the end of a file, without comments, in bytes.
  private static let roomOfEnd = 96

  /// Opens the first file.
  init(_ plan: RecordingPlan, stopping: Int32, comments: any CommentSource) throws(RecordingError) {
    self.plan = plan
    self.stopping = stopping
    commentSource = comments
    buffer = PcapngBuffer(capacity: Self.batch * 2)
    buffer.namesRequests = plan.namesRequests
    try open()
  }

  /// Whether the buffer must be written before more is added.
  var isFull: Bool { buffer.count >= Self.batch }

  /// The descriptor of a pipe, to notice when its reader has gone away; -1 for files.
  var pipe: Int32 { if case .descriptor(let descriptor) = plan.target { descriptor } else { -1 } }

  /// The watch over the file that is being written; `nil` if there is none.
  var watched: Int32? { (sink as? RecordingFile)?.watch?.descriptor }

  /// Throws an error if another program removed or changed the file.
  func check() throws(RecordingError) { try (sink as? RecordingFile)?.check() }

  /// Adds a datagram to the buffer, unless a new file must be begun first (`beginNext`).
  /// - Parameter missed: the number of datagrams before it that are not in the file.
  /// - Returns: whether it was added.
  func add(_ datagram: Datagram, drops: Int, missed: Int, comments: [String]) -> Bool {
    guard let sink else { return false }
    let before = buffer.count
    buffer.add(datagram, drops: drops, comments: comments)
    if case .size(let limit) = plan.rotation?.limit, statistics.received > 0,
      sink.size + buffer.count + Self.roomOfEnd > limit
    {
      buffer.cut(to: before)
      return false
    }
    waiting += 1
    statistics.received += 1 + missed
    statistics.kernelDrops += drops
    total.missed += missed
    total.kernelDrops += drops
    return true
  }

  /// Whether the last file is finished and the next one not begun.
  var isBetweenFiles: Bool { sink == nil }

  /// Writes comments that wait for the next datagram in interim statistics. Begins a new file if the current one has no
  /// room.
  func writePending(_ comments: [String]) throws(RecordingError) {
    if isBetweenFiles { try open() }
    let before = buffer.count
    addStatistics(comments)
    if case .size(let limit) = plan.rotation?.limit, statistics.received > 0,
      (sink?.size ?? 0) + buffer.count + Self.roomOfEnd > limit
    {
      buffer.cut(to: before)
      try beginNext()
      addStatistics(comments)
    }
  }

  private func addStatistics(_ comments: [String]) {
    var statistics = statistics
    statistics.end = SystemClock.wall
    statistics.delivered += waiting
    statistics.comments = comments
    buffer.end(statistics)
  }

  /// Finishes the current file, if any, and begins the next.
  func beginNext() throws(RecordingError) {
    try finish()
    try open()
  }

  /// Writes the buffer to the file.
  func flush() throws(RecordingError) {
    guard let sink, buffer.count > 0 else { return }
    var kept = 0
    defer {
      let datagrams = buffer.withBytes { PcapngBuffer.wholeBlocks(in: $0.extracting(first: kept)).datagrams }
      total.bytes += kept
      total.datagrams += datagrams
      statistics.delivered += datagrams
      waiting = 0
      buffer.removeAll()
    }
    try buffer.withBytes { bytes throws(RecordingError) in try sink.append(bytes, kept: &kept) }
  }

  /// Finishes the file. The next datagram needs a new one.
  /// - Parameters:
  ///   - drops: the number of kernel drops after the last datagram.
  ///   - missed: the number of datagrams after the last one that are not in the file.
  func finish(drops: Int = 0, missed: Int = 0, comments: [String] = []) throws(RecordingError) {
    total.missed += missed
    total.kernelDrops += drops
    guard let sink else { return }
    statistics.received += missed
    statistics.kernelDrops += drops
    addStatistics(comments + commentSource.remainingComments())
    try flush()
    try close(sink)
  }

  /// Closes the file after a failure, with the statistics if they still fit.
  func abandon() {
    guard let sink, sink is RecordingFile else { return }
    buffer.removeAll()
    waiting = 0
    addStatistics([])
    // The failure that led here is the one to report.
    try? flush()
    try? close(sink)
  }

  private func close(_ sink: any RecordingSink) throws(RecordingError) {
    self.sink = nil
    deadline = nil
    defer { if sink.isMoved { total.moved = total.moved ?? sink.path } }
    guard let written = try sink.close() else { return }
    earlier.append(written)
  }

  private func open() throws(RecordingError) {
    statistics = PcapngBuffer.Statistics()
    statistics.start = SystemClock.wall
    switch plan.target {
    case .descriptor(let descriptor): sink = RecordingPipe(descriptor, stopping: stopping)
    case .file(let path):
      if let rotation = plan.rotation {
        sink = try openNext(path, rotation)
      } else {
        sink = try RecordingFile(creating: path, replaces: plan.replaces)
      }
    }
    total.path = sink?.path ?? ""
    total.files += 1
    waiting = 0
    buffer.removeAll()
    var interface = plan.interface
    interface.comments += commentSource.beginFile()
    buffer.begin(interface, application: plan.application)
    // The file is a valid capture file from the start.
    try flush()
  }

  /// Creates the next file of a rotation under an unused name, and removes the oldest files beyond those to keep.
  private func openNext(_ path: String, _ rotation: RecordingRotation) throws(RecordingError) -> any RecordingSink {
    if let keep = rotation.keep {
      while earlier.count >= max(1, keep) {
        if earlier.removeFirst().remove() { total.removed += 1 }
      }
    }
    if case .time(let nanoseconds) = rotation.limit {
      deadline = SystemClock.monotonic.addingReportingOverflow(nanoseconds).partialValue
    }
    // No time is used twice, so that the names give the order even if files were removed.
    var time = statistics.start / 1_000
    var isPrecise = time / 1_000_000 == lastName / 1_000_000
    if isPrecise { time = max(time, lastName + 1) }
    var attempts = Self.attempts
    while true {
      lastName = time
      let name = RecordingRotation.name(for: path, at: time * 1_000, isPrecise: isPrecise)
      do throws(RecordingError) {
        return try RecordingFile(creating: name, replaces: false)
      } catch .exists where attempts > 0 {
        attempts -= 1
        if isPrecise { time += 1 }
        isPrecise = true
      }
    }
  }
}
