import Basics
import CLinux
import CaptureFile
import CommandCore
import Glibc
import Monitor
import PayloadText
import PeerText
import Plumbing
import Synchronization
import UDPCore

extension MonitorSettings {
  /// Takes over what there is to say of files.
  mutating func take(_ opened: OpenedFiles) {
    files = opened.names
    startsAtTop = opened.areRegular
    if files.count > 1, columns.shown == nil { columns.shown = ColumnSettings.withInterfaces }
  }
}

/// Capture files as the rows of a screen. A thread of its own fills the log; what is sent leaves from sockets that are
/// bound when they are first needed, and what these send and receive is copied into the same log.
final class OpenedFiles: Sendable {
  /// The rows of all files, and of what is sent and received.
  let log: CaptureLog
  /// Signalled after new rows, when armed.
  let changes: WakeUp
  /// Signalled when there are sentences to take.
  let attention: WakeUp
  /// The files' names.
  let names: [String]
  /// Whether all of them are files that do not grow.
  let areRegular: Bool

  private let inbox: WakeUp
  private let shared = Lock(Shared())
  private let isStopping = Atomic(false)
  private let worker: Lock<Worker?>

  /// What the thread and the screen both look at.
  private struct Shared: Sendable {
    var receiver: Receiver?
    var status = FileStatus()
    var kernelDrops = 0
    var sentences: [Phrase] = []
    var encodings: [(peer: Endpoint?, encoding: PresetEncoding)] = []
    var notes: [(row: UInt64, note: String?)] = []
    var marked: [UInt64] = []
  }

  /// Begins to read into a log of at most `memory` bytes.
  init(_ readers: sending [CaptureReader], memory: Int) throws(SystemError) {
    names = readers.map(\.name)
    areRegular = readers.allSatisfy { $0.progress.of != nil }
    changes = try WakeUp()
    attention = try WakeUp()
    inbox = try WakeUp()
    attention.arm()
    let loader = CaptureLoader(readers, limit: memory)
    log = loader.log
    worker = Lock(nil)
    let loading = FileLoading(loader: loader)
    let thread = Worker(name: "udpeek-load") { [self] in loading.run(for: self) }
    worker.withLock { $0 = thread }
  }

  // MARK: The thread's side

  /// Signalled, when armed, for the thread: to stop, or to look for a receiver.
  var wake: WakeUp { inbox }

  var isEnding: Bool { isStopping.load(ordering: .acquiring) }

  /// The receiver, once something was sent.
  var receiver: Receiver? { shared.withLock { $0.receiver } }

  /// What a step of the thread came to.
  func publish(
    _ status: FileStatus, kernelDrops: Int, encodings: [(peer: Endpoint?, encoding: PresetEncoding)],
    notes: [(row: UInt64, note: String?)], marked: [UInt64], sentences: [Phrase]
  ) {
    shared.withLock { shared in
      shared.status = status
      shared.kernelDrops = kernelDrops
      shared.encodings += encodings
      shared.notes += notes
      shared.marked += marked
      shared.sentences += sentences
    }
    changes.signal()
    if !sentences.isEmpty { attention.signal() }
  }

  // MARK: The screen's side

  /// The names of this system's interfaces, and those that files have added.
  var interfaceNames: InterfaceNames {
    let names = shared.withLock { $0.status.interfaces }
    return (receiver?.interfaces.names ?? .current()).adding(names)
  }

  /// Datagrams that the files say were dropped before they were captured.
  var kernelDrops: Int { shared.withLock { $0.kernelDrops } }

  /// How far the files are read, and what is known of them.
  var status: FileStatus { shared.withLock { $0.status } }

  /// Takes what files have said of how peers write since the last call; without a peer for all.
  func takeEncodings() -> [(peer: Endpoint?, encoding: PresetEncoding)] {
    shared.withLock { shared in
      defer { shared.encodings = [] }
      return shared.encodings
    }
  }

  /// Takes what files have said of rows since the last call: a row's whole note, `nil` where it was taken back.
  func takeNotes() -> [(row: UInt64, note: String?)] {
    shared.withLock { shared in
      defer { shared.notes = [] }
      return shared.notes
    }
  }

  /// Takes the rows that the files have said to be marked since the last call.
  func takeMarked() -> [UInt64] {
    shared.withLock { shared in
      defer { shared.marked = [] }
      return shared.marked
    }
  }

  /// Takes what a person should know since the last call.
  func takeSentences() -> [Phrase] {
    attention.clear()
    attention.arm()
    return shared.withLock { shared in
      defer { shared.sentences = [] }
      return shared.sentences
    }
  }

  /// Sends from a port that the system chooses, the same one for all that is sent.
  func send(_ request: TransmitRequest) throws(TransmitRefusal) {
    let receiver = try boundReceiver()
    var request = request
    // A path of a file leads nowhere from here.
    if !receiver.bound.contains(where: { $0 == request.path?.endpoint }) { request.path = nil }
    try receiver.send(request)
  }

  private func boundReceiver() throws(TransmitRefusal) -> Receiver {
    if let receiver { return receiver }
    do {
      let set = try SocketSet(
        [try EndpointArgument("0")], options: ReceiveOptions(), interfaces: InterfaceNames.current())
      let made = try Receiver(sockets: set.sockets, options: ReceiveOptions())
      let ends = made.bound.map(\.description).joined(separator: " and ")
      shared.withLock { shared in
        shared.receiver = made
        shared.sentences.append("messages from here are sent from \(ends)")
      }
      inbox.signal()
      attention.signal()
      return made
    } catch {
      throw .unbound(Phrase(error))
    }
  }

  /// Ends reading, sending and receiving. Returns when no row comes any more.
  func stop() {
    isStopping.store(true, ordering: .releasing)
    inbox.signal()
    let running = worker.withLock { worker in
      defer { worker = nil }
      return worker
    }
    running?.join()
    receiver?.stop()
  }
}
