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
  /// Adopts the settings that depend on the opened files.
  mutating func apply(_ opened: OpenedFiles) {
    files = opened.names
    hosts = opened.outbox?.names ?? []
    startsAtTop = opened.areRegular
    if !hosts.isEmpty { columns.usual = ColumnSettings.withHosts }
    if files.count > 1 { columns.usual = ColumnSettings.withInterfaces }
  }
}

/// Capture files, or other hosts, as the rows of a screen. A thread of its own fills the log. Datagrams are sent by the
/// host that the peer wrote to, or else from sockets of this one that are bound when first needed; their traffic is
/// copied into the same log.
final class OpenedFiles: Sendable {
  /// The rows of all files, and the datagrams sent and received.
  let log: CaptureLog
  /// Signalled after new rows, when armed.
  let changes: WakeUp
  /// Signalled when there are sentences to take.
  let attention: WakeUp
  /// The files' names.
  let names: [String]
  /// Whether all of them are regular files, of a known size.
  let areRegular: Bool
  /// What hosts are to send; `nil` for files.
  let outbox: HostOutbox?

  /// The numbers in the log for the hosts.
  private let hostInterfaces: [UInt32]

  private let inbox: WakeUp
  private let shared = Lock(Shared())
  private let isStopping = Atomic(false)
  private let worker: Lock<Worker?>

  /// The state shared by the thread and the screen.
  private struct Shared: Sendable {
    var receiver: Receiver?
    var status = FileStatus()
    var kernelDrops = 0
    var sentences: [Phrase] = []
    var encodings: [(peer: Endpoint?, encoding: PresetEncoding)] = []
    var notes: [(row: UInt64, note: String?)] = []
    var marked: [UInt64] = []
    var hosts: [HostStatus] = []
    var news: [HostSet.News] = []
  }

  /// Starts reading into a log of at most `memory` bytes.
  /// - Parameter hosts: hosts that are connected, in place of files.
  init(_ readers: sending [CaptureReader], hosts: sending HostSet? = nil, memory: Int) throws(SystemError) {
    names = readers.map(\.name)
    areRegular = hosts == nil && readers.allSatisfy { $0.progress.of != nil }
    outbox = hosts?.outbox
    changes = try WakeUp()
    attention = try WakeUp()
    inbox = try WakeUp()
    attention.arm()
    let loader = CaptureLoader(readers, hosts: hosts?.streams ?? [], limit: memory)
    log = loader.log
    hostInterfaces = loader.hostInterfaces
    worker = Lock(nil)
    let loading = FileLoading(loader: loader, hosts: hosts)
    let thread = Worker(name: "udpeek-load") { [self] in loading.run(for: self) }
    worker.withLock { $0 = thread }
  }

  // MARK: The thread's side

  /// Signals the thread, when armed, to stop or to look for a receiver.
  var wake: WakeUp { inbox }

  /// Whether the thread must stop.
  var isEnding: Bool { isStopping.load(ordering: .acquiring) }

  /// The receiver; `nil` until something is sent.
  var receiver: Receiver? { shared.withLock { $0.receiver } }

  /// Publishes the results of one step of the thread.
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

  /// Publishes what became of the hosts.
  func publish(_ news: [HostSet.News], _ hosts: [HostStatus]) {
    shared.withLock { shared in
      shared.hosts = hosts
      shared.news += news
    }
    if !news.isEmpty { attention.signal() }
  }

  // MARK: The screen's side

  /// What is known of the hosts.
  var hosts: [HostStatus] { shared.withLock { $0.hosts } }

  /// Removes and returns what became of the hosts, and of messages that they were to send, since the last call.
  func takeNews() -> [HostSet.News] {
    shared.withLock { shared in
      defer { shared.news = [] }
      return shared.news
    }
  }

  /// The names of this system's interfaces and of those found in the files.
  var interfaceNames: InterfaceNames {
    let names = shared.withLock { $0.status.interfaces }
    return (receiver?.interfaces.names ?? .current()).adding(names)
  }

  /// Datagrams dropped before they were captured, according to the files.
  var kernelDrops: Int { shared.withLock { $0.kernelDrops } }

  /// The progress of reading, and the facts known about the files.
  var status: FileStatus { shared.withLock { $0.status } }

  /// Removes and returns the encodings found in the files since the last call; an entry without a peer applies to all.
  func takeEncodings() -> [(peer: Endpoint?, encoding: PresetEncoding)] {
    shared.withLock { shared in
      defer { shared.encodings = [] }
      return shared.encodings
    }
  }

  /// Removes and returns the notes found in the files since the last call: a row's complete note, or `nil` if it was
  /// removed.
  func takeNotes() -> [(row: UInt64, note: String?)] {
    shared.withLock { shared in
      defer { shared.notes = [] }
      return shared.notes
    }
  }

  /// Removes and returns the rows found to be marked in the files since the last call.
  func takeMarked() -> [UInt64] {
    shared.withLock { shared in
      defer { shared.marked = [] }
      return shared.marked
    }
  }

  /// Removes and returns the sentences for the user since the last call.
  func takeSentences() -> [Phrase] {
    attention.clear()
    attention.arm()
    return shared.withLock { shared in
      defer { shared.sentences = [] }
      return shared.sentences
    }
  }

  /// Sends by the host that the peer wrote to; otherwise from a port of this one that the system chooses, the same for
  /// all datagrams.
  func send(_ request: TransmitRequest) throws(TransmitRefusal) {
    if let outbox, let path = request.path, let host = hostInterfaces.firstIndex(of: path.interface) {
      try outbox.post(request, by: path, host: host)
      return inbox.signal()
    }
    let receiver = try boundReceiver()
    var request = request
    // The path is from a file and does not exist here.
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

  /// Stops reading, sending and receiving. Returns once no more rows can arrive.
  func stop() {
    isStopping.store(true, ordering: .releasing)
    inbox.signal()
    worker.take()?.join()
    receiver?.stop()
  }
}
