package import Basics
package import CaptureFile
import DisplayFilter
import PayloadText
package import PeerText
package import Plumbing
import Synchronization
package import UDPCore

/// The current recording, if any. The loop of the screen or of `listen` starts and stops it; the signal thread finishes
/// it if that loop does not respond.
package final class Recording: Sendable {
  private let recorder = Lock<Recorder?>(nil)
  private let last = Lock<RecordingStatus?>(nil)
  private let mailbox = Lock<RecordingMailbox?>(nil)
  private let first = Atomic<UInt64>(0)

  /// The longest time that finishing the file may delay the end of the process, in nanoseconds.
  private static let patience: Int64 = 500_000_000

  /// Creates an instance without a recording.
  package init() {}

  /// Starts a recording.
  /// - Parameters:
  ///   - encodingSnapshot: the encodings of the peers.
  ///   - arrivals: signalled after new rows, for a recording beside another one; `nil` for the receiver's own wake-up.
  ///   - drops: the kernel drops, for a recording beside another one; `nil` for the receiver's own counter.
  /// - Throws: an error if the file cannot be created.
  package func start(
    _ request: RecordingRequest, of receiver: Receiver, from first: UInt64, encodingSnapshot: PeerTexts.Snapshot,
    interfaces: InterfaceNames, arrivals: WakeUp? = nil, drops: DropCounter? = nil
  ) throws(RecordingError) {
    let bound = receiver.sockets.map { "udp://" + $0.local.text(interfaces) }.joined(separator: " ")
    var plan = RecordingPlan(
      to: request.target,
      interface: .init(name: bound), application: Program.version)
    plan.replaces = request.replaces
    plan.rotation = request.rotation
    plan.namesRequests = request.namesRequests
    let mailbox = RecordingMailbox()
    let started = try Recorder(
      plan, log: receiver.log, arrivals: arrivals ?? receiver.arrivals, drops: drops ?? receiver.drops, from: first,
      comments: LiveComments(encodingSnapshot, mailbox))
    recorder.withLock { $0 = started }
    self.mailbox.withLock { $0 = mailbox }
    self.first.store(first, ordering: .relaxed)
    last.withLock { $0 = nil }
  }

  /// The number of the first recorded row.
  package var firstRow: UInt64 { first.load(ordering: .relaxed) }

  /// Sends a message to the recorder, which writes its comment with the next packet.
  package func say(_ message: RecordingMailbox.Message) {
    mailbox.withLock { $0 }?.put(message)
    current?.wake()
  }

  /// The status of the current recording; `nil` if there is none.
  package var status: RecordingStatus? { current?.status }

  /// A descriptor that becomes readable when the recording is over; -1 if there is none.
  package var descriptor: Int32 { current?.attention.descriptor ?? -1 }

  /// Requests the end of the recording, which `takeFinalStatus` reports.
  package func requestStop() { current?.requestStop() }

  /// The final status of the last recording; `nil` while one is running.
  package var ended: RecordingStatus? { last.withLock { $0 } }

  /// Returns the final status of a recording that is over, once.
  package func takeFinalStatus() -> RecordingStatus? {
    guard let current, current.status.isOver else { return nil }
    return finish()
  }

  /// Finishes the recording after reception has ended.
  /// - Returns: the final status; `nil` if there was no recording.
  @discardableResult
  package func finish() -> RecordingStatus? {
    guard let current else { return nil }
    current.finish()
    let status = current.status
    recorder.withLock { $0 = nil }
    last.withLock { $0 = status }
    return status
  }

  /// Finishes the file as far as possible within half a second. Any thread may call it.
  package func finishQuickly() {
    current?.finishQuickly(within: Self.patience)
  }

  private var current: Recorder? { recorder.withLock { $0 } }
}

extension RecordingStatus {
  /// The message for the start: `recording to a.pcapng`, or the remark if there is one.
  package var beginning: Phrase { remark ?? "recording to \(path)" }

  /// The remark about a file name that suggests another format than pcapng, which every recording has; `nil` for none.
  package var remark: Phrase? {
    let sentence: Phrase = "recording to \(path) as pcapng"
    let name = path.split(separator: "/").last.map { $0.lowercased() } ?? ""
    if [".gz", ".zst"].contains(where: name.hasSuffix) { return "\(sentence), not compressed" }
    switch CaptureFormat(fileName: name) {
    case .pcapng: return nil
    case let other?: return "\(sentence): udpeek convert turns it into \(other.rawValue)"
    // A name without an extension suggests nothing.
    case nil: return name.dropFirst().contains(".") ? sentence : nil
    }
  }

  /// The amount recorded, as a sentence: `recorded 5 datagrams, 820 bytes, to a.pcapng`.
  package var sentence: Phrase {
    let amount: Phrase = datagrams == 1 ? "1 datagram, \(bytes) bytes" : "\(datagrams) datagrams, \(bytes) bytes"
    // Interference by another program is reported separately.
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

  /// The reason why the recording stopped by itself, or a note that its file was moved; `nil` for neither.
  package var problem: Phrase? {
    if let failure, failure != .closed { return "recording stopped: \(failure)" }
    return moved.map { FileDisturbance.moved.phrase(of: $0) }
  }
}
