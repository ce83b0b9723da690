import Basics
import CaptureFile
import CommandCore
import DisplayFilter
import Formats
import PayloadText
import PeerText
import Plumbing
import UDPCore

/// The datagrams of captures to be sent again, one after the other, several files merged by time. Loads a few at a time
/// into a small log, which filters need, so that captures may have any length.
final class ReplaySource {
  /// The next step of a replay.
  enum Next {
    /// The next datagram to send.
    case datagram(Datagram)
    /// The pipes have nothing to read yet: wait for `descriptors`, at most until this time of the monotonic clock.
    case waits(until: Int64?)
    /// All files have been read to their end.
    case end
    /// A signal asked for the end.
    case stopped
  }

  /// The log's limit in bytes: more than one step adds, records and endpoints included.
  private static let memory = 16 << 20

  /// Matching datagrams that are incomplete in the file.
  private(set) var cut = 0
  /// Whether all inputs are files that can be read twice; standard input is read once, even from a file.
  let isFile: Bool
  /// The readers of the files.
  let readers: [CaptureReader]
  private let loader: CaptureLoader
  private var judge: FilterJudge
  private var context: FilterContext
  /// What finds gaps, where the filter asks for them.
  private var formats: FormatObserver?
  private var snapshot = LogSnapshot()
  private var position: UInt64 = 1
  private var isAtEnd = false
  private let signals: SignalRelay

  /// Opens the captures.
  /// - Throws: the reason why a capture cannot be opened, or the filter cannot hold.
  init(_ paths: [String], _ setup: Setup, signals: SignalRelay) throws(CommandFailure) {
    try setup.checkFilter(knowing: .recorded)
    self.signals = signals
    readers = try Capture.readers(paths, showsInner: setup.showsInner)
    isFile = !paths.contains("-") && readers.allSatisfy { $0.progress.of != nil }
    // A short slice, so that reading does not delay datagrams that are due.
    var slice = CaptureLoader.Slice()
    slice.datagrams = 256
    slice.bytes = 1 << 20
    loader = CaptureLoader(readers, limit: Self.memory, slice: slice)
    judge = FilterJudge(setup.filter)
    formats = setup.observedFormats(handsOver: false).map { FormatObserver($0) }
    context = FilterContext(texts: setup.encodings.texts, now: SystemClock.wall)
  }

  /// The descriptors to wait for after `waits`.
  var descriptors: [Int32] { loader.waitingDescriptors }

  /// The warnings of all files, one sentence each.
  var warnings: [Phrase] { readers.flatMap(\.sentences) }

  /// The number of packets without a datagram that can be sent.
  var skipped: Int { readers.reduce(0) { $0 + $1.tally.skipped } }

  /// Returns the next datagram, or the reason why there is none.
  func next() throws(CommandFailure) -> Next {
    while true {
      if signals.isEndRequested { return .stopped }
      while position < snapshot.endNumber {
        if signals.isEndRequested { return .stopped }
        defer { position += 1 }
        guard let datagram = snapshot[position] else {
          throw CommandFailure("datagram \(position) of the capture was evicted from memory before it could be sent")
        }
        guard try isWanted(datagram) else { continue }
        if datagram.storedSize < datagram.size || datagram.isTruncated || datagram.marks.contains(.fragment) {
          cut += 1
        } else {
          return .datagram(datagram)
        }
      }
      if isAtEnd {
        try readers.checkCaptures()
        return .end
      }
      if let wait = fill() { return wait }
    }
  }

  private func isWanted(_ datagram: Datagram) throws(CommandFailure) -> Bool {
    // Packets that could not be dissected.
    if !datagram.kind.isDatagram { return false }
    if judge.filter.isEverything { return true }
    if datagram.kind == .incoming { context.texts.observe(datagram) }
    _ = formats?.observe(datagram, gapsIn: &context)
    do throws(FilterFailure) { return try judge.matches(datagram, in: context) } catch {
      throw CommandFailure(error.phrase)
    }
  }

  /// Loads the next datagrams.
  /// - Returns: the next step if no datagrams were loaded.
  private func fill() -> Next? {
    // A snapshot would keep old chunks from being evicted.
    snapshot = LogSnapshot()
    let progress = loader.step(now: SystemClock.monotonic)
    _ = loader.takeComments()
    context.marked = Set(loader.marked)
    snapshot = loader.log.snapshot()
    switch progress {
    case .more: return nil
    case .finished: isAtEnd = true
    case .waits(let deadline): return position < snapshot.endNumber ? nil : .waits(until: deadline)
    }
    return nil
  }
}
