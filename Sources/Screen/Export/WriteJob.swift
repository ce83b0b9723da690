import Basics
import CLinux
import CaptureFile
import CommandCore
import DisplayFilter
import Glibc
import Monitor
import PayloadText
import PeerText
import Plumbing
import Synchronization
import UDPCore

/// Writes rows of a log to a file on a thread of its own. It looks up a few rows at a time and pins no memory in
/// between, so that it never blocks reception; rows evicted meanwhile are counted.
final class WriteJob: Sendable {
  /// Number of rows looked up at once.
  private static let batch = 256
  /// Bytes gathered before they are written.
  private static let bufferSize = 256 << 10
  /// The shortest time between two progress signals, in nanoseconds.
  private static let signalTime: Int64 = 100_000_000

  /// Becomes readable in `poll` when there is progress to take.
  let wake: WakeUp
  /// Number of rows to write.
  let count: Int
  private let isStopped = Atomic(false)
  private let written = Atomic(0)
  private let ending = Lock<WriteProgress?>(nil)

  /// Creates the file and starts the thread.
  /// - Throws: `.exists` or `.refused`.
  static func start(
    _ request: WriteRequest, rows: RowsToWrite, log: CaptureLog
  ) throws(Refusal) -> WriteJob {
    try start(rows, log: log) { () throws(Refusal) in
      Destination(request: request, file: try OutputFile(request.path, replaces: request.replaces))
    }
  }

  /// Creates a folder with a capture file of rows and starts the thread, which completes the folder.
  /// - Throws: `.refused`.
  static func start(_ bundle: BundleFolder, log: CaptureLog) throws(Refusal) -> WriteJob {
    try start(bundle.contents.rows, log: log) { () throws(Refusal) in
      try bundle.create()
      do throws(Refusal) {
        let request = WriteRequest(capture: bundle.path(of: Bundle.File.rows))
        return Destination(request: request, file: try OutputFile(request.path, replaces: false), bundle: bundle)
      } catch {
        bundle.discard()
        throw error
      }
    }
  }

  /// The place where rows go.
  private struct Destination {
    let request: WriteRequest
    let file: OutputFile
    /// The folder that the file is in, if it is one of a bundle.
    var bundle: BundleFolder?
  }

  private static func start(
    _ rows: RowsToWrite, log: CaptureLog, _ destination: () throws(Refusal) -> Destination
  ) throws(Refusal) -> WriteJob {
    guard let wake = try? WakeUp() else { throw Refusal(progress: .refused("too many files are open")) }
    wake.arm()
    let job = WriteJob(wake: wake, count: rows.count)
    let place = try destination()
    _ = Worker(name: "udpeek-write") { job.run(place, rows, log) }
    return job
  }

  /// The reason why no job was started.
  struct Refusal: Error {
    /// The progress to report: `.exists` or `.refused`.
    let progress: WriteProgress
  }

  private init(wake: WakeUp, count: Int) {
    self.wake = wake
    self.count = count
  }

  /// Asks the job to stop; `take` reports the result.
  func stop() { isStopped.store(true, ordering: .relaxed) }

  /// The progress so far.
  func take() -> WriteProgress {
    wake.clear()
    wake.arm()
    return ending.withLock { $0 } ?? .written(written.load(ordering: .relaxed))
  }

  /// Waits for the job to end after `stop`.
  func finish() -> WriteProgress {
    while true {
      let progress = take()
      if case .ended = progress { return progress }
      _ = PollSet.isReady(wake.descriptor, within: 1_000_000_000)
    }
  }

  private func run(_ place: Destination, _ rows: RowsToWrite, _ log: CaptureLog) {
    var rows = rows
    let file = place.file
    var records = RecordBuffer(place.request, rows)
    records.prepare(log) { !isStopped.load(ordering: .relaxed) }
    var failure: Phrase?
    var nextSignal = SystemClock.monotonic
    while failure == nil {
      let numbers = rows.next(Self.batch)
      records.add(numbers, from: log.snapshot())
      let isOver = numbers.isEmpty
      if isOver { records.end() }
      if isOver || records.bytes.count >= Self.bufferSize {
        failure = file.write(records.bytes)
        if failure == nil { records.settle() }
        written.store(records.written, ordering: .relaxed)
        if SystemClock.monotonic >= nextSignal {
          nextSignal = SystemClock.monotonic + Self.signalTime
          wake.signal()
        }
      }
      if isOver { break }
      if isStopped.load(ordering: .relaxed) { failure = failure ?? "stopped" }
    }
    if failure == nil { failure = file.finish() } else { file.discard() }
    if failure == nil { failure = place.bundle?.complete(records.outcome) } else { place.bundle?.discard() }
    let progress = WriteProgress.ended(written: records.written, missed: records.missed, failure: failure)
    ending.withLock { $0 = progress }
    wake.signal()
  }
}

