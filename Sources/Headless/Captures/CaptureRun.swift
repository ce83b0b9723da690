import Basics
import CLinux
import CaptureFile
import CommandCore
import DisplayFilter
import Glibc
import PayloadText
import Plumbing
import UDPCore

/// Reads capture files from front to back in this thread, and hands over what is new after each step, so that memory
/// stays small however large they are.
struct CaptureRun {
  /// Bytes that the log may hold: more than a step adds.
  private static let memory = 32 << 20
  /// How often the progress is told, in nanoseconds; and after what time first.
  private static let tellEvery: Int64 = 200_000_000
  private static let tellAfter: Int64 = 1_000_000_000

  let loader: CaptureLoader
  private let console: Console
  private var signals: SignalRelay { console.signals }
  private let start = SystemClock.monotonic
  private var nextTelling: Int64
  private var hasTold = false
  /// Whether a signal ended it before the files did.
  private(set) var wasInterrupted = false

  /// Will read files, until a signal asks for the end.
  init(_ readers: [CaptureReader], _ console: Console) {
    loader = CaptureLoader(readers, limit: Self.memory)
    self.console = console
    nextTelling = start + Self.tellAfter
  }

  /// Reads to the end; `body` gets what each step brought.
  mutating func run<E: Error>(_ body: (CaptureStep) throws(E) -> Void) throws(E) {
    defer { if hasTold { console.clearProgress() } }
    while true {
      let progress = loader.step(now: SystemClock.monotonic)
      try body(
        CaptureStep(
          snapshot: loader.log.snapshot(), comments: loader.takeComments(), drops: loader.drops,
          marked: loader.marked, interfaces: loader.interfaceNames, isCaughtUp: progress != .more))
      tell()
      // Whoever walks through the rows stops between two of them.
      if signals.isEndRequested {
        wasInterrupted = true
        return
      }
      switch progress {
      case .finished: return
      case .waits(let deadline): wait(until: deadline)
      case .more: break
      }
    }
  }

  private func wait(until deadline: Int64?) {
    var waiting = PollSet()
    for descriptor in loader.waitingDescriptors { waiting.add(descriptor) }
    let signal = waiting.add(signals.wake)
    waiting.wait(until: deadline)
    if waiting.isReady(signal) { _ = signals.take() }
  }

  /// Tells how far it is, on a terminal, where it takes long.
  private mutating func tell() {
    let now = SystemClock.monotonic
    guard now >= nextTelling else { return }
    nextTelling = now + Self.tellEvery
    hasTold = true
    console.showProgress("reading: \(loader.readers.progressText), \(loader.log.counters.received) datagrams")
  }

  /// Says what was wrong with the files.
  func sayWarnings() {
    for reader in loader.readers { reader.sentences.forEach(console.say) }
  }
}
