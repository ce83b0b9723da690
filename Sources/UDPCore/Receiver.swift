import CLinux
import Glibc
package import Plumbing
import Synchronization

/// The shared core of every command: sockets in, capture log out, and the one way to send.
///
/// One thread of its own drains the sockets, writes the log, and sends. Everybody else reads snapshots, waits for
/// `changes`, and posts requests.
package final class Receiver: Sendable {
  /// What was received and sent.
  package let log: CaptureLog
  /// The sockets, in the order that `LocalPath.socket` counts.
  package let sockets: [BoundSocket]
  /// Signalled after new rows, when armed.
  package let changes: WakeUp
  /// The same for a second reader: the recorder.
  package let arrivals: WakeUp
  /// Signalled when there are notices to take.
  package var attention: WakeUp { shared.attention }
  /// Kernel drops; call `refreshDrops()` for the exact figure.
  package let drops: DropCounter

  /// The interfaces that rows and peers name.
  package let interfaces: InterfaceRegistry

  private let shared: ReceiverShared
  private let worker: Lock<Worker?>
  private let watch: LinkWatch

  /// Starts receiving.
  /// - Throws: when the process may open no more files.
  package init(sockets: [BoundSocket], options: ReceiveOptions, rule: ReplyRule? = nil) throws(SystemError) {
    self.sockets = sockets
    changes = try WakeUp()
    arrivals = try WakeUp()
    drops = DropCounter(sockets: sockets.count)
    shared = try ReceiverShared()
    let links = LinkTable.current()
    interfaces = InterfaceRegistry(links)
    let poller = try Poller()
    let loop = ReceiverLoop(
      sockets: sockets, options: options, rule: rule, drops: drops, changes: changes, arrivals: arrivals,
      shared: shared, poller: poller, interfaces: interfaces)
    log = loop.log
    let keeper = SocketKeeper(
      sockets: sockets, drops: drops, shared: shared, poller: poller, interfaces: interfaces, links: links)
    watch = try LinkWatch(keeper, shared: shared)
    worker = Lock(Worker(name: "udpeek-receive") { loop.run() })
  }

  deinit {
    stop()
  }

  /// Hands a datagram to the receiver thread. What became of it is a row of the log: sent, or a failure.
  /// - Throws: when it cannot be tried at all.
  package func send(_ request: TransmitRequest) throws(TransmitRefusal) {
    if request.path == nil, !sockets.contains(where: { $0.family == request.peer.address.family }) {
      throw .noSocket(request.peer.address.family)
    }
    try shared.post(request)
  }

  /// Ends reception: what waits in the sockets is still taken, then the sockets may be closed. Returns when the thread
  /// has ended. Later calls do nothing.
  package func stop() {
    guard
      let running = worker.withLock({ worker in
        defer { worker = nil }
        return worker
      })
    else { return }
    watch.stop()
    shared.requestStop()
    running.join()
    refreshDrops()
  }

  /// Reads the sockets' exact drop counts (`SO_MEMINFO`); they are in `drops` afterwards.
  package func refreshDrops() {
    for (index, socket) in sockets.enumerated() {
      if let count = SocketOptions(descriptor: socket.descriptor).drops { drops.note(count, socket: index) }
    }
  }

  /// Replies by rule that were withheld, by reason; only those that are not 0.
  package var withheld: [(reason: ReplyWithheld, count: Int)] {
    shared.withheld.withLock { counts in
      ReplyWithheld.allCases.compactMap { counts[$0.rawValue] > 0 ? ($0, counts[$0.rawValue]) : nil }
    }
  }

  /// Where the sockets receive, and where nothing arrives now.
  package var places: [BoundPlace] { shared.places.withLock { $0 } }

  /// What the receiver thread wants a person to know, since the last call.
  package func takeNotices() -> [ReceiverNotice] {
    attention.clear()
    attention.arm()
    return shared.notices.withLock { notices in
      defer { notices = [] }
      return notices
    }
  }
}

/// Something that the receiver did or met and a person should know.
package enum ReceiverNotice: Sendable, Hashable {
  /// An interface or address that matters to our endpoints changed.
  case link(LinkChange)
  /// A group was joined again on an interface that is back.
  case joinedAgain(IPAddress, interface: String)
  /// An endpoint was bound again on an interface that is back.
  case boundAgain(Endpoint)
  /// An endpoint could not be bound again: why.
  case bindFailed(SocketError)
  /// The system will not tell of links that go down.
  case linksUnwatched(code: Int32)
  /// The rule is disarmed for a peer that stayed at its limit, for 60 s.
  case ruleDisarmed(Endpoint)
  /// A socket's receive call failed for a reason of its own.
  case receiveFailed(Endpoint, code: Int32)
}

/// What crosses between the receiver thread and the others, beside the log.
final class ReceiverShared: Sendable {
  private static let mailboxLimit = 4096
  private static let noticeLimit = 64

  let inbox: WakeUp
  let attention: WakeUp
  /// The numbers of the interfaces by which datagrams came.
  let interfaces = Lock(Set<UInt32>())
  let withheld = Lock([Int](repeating: 0, count: ReplyWithheld.allCases.count))
  let notices = Lock([ReceiverNotice]())
  let places = Lock([BoundPlace]())
  private let mailbox = Lock([TransmitRequest]())
  private let stopRequested = Atomic(false)
  private let lastInterface = Atomic<UInt32>(0)

  init() throws(SystemError) {
    inbox = try WakeUp()
    attention = try WakeUp()
    attention.arm()
  }

  var isStopping: Bool { stopRequested.load(ordering: .acquiring) }

  func requestStop() {
    stopRequested.store(true, ordering: .releasing)
    inbox.signal()
  }

  func post(_ request: TransmitRequest) throws(TransmitRefusal) {
    if isStopping { throw .stopped }
    let fits = mailbox.withLock { mailbox in
      guard mailbox.count < Self.mailboxLimit else { return false }
      mailbox.append(request)
      return true
    }
    if !fits { throw .mailboxFull }
    inbox.signal()
  }

  func takeMail() -> [TransmitRequest] {
    mailbox.withLock { mailbox in
      defer { mailbox = [] }
      return mailbox
    }
  }

  func notice(_ notice: ReceiverNotice) {
    notices.withLock { if $0.count < Self.noticeLimit { $0.append(notice) } }
    attention.signal()
  }

  /// Remembers by which interface datagrams come. Costs a load while it stays the same.
  func noteInterface(_ index: UInt32) {
    if lastInterface.load(ordering: .relaxed) == index { return }
    lastInterface.store(index, ordering: .relaxed)
    interfaces.withLock { _ = $0.insert(index) }
  }

  func withhold(_ reason: ReplyWithheld) {
    withheld.withLock { $0[reason.rawValue] += 1 }
  }
}
