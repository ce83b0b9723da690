import CLinux
import Glibc
package import Plumbing
import Synchronization

/// The core that all receiving commands share: it receives into the capture log and is the only way to send.
///
/// Its thread drains the sockets, writes the log and sends. All other threads read snapshots, wait for `changes`, and
/// post requests.
package final class Receiver: Sendable {
  /// The datagrams received and sent.
  package let log: CaptureLog
  /// The sockets; `LocalPath.socket` is an index into them.
  package let sockets: [BoundSocket]
  /// Signalled after new rows, if armed.
  package let changes: WakeUp
  /// Signalled after new rows, if armed, for a second reader: the recorder.
  package let arrivals: WakeUp
  /// Signalled when there are notices to take.
  package var attention: WakeUp { shared.attention }
  /// Kernel drops; call `refreshDrops()` for the exact count.
  package let drops: DropCounter

  /// The interfaces that rows and peers refer to.
  package let interfaces: InterfaceRegistry

  /// The side of the relay that takes commands and reports; `nil` if nothing is relayed.
  package let relay: RelayControl?

  private let shared: ReceiverShared
  private let responder: (any Responder)?
  private let worker: Lock<Worker?>
  private let watch: LinkWatch

  /// Starts receiving.
  /// - Parameter relay: where to pass everything on to; a relay has no responder.
  /// - Throws: an error if the process has too many open files.
  package convenience init(
    sockets: [BoundSocket], options: ReceiveOptions, responder: (any Responder)? = nil, relay: RelayPlan? = nil
  ) throws(SystemError) {
    try self.init(sockets: sockets, options: options, responder: responder, relay: relay) { loop in
      Worker(name: "udpeek-receive") { loop.run() }
    }
  }

  /// Prepares to receive.
  /// - Parameter start: takes the loop and returns the thread that runs it; `nil` if its owner drives it.
  init(
    sockets: [BoundSocket], options: ReceiveOptions, responder: (any Responder)?, relay plan: RelayPlan? = nil,
    start: (sending ReceiverLoop) -> Worker?
  ) throws(SystemError) {
    self.sockets = sockets
    self.responder = responder
    changes = try WakeUp()
    arrivals = try WakeUp()
    drops = DropCounter(sockets: sockets.count + (plan.map(Relay.linkLimit) ?? 0))
    let shared = try ReceiverShared()
    self.shared = shared
    let links = LinkTable.current()
    interfaces = InterfaceRegistry(links)
    let poller = try Poller()
    relay = plan.map { RelayControl(inbox: shared.inbox, targets: $0.targets.map(\.peer)) }
    let errorQueue = ErrorQueue()
    var passing: Relay?
    if let plan, let relay {
      passing = try Relay(
        plan, sockets: sockets, options: options, drops: drops, shared: shared, control: relay, poller: poller,
        interfaces: interfaces, errorQueue: errorQueue)
    }
    let loop = ReceiverLoop(
      sockets: sockets, options: options, responder: responder, relay: passing, drops: drops, changes: changes,
      arrivals: arrivals, shared: shared, poller: poller, interfaces: interfaces, errorQueue: errorQueue)
    log = loop.log
    let maintenance = SocketMaintenance(
      sockets: sockets, drops: drops, shared: shared, poller: poller, interfaces: interfaces, links: links)
    watch = try LinkWatch(maintenance, shared: shared)
    worker = Lock(start(loop))
    responder?.start(log) { [weak self] request throws(TransmitRefusal) in
      guard let self else { throw .stopped }
      try send(request)
    }
  }

  deinit {
    stop()
  }

  /// Hands a datagram to the receiver thread. Its outcome, sent or failed, becomes a row of the log.
  /// - Throws: the reason if it cannot even be tried.
  package func send(_ request: TransmitRequest) throws(TransmitRefusal) {
    if request.path == nil, !sockets.contains(where: { $0.family == request.peer.address.family }) {
      throw .noSocket(request.peer.address.family)
    }
    try shared.post(request)
  }

  /// Has the receiver thread append the row of an alarm.
  /// - Returns: whether there was room for it.
  package func raise(_ alarm: AlarmRow) -> Bool { shared.post(alarm) }

  /// Stops receiving: drains what the sockets still hold, waits for the thread to end, and refreshes the drop counts.
  /// The sockets may be closed afterwards. Further calls do nothing.
  package func stop() {
    watch.stop()
    guard let running = worker.take() else { return }
    responder?.stop()
    shared.requestStop()
    running.join()
    refreshDrops()
  }

  /// Updates `drops` with the sockets' exact drop counts (`SO_MEMINFO`).
  package func refreshDrops() {
    for (index, socket) in sockets.enumerated() {
      if let count = SocketOptions(descriptor: socket.descriptor).drops { drops.note(count, socket: index) }
    }
  }

  /// Replies by rule that were withheld, by reason; only reasons that occurred.
  package var withheld: [(reason: ReplyWithheld, count: Int)] {
    let before = responder?.withheldBefore ?? [:]
    return shared.withheld.withLock { counts in
      ReplyWithheld.allCases.compactMap { reason in
        let count = counts[reason.rawValue] + before[reason, default: 0]
        return count > 0 ? (reason, count) : nil
      }
    }
  }

  /// The endpoints and groups that the sockets receive on, and why any of them receives nothing now.
  package var boundAddresses: [BoundAddress] { shared.boundAddresses.withLock { $0 } }

  /// Removes and returns the notices since the last call.
  package func takeNotices() -> [ReceiverNotice] {
    attention.clear()
    attention.arm()
    return shared.notices.withLock { notices in
      defer { notices = [] }
      return notices
    }
  }
}