/// Rows on their way to a file, and their number.
private struct RecordBuffer {
  private(set) var bytes: [UInt8] = []
  /// Number of rows written to the file.
  private(set) var written = 0
  /// Number of rows evicted before they were looked up.
  private(set) var missed = 0
  private var gathered = 0
  /// The times of the first and last of them that have one.
  private var times: ClosedRange<Int64>?
  /// The capture file that the rows become; `nil` where they become records.
  private var capture: PcapngRows?
  private var formatter: RecordFormatter
  private var knowledge: RowKnowledge
  private let texts: PeerTexts
  private let notes: [UInt64: String]
  private let marked: Set<UInt64>

  init(_ request: WriteRequest, _ rows: RowsToWrite) {
    texts = PeerTexts(rows.encodingSnapshot)
    notes = rows.notes
    marked = rows.marked
    let form: RecordFormatter.Form
    switch request.form {
    case .csv:
      form = .csv(CSVStyle(hasByteOrderMark: request.hasByteOrderMark, guardsFormulas: request.guardsFormulas))
    case .json: form = .json
    case .text: form = .text
    case .pcapng:
      form = .text
      capture = PcapngRows(name: "udpeek", application: Program.version, texts: texts)
    }
    formatter = RecordFormatter(form: form, interfaces: rows.interfaces, dates: .always)
    formatter.namesHosts = rows.namesHosts
    formatter.ruleName = rows.ruleName
    formatter.encapsulations = rows.encapsulations
    knowledge = RowKnowledge(rows, texts)
    formatter.columns = knowledge.columns.map(\.column)
    bytes = formatter.header
  }

  /// Gathers what records need to know of rows that may not be written themselves.
  mutating func prepare(_ log: CaptureLog, while goesOn: () -> Bool) {
    if capture == nil { knowledge.followNumbers(log, while: goesOn) }
  }

  mutating func add(_ numbers: [UInt64], from snapshot: LogSnapshot) {
    let (texts, notes, marked) = (texts, notes, marked)
    for number in numbers {
      guard let datagram = snapshot[number] else {
        missed += 1
        continue
      }
      gathered += 1
      if let time = datagram.timestamp {
        times = min(times?.lowerBound ?? time, time)...max(times?.upperBound ?? time, time)
      }
      if capture != nil {
        addPacket(datagram, note: notes[number], isMarked: marked.contains(number), texts)
        continue
      }
      let choice = texts.choice(of: datagram)
      let (description, pair) = (knowledge.description(of: datagram), knowledge.pair(of: datagram, in: snapshot))
      formatter.append(
        datagram, choice: choice, text: texts.text(of: datagram, as: choice), note: notes[number],
        isMarked: marked.contains(number), description: description, pair: pair, to: &bytes)
    }
    takePackets()
  }

  private mutating func addPacket(_ datagram: Datagram, note: String?, isMarked: Bool, _ texts: PeerTexts) {
    if !datagram.kind.isDatagram {
      capture?.add(withoutPacket: datagram, note: note, isMarked: isMarked)
      return
    }
    var comments: [String] = []
    if let note {
      // It may read like a comment that a recording writes.
      comments.append(CaptureNote.own(note) ?? CaptureNote.comment(on: datagram, note, InterfaceNames()))
    }
    if formatter.namesHosts {
      // The format has a name for interfaces alone, and libpcap reads one of ours.
      comments.append("host " + formatter.interfaces.name(of: datagram.local.interface))
    }
    capture?.add(datagram, notes: comments, isMarked: isMarked, texts)
  }

  private mutating func takePackets() {
    capture?.drain { packets in unsafe packets.withUnsafeBytes { unsafe bytes.append(contentsOf: $0) } }
  }

  /// The rows in the file, for a bundle's summary.
  var outcome: Bundle.Outcome { Bundle.Outcome(written: written, missed: missed, times: times) }

  /// Completes the file, after the last row.
  mutating func end() {
    guard capture != nil else { return }
    capture?.end(drops: 0, comments: [], missed: missed)
    takePackets()
  }

  /// Counts the gathered records as written.
  mutating func settle() {
    bytes.removeAll(keepingCapacity: true)
    written += gathered
    gathered = 0
  }
}
