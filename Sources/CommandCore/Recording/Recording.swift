package import Basics
package import CaptureFile
import DisplayFilter
import PayloadText
package import PeerText
import Plumbing
import Synchronization
package import UDPCore

/// The recording that goes on, if any: started and stopped by the loop of the screen or of `listen`, finished by the
/// signal thread where that loop does not answer.
package final class Recording: Sendable {
  private let recorder = Lock<Recorder?>(nil)
  private let last = Lock<RecordingStatus?>(nil)
  private let mailbox = Lock<RecordingMailbox?>(nil)
  private let first = Atomic<UInt64>(0)

  /// How long the end of the process may be put off to finish the file, in nanoseconds.
  private static let patience: Int64 = 500_000_000

  /// No recording yet.
  package init() {}

  /// Starts to record.
  /// - Parameter knowledge: how peers are read.
  /// - Throws: why there is no such file.
  package func start(
    _ request: RecordingRequest, of receiver: Receiver, from first: UInt64, knowledge: PeerTexts.Knowledge,
    interfaces: InterfaceNames
  ) throws(RecordingError) {
    let bound = receiver.sockets.map { "udp://" + $0.local.text(interfaces) }.joined(separator: " ")
    var plan = RecordingPlan(
      to: request.target,
      interface: .init(name: bound), application: Program.version)
    plan.replaces = request.replaces
    plan.rotation = request.rotation
    let mailbox = RecordingMailbox()
    let started = try Recorder(
      plan, log: receiver.log, arrivals: receiver.arrivals, drops: receiver.drops, from: first,
      comments: RecordingWords(knowledge, mailbox))
    recorder.withLock { $0 = started }
    self.mailbox.withLock { $0 = mailbox }
    self.first.store(first, ordering: .relaxed)
    last.withLock { $0 = nil }
  }

  /// The first row that is recorded.
  package var firstRow: UInt64 { first.load(ordering: .relaxed) }

  /// Says something in it beside what comes next.
  package func say(_ message: RecordingMailbox.Message) {
    mailbox.withLock { $0 }?.put(message)
    current?.lookAgain()
  }

  /// What became of it; `nil` while there is none.
  package var status: RecordingStatus? { current?.status }

  /// To wait for what ends it; -1 while there is none.
  package var descriptor: Int32 { current?.attention.descriptor ?? -1 }

  /// Asks for its end, which `takeEnd` tells.
  package func requestStop() { current?.requestStop() }

  /// What became of the last one; `nil` while it goes on.
  package var ended: RecordingStatus? { last.withLock { $0 } }

  /// The last status, once, after it is over.
  package func takeEnd() -> RecordingStatus? {
    guard let current, current.status.isOver else { return nil }
    return finish()
  }

  /// Finishes it, after reception has ended.
  /// - Returns: what became of it; `nil` when there was none.
  @discardableResult
  package func finish() -> RecordingStatus? {
    guard let current else { return nil }
    current.finish()
    let status = current.status
    recorder.withLock { $0 = nil }
    last.withLock { $0 = status }
    return status
  }

  /// Finishes the file as far as that is possible within half a second. Any thread.
  package func finishHastily() {
    current?.finishHastily(within: Self.patience)
  }

  private var current: Recorder? { recorder.withLock { $0 } }
}

extension RecordingStatus {
  /// `recording to a.pcapng`, with the remark where there is one.
  package var beginning: Phrase { remark ?? "recording to \(path)" }

  /// What to say of a name that promises another form: a recording is pcapng; `nil` for nothing.
  package var remark: Phrase? {
    let sentence: Phrase = "recording to \(path) as pcapng"
    let name = path.split(separator: "/").last.map { $0.lowercased() } ?? ""
    if [".gz", ".zst"].contains(where: name.hasSuffix) { return "\(sentence), not compressed" }
    switch CaptureFormat(fileName: name) {
    case .pcapng: return nil
    case let other?: return "\(sentence): udpeek convert turns it into \(other.rawValue)"
    // A name without an ending promises nothing.
    case nil: return name.dropFirst().contains(".") ? sentence : nil
    }
  }

  /// What was recorded, as a sentence: `recorded 5 datagrams, 820 bytes, to a.pcapng`.
  package var sentence: Phrase {
    let amount: Phrase = datagrams == 1 ? "1 datagram, \(bytes) bytes" : "\(datagrams) datagrams, \(bytes) bytes"
    // What somebody else did to the file is told beside this.
    let isDisturbed = if case .disturbed? = failure { true } else { false }
    var text: Phrase = isDisturbed ? "wrote \(amount), to \(path)" : "recorded \(amount), to \(path)"
    if files != 1 {
      text =
        isDisturbed
        ? "wrote \(amount), to \(files) files, the last is \(path)"
        : "recorded \(amount), to \(files) files, the last is \(path)"
      if removed == 1 { text += "; 1 older one was removed (--keep)" }
      if removed > 1 { text += "; \(removed) older ones were removed (--keep)" }
    }
    if missed > 0 { text += "; \(missed) missing: evicted from memory before they could be written" }
    return text
  }

  /// Why it ended by itself, or what became of its file; `nil` where that is nobody's concern.
  package var complaint: Phrase? {
    if let failure, failure != .closed { return "recording stopped: \(failure)" }
    return moved.map { FileDisturbance.moved.phrase(of: $0) }
  }
}