/// An event in the receiver that the user should know about.
package enum ReceiverNotice: Sendable, Hashable {
  /// An interface or address that affects our endpoints changed.
  case link(LinkChange)
  /// A group was rejoined after its interface returned.
  case joinedAgain(IPAddress, interface: String)
  /// An endpoint was bound again after its interface returned.
  case boundAgain(Endpoint)
  /// An endpoint could not be bound again.
  case bindFailed(SocketError)
  /// The system refused to report link changes.
  case linksUnwatched(code: Int32)
  /// The reply rule was disarmed for 60 s for a peer that stayed at its rate limit.
  case ruleDisarmed(Endpoint)
  /// A relay has as many clients as it takes, and passes nothing on from another one; said once.
  case relayClientRefused(Endpoint, limit: Int)
  /// A socket's receive call failed, and not because of an earlier datagram.
  case receiveFailed(Endpoint, code: Int32)
}

/// What waits for the receiver thread: messages to send, and alarms to append.
struct Mail: Sendable {
  var requests: [TransmitRequest] = []
  var alarms: [AlarmRow] = []

  var isEmpty: Bool { requests.isEmpty && alarms.isEmpty }
}

/// State shared between the receiver thread and others, apart from the log.
final class ReceiverShared: Sendable {
  private static let mailboxLimit = 4096
  private static let noticeLimit = 64

  let inbox: WakeUp
  let attention: WakeUp
  /// The numbers of the interfaces that datagrams arrived on.
  let interfaces = Lock(Set<UInt32>())
  let withheld = Lock([Int](repeating: 0, count: ReplyWithheld.allCases.count))
  let notices = Lock([ReceiverNotice]())
  let boundAddresses = Lock([BoundAddress]())
  private let mailbox = Lock(Mail())
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
      guard mailbox.requests.count < Self.mailboxLimit else { return false }
      mailbox.requests.append(request)
      return true
    }
    if !fits { throw .mailboxFull }
    inbox.signal()
  }

  func post(_ alarm: AlarmRow) -> Bool {
    let fits = mailbox.withLock { mailbox in
      guard mailbox.alarms.count < Self.mailboxLimit else { return false }
      mailbox.alarms.append(alarm)
      return true
    }
    if fits { inbox.signal() }
    return fits
  }

  func takeMail() -> Mail {
    mailbox.withLock { mailbox in
      defer { mailbox = Mail() }
      return mailbox
    }
  }

  func notice(_ notice: ReceiverNotice) {
    notices.withLock { if $0.count < Self.noticeLimit { $0.append(notice) } }
    attention.signal()
  }

  /// Records that a datagram arrived on an interface. Costs one load while the interface stays the same.
  func noteInterface(_ index: UInt32) {
    if lastInterface.load(ordering: .relaxed) == index { return }
    lastInterface.store(index, ordering: .relaxed)
    interfaces.withLock { _ = $0.insert(index) }
  }

  func withhold(_ reason: ReplyWithheld) {
    withheld.withLock { $0[reason.rawValue] += 1 }
  }
}
