import Basics
import CLinux
import CaptureFile
import CommandCore
import DisplayFilter
import Glibc
import PayloadText
import Plumbing
import UDPCore

/// Reads capture files from front to back on this thread and hands over the news after each step, so that memory stays
/// small however large the files are.
struct CaptureRun {
  /// The log's limit in bytes: more than one step adds.
  private static let memory = 16 << 20
  /// The interval between two progress reports, and the delay before the first one, in nanoseconds.
  private static let reportEvery: Int64 = 200_000_000
  private static let firstReportAfter: Int64 = 1_000_000_000

  /// The loader of the files, with the log that it fills.
  let loader: CaptureLoader
  /// The hosts whose rows are read; `nil` for files.
  private let hosts: HostSet?
  private let console: Console
  private var signals: SignalRelay { console.signals }
  private let start = SystemClock.monotonic
  private var nextReport: Int64
  private var hasTold = false
  /// Whether a signal ended the run before the files' end.
  private(set) var wasInterrupted = false

  /// Prepares a run over the readers, which ends early when a signal asks for it.
  /// - Parameter memory: the limit of the log in bytes; `nil` for what one step needs.
  init(_ readers: [CaptureReader], hosts: HostSet? = nil, memory: Int? = nil, _ console: Console) {
    loader = CaptureLoader(readers, hosts: hosts?.streams ?? [], limit: memory ?? Self.memory)
    self.hosts = hosts
    self.console = console
    nextReport = start + Self.firstReportAfter
  }

  /// Reads to the end, handing each step's news to `body`.
  mutating func run<E: Error>(_ body: (CaptureStep) throws(E) -> Void) throws(E) {
    defer { if hasTold { console.clearProgress() } }
    while true {
      var progress = loader.step(now: SystemClock.monotonic)
      if progress != .more { stepHosts(&progress) }
      try body(
        CaptureStep(
          snapshot: loader.log.snapshot(), comments: loader.takeComments(), drops: loader.drops,
          marked: loader.marked, interfaces: loader.interfaceNames, encapsulations: loader.encapsulations,
          isCaughtUp: progress != .more))
      tell()
      // Code that walks through the rows also stops between two of them.
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

  /// Keeps the hosts connected. They have no end.
  private func stepHosts(_ progress: inout CaptureLoader.Progress) {
    guard let hosts else { return }
    for case .said(let sentence, let isTrouble) in hosts.step(loader) {
      console.say(sentence, isTrouble ? .warning : .information)
    }
    loader.publish()
    if loader.hasFreshStream { progress = .more } else if progress == .finished { progress = .waits(until: nil) }
  }

  private func wait(until deadline: Int64?) {
    var waiting = PollSet()
    hosts?.add(to: &waiting)
    for descriptor in loader.waitingDescriptors { waiting.add(descriptor) }
    let signal = waiting.add(signals.wake)
    waiting.wait(until: hosts.map { min($0.due, deadline ?? .max) } ?? deadline)
    if waiting.isReady(signal) { _ = signals.take() }
  }

  /// Shows the progress on a terminal once reading takes long.
  private mutating func tell() {
    let now = SystemClock.monotonic
    guard now >= nextReport, hosts == nil else { return }
    nextReport = now + Self.reportEvery
    hasTold = true
    console.showProgress("reading: \(loader.readers.progressText), \(loader.log.counters.received) datagrams")
  }

  /// Reports the problems found in the files.
  func sayWarnings() {
    for reader in loader.readers { reader.sentences.forEach(console.say) }
  }
}

/// The result of one step of a `CaptureRun`.
struct CaptureStep {
  /// The log after the step.
  let snapshot: LogSnapshot
  /// The comments read together with the new rows.
  let comments: [CaptureComment]
  /// Kernel drops recorded before new rows.
  let drops: [DropMark]
  /// The numbers of the new rows that are marked in the file.
  let marked: [UInt64]
  /// The names of the files' interfaces by their numbers in the log.
  let interfaces: [UInt32: String]
  /// The names of what carried datagrams, by `LocalPath.encapsulation`.
  let encapsulations: [EncapsulationName]
  /// Whether everything available so far has been read.
  let isCaughtUp: Bool
}
