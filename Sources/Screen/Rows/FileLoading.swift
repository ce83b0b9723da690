import Basics
import CLinux
import CaptureFile
import CommandCore
import Glibc
import Monitor
import PayloadText
import Plumbing
import UDPCore

/// The thread behind `OpenedFiles`: reads the files to their end and keeps copying new rows from the receiver's log.
struct FileLoading {
  private let loader: CaptureLoader
  /// The hosts whose rows are loaded; `nil` for files.
  private let hosts: HostSet?
  /// The number of the next row of the receiver's log.
  private var nextLive: UInt64 = 1
  private var hasToldEviction = false
  private var hasToldEnd = false
  private var notes = RowNotes()
  private var hasToldNotes = false

  /// Prepares a run of the loader.
  init(loader: CaptureLoader, hosts: HostSet?) {
    self.loader = loader
    self.hosts = hosts
  }

  /// Runs until `files` is stopped.
  consuming func run(for files: OpenedFiles) {
    var progress = CaptureLoader.Progress.more
    while !files.isEnding {
      files.wake.arm()
      let didStep = progress != .finished || hosts != nil
      if didStep { progress = loader.step(now: SystemClock.monotonic) }
      // What a host sent before it was gone comes before the row that says so.
      let news = progress == .more ? [] : hosts?.step(loader) ?? []
      if hosts != nil, loader.hasFreshStream { progress = .more }
      let isOver = progress == .finished && hosts == nil
      let receiver = files.receiver
      receiver?.changes.arm()
      if let receiver { copy(from: receiver) }
      loader.publish()
      files.publish(news, hosts?.statuses(loader) ?? [])
      publish(to: files, isOver: isOver, isCaughtUp: progress != .more, didStep: didStep)
      if progress == .more { continue }
      wait(for: files, receiver, progress)
    }
    hosts?.stop()
  }

  private func wait(for files: OpenedFiles, _ receiver: Receiver?, _ progress: CaptureLoader.Progress) {
    if files.isEnding { return }
    var waiting = PollSet()
    waiting.add(files.wake)
    waiting.add(receiver?.changes)
    for descriptor in progress == .finished ? [] : loader.waitingDescriptors { waiting.add(descriptor) }
    hosts?.add(to: &waiting)
    let deadline: Int64? = if case .waits(let deadline) = progress { deadline } else { nil }
    waiting.wait(until: hosts.map { min($0.due, deadline ?? .max) } ?? deadline)
    files.wake.clear()
    receiver?.changes.clear()
  }

  /// Copies the rows added to the receiver's log.
  private mutating func copy(from receiver: Receiver) {
    let snapshot = receiver.log.snapshot()
    for segment in snapshot.segments where segment.numbers.upperBound > nextLive {
      for number in max(nextLive, segment.numbers.lowerBound)..<segment.numbers.upperBound {
        loader.copy(segment[number])
      }
      nextLive = segment.numbers.upperBound
    }
  }

  private mutating func publish(to files: OpenedFiles, isOver: Bool, isCaughtUp: Bool, didStep: Bool) {
    var sentences: [Phrase] = []
    if isOver, !hasToldEnd {
      hasToldEnd = true
      sentences = endSentences
    }
    let evicted = loader.log.counters.evicted
    if evicted > 0, !hasToldEviction {
      hasToldEviction = true
      sentences.append(
        hosts == nil
          ? "the files hold more than --memory allows: the oldest datagrams are evicted"
          : "the hosts sent more than --memory allows: the oldest datagrams are evicted")
    }
    let comments = loader.takeComments()
    notes.add(comments)
    if notes.isFull, !hasToldNotes {
      hasToldNotes = true
      sentences.append(
        hosts == nil
          ? "the files hold more comments than can be kept as notes: those after the first 8 MiB are left out"
          : "the hosts sent more comments than can be kept as notes: those after the first 8 MiB are left out")
    }
    let remarks = isOver || isCaughtUp ? loader.readers.flatMap(\.remarks) : []
    files.publish(
      FileStatus(
        progress: isOver || hosts != nil ? nil : "reading \(loader.readers.progressText)", remarks: remarks,
        interfaces: loader.interfaceNames, encapsulations: loader.encapsulations),
      kernelDrops: loader.kernelDrops,
      encodings: comments.compactMap(\.encoding), notes: isCaughtUp ? notes.take(loader.log) : [],
      marked: didStep ? loader.marked : [], sentences: sentences)
  }

  /// The sentences reported after the files' end: the first problem, or the number of packets not shown.
  private var endSentences: [Phrase] {
    let failures = loader.readers.compactMap { $0.failure?.phrase }
    let warnings = loader.readers.flatMap(\.sentences)
    guard let first = (failures + warnings).first else {
      let skipped = loader.readers.reduce(0) { $0 + $1.tally.skipped }
      if skipped == 0 { return [] }
      return [
        skipped == 1
          ? "1 packet is left out: see udpeek info" : "\(skipped) packets are left out: see udpeek info"
      ]
    }
    let more = failures.count + warnings.count - 1
    return [more > 0 ? "\(first) (and \(more) more: see udpeek info)" : first]
  }
}

extension CaptureReader {
  /// Sentences about the capture's other contents, for a user who sees no datagrams.
  var remarks: [Phrase] {
    let tally = tally
    var remarks = [failure?.phrase].compactMap { $0 } + sentences
    if tally.skipped > 0 {
      let list = SkippedPackets([tally]).list
      remarks.append(
        tally.skipped == 1
          ? "\(name): 1 packet left out: \(list)" : "\(name): \(tally.skipped) packets left out: \(list)")
    }
    return remarks
  }
}
