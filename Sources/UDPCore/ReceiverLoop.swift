import CLinux
import Glibc
import Plumbing

/// The receiver thread: waits in `epoll`, drains ready sockets in batches, appends to the log, answers by rule, and
/// sends the requests in the mailbox. It never decodes, formats or allocates a datagram.
final class ReceiverLoop {
  /// The number of batches read from one socket before the others get their turn.
  private static let batchesPerTurn = 32
  private static let inboxTag = UInt64.max

  private let sockets: [BoundSocket]
  private let snapLength: Int
  private let responder: (any Responder)?
  /// Passes on what is received; `nil` if nothing does.
  private let relay: Relay?
  private let drops: DropCounter
  private let changes: WakeUp
  private let arrivals: WakeUp
  private let shared: ReceiverShared
  private let poller: Poller
  private let interfaces: InterfaceRegistry
  private let batch = ReceiveBatch()
  let errorQueue: ErrorQueue
  private var writer: LogWriter
  private var replyGuard: ReplyGuard?
  private var drainPause: DrainPause
  /// The last drop count that came with a datagram, per socket.
  private var lastDrops: [UInt32]
  private var routes: SendingRoutes
  /// Whether something was answered since the last pause.
  private var hasAnswered = false
  /// The interface that the last datagram arrived on: the kernel's index, our number, and the registry's generation.
  private var lastInterface: (index: UInt32, number: UInt32, generation: UInt64) = (0, 0, 0)

  init(
    sockets: [BoundSocket], options: ReceiveOptions, responder: (any Responder)?, relay: Relay?,
    drops: DropCounter, changes: WakeUp, arrivals: WakeUp, shared: ReceiverShared, poller: Poller,
    interfaces: InterfaceRegistry, errorQueue: ErrorQueue
  ) {
    self.sockets = sockets
    self.relay = relay
    self.errorQueue = errorQueue
    snapLength = min(max(0, options.snapLength), 65_535)
    self.responder = responder
    self.drops = drops
    self.changes = changes
    self.arrivals = arrivals
    self.shared = shared
    self.interfaces = interfaces
    routes = SendingRoutes(sockets: sockets, interfaces: interfaces)
    writer = LogWriter(limit: options.memory)
    replyGuard = responder.map {
      ReplyGuard(
        limits: $0.limits, own: sockets.map(\.local),
        isOwnAddress: { RoutingTable.sourceAddress(toward: interfaces.ofKernel($0)) == $0.address },
        isBroadcast: RoutingTable.isBroadcast)
    }
    drainPause = DrainPause(receiveBuffer: sockets.map(\.receiveBuffer).min() ?? 0)
    lastDrops = Array(repeating: 0, count: sockets.count)
    self.poller = poller
    poller.add(shared.inbox.descriptor, tag: Self.inboxTag)
    for (index, socket) in sockets.enumerated() { poller.add(socket.descriptor, tag: UInt64(index)) }
  }

  var log: CaptureLog { writer.log }
  /// The number that the next row gets.
  var nextNumber: UInt64 { writer.nextNumber }

  /// Runs until a stop is requested, then drains the sockets once more.
  func run() {
    while !shared.isStopping {
      shared.inbox.arm()
      sendMail()
      settleRelay()
      if shared.isStopping { break }
      var drained = (count: 0, bytes: 0)
      poller.wait { handle($0, &drained) }
      pause(after: drained)
    }
    sendMail()
    drainAll()
    relay?.end(with: batch, &writer)
    publish()
  }

  private func handle(_ event: Poller.Event, _ drained: inout (count: Int, bytes: Int)) {
    switch event.tag {
    case Self.inboxTag: shared.inbox.clear()
    case Relay.timerTag: relay?.timerFired()
    case Relay.firstLinkTag...:
      let place = Int(event.tag - Relay.firstLinkTag)
      guard let relay, relay.drain(place, hasError: event.isError, with: batch, writer: &writer) > 0 else { return }
      publish()
    default:
      let index = Int(event.tag)
      if event.isError { drainErrors(index) }
      drain(index, into: &drained)
    }
  }

  /// Has the relay do what is due now.
  private func settleRelay() {
    guard let relay else { return }
    let before = writer.nextNumber
    relay.settle(&writer)
    if writer.nextNumber != before { publish() }
  }

  /// Drains every socket and publishes the rows.
  func drainAll() {
    drainLeftovers()
    publish()
  }

  /// Drains one socket, as after an event.
  func drain(_ index: Int, hasError: Bool) {
    var drained = (count: 0, bytes: 0)
    if hasError { drainErrors(index) }
    drain(index, into: &drained)
  }

  /// Drains the sockets at the end; bounded, in case datagrams keep arriving.
  private func drainLeftovers() {
    for index in sockets.indices {
      drainErrors(index)
      for _ in 0..<64 {
        var drained = (count: 0, bytes: 0)
        drain(index, into: &drained)
        if drained.count == 0 { break }
      }
    }
  }

  private func pause(after drained: (count: Int, bytes: Int)) {
    // A relay must not delay what passes through it. A peer that is answered may ask again at once, and one such pair is
    // fast enough to look like load: a pause would then delay one answer in a hundred by a millisecond.
    if drained.count == 0 || relay != nil { return }
    if hasAnswered {
      hasAnswered = false
      return
    }
    let pause = drainPause.duration(count: drained.count, bytes: drained.bytes, now: SystemClock.monotonic)
    if pause > 0 { clinux_wait_readable(shared.inbox.descriptor, pause) }
  }

  private func publish() {
    writer.publish()
    responder?.rowsWerePublished()
    changes.signal()
    arrivals.signal()
  }

  // MARK: Receiving

  /// Returns the number for a kernel index; costs two comparisons while the interface stays the same.
  @inline(__always)
  private func number(of index: UInt32) -> UInt32 {
    if index == lastInterface.index, lastInterface.generation == interfaces.generation { return lastInterface.number }
    return newNumber(of: index)
  }

  @inline(never)
  private func newNumber(of index: UInt32) -> UInt32 {
    let number = interfaces.number(of: index)
    lastInterface = (index, number, interfaces.generation)
    return number
  }

  private func drain(_ index: Int, into drained: inout (count: Int, bytes: Int)) {
    for _ in 0..<Self.batchesPerTurn {
      switch batch.receive(from: sockets[index].descriptor) {
      case .success(let filled):
        relay?.beginBatch()
        for slot in 0..<filled {
          let received = batch.decode(slot)
          drained.bytes += received.size
          drained.count += deliver(received, index: index)
        }
        relay?.endBatch(&writer)
        publish()
        if filled < ReceiveBatch.slotCount { return }
      case .failure(let error):
        if !recover(from: error, index: index) { return }
      }
    }
  }

  /// Handles a failed receive call.
  /// - Returns: whether to try again at once.
  private func recover(from error: Errno, index: Int) -> Bool {
    switch error.code {
    case EAGAIN: return false
    case EINTR: return true
    case ENOMEM, ENOBUFS:
      // The kernel is short of memory: pause instead of spinning.
      clinux_wait_readable(shared.inbox.descriptor, 1_000_000)
      return false
    default:
      // The error of a datagram sent earlier, to any peer: the error queue names the peer.
      if drainErrors(index) == 0, !Self.networkErrors.contains(error.code) {
        shared.notice(.receiveFailed(sockets[index].local, code: error.code))
        clinux_wait_readable(shared.inbox.descriptor, 1_000_000)
        return false
      }
      return true
    }
  }

  /// Errors that a call on a shared socket may return because of a datagram to another peer.
  private static let networkErrors: Set<Int32> = [
    ECONNREFUSED, EHOSTUNREACH, ENETUNREACH, EHOSTDOWN, ENETDOWN, EMSGSIZE, EPROTO, ENOPROTOOPT, EACCES, EOPNOTSUPP,
  ]

  /// Appends the contents of a slot, one row per coalesced segment.
  /// - Returns: the number of rows.
  private func deliver(_ received: ReceivedSlot, index: Int) -> Int {
    guard var peer = received.peer else { return 0 }
    if peer.scope != 0 { peer.scope = number(of: peer.scope) }
    let control = received.control
    if let count = control.drops, count != lastDrops[index] {
      let difference = Int32(bitPattern: count &- lastDrops[index])
      // After a socket is bound again, its count restarts at 0.
      drops.mark(difference > 0 ? Int(difference) : Int(count), before: writer.nextNumber)
      lastDrops[index] = count
      drops.note(count, socket: index)
    }
    let socket = sockets[index]
    let interface = number(of: control.interface)
    let destination = control.destination ?? socket.local.address
    let scope = destination.needsScope ? interface : 0
    let path = LocalPath(
      endpoint: Endpoint(destination, port: socket.local.port, scope: scope),
      replySource: control.replySource ?? socket.local.address, interface: interface,
      socket: UInt16(truncatingIfNeeded: index))
    shared.noteInterface(interface)
    let time = control.time ?? SystemClock.wall
    if received.isJoined { drops.noteJoined() }
    return unsafe received.forEachDatagram { payload, isTruncated in
      unsafe append(payload, from: peer, path: path, time: time, isTruncated: isTruncated)
    }
  }

  private func append(
    _ payload: UnsafeRawBufferPointer, from peer: Endpoint, path: LocalPath, time: Int64, isTruncated: Bool
  ) {
    if let relay {
      return unsafe relay.take(
        payload, from: peer, path: path, time: time, isTruncated: isTruncated, writer: &writer)
    }
    let kept = unsafe UnsafeRawBufferPointer(rebasing: payload.prefix(snapLength))
    let row = LogWriter.Row(
      kind: .incoming, time: time, size: payload.count, isTruncated: isTruncated || kept.count < payload.count,
      peer: peer, local: path)
    let number = unsafe writer.append(row, payload: kept)
    guard let responder else { return }
    guard let datagram = writer.last, datagram.number == number else { return shared.withhold(.late) }
    unsafe answer(datagram, payload, with: responder)
  }

  /// Appends the network's errors for earlier datagrams as failures of the peers they name.
  /// - Returns: the number of rows.
  @discardableResult
  private func drainErrors(_ index: Int, afterSendingTo refused: Endpoint? = nil) -> Int {
    let socket = sockets[index]
    if let relay {
      let count = relay.drainErrors(ofSocket: index, socket, &writer)
      if count > 0 { publish() }
      return count
    }
    var count = 0
    while count < 1024, let entry = errorQueue.next(of: socket.descriptor) {
      // The call itself already returned this host's own refusal.
      var peer = entry.peer
      if peer.scope != 0 { peer.scope = number(of: peer.scope) }
      if entry.failure.origin == .local, peer == refused { continue }
      count += 1
      let source = routes.source(toward: peer, on: socket)
      let scope = peer.scope != 0 ? peer.scope : number(of: socket.local.scope)
      let path = LocalPath(
        endpoint: Endpoint(source, port: socket.local.port, scope: source.needsScope ? scope : 0),
        replySource: socket.local.address, interface: 0,
        socket: UInt16(truncatingIfNeeded: index))
      let row = LogWriter.Row(
        kind: .failure, time: entry.time, size: unsafe entry.payload.count, peer: peer, local: path,
        failure: entry.failure)
      if entry.failure.origin == .network { responder?.noteRefusal(by: peer) }
      _ = unsafe writer.append(row, payload: UnsafeRawBufferPointer(rebasing: entry.payload.prefix(snapLength)))
    }
    if count > 0 { publish() }
    return count
  }

  // MARK: Sending

  /// Sends the requests in the mailbox, and appends the alarms.
  func sendMail() {
    let mail = shared.takeMail()
    for alarm in mail.alarms { writer.append(alarm) }
    for request in mail.requests {
      if let relay, relay.send(request, &writer) { continue }
      guard let path = routes.path(for: request) else { continue }
      if let rule = request.id?.rule, let reason = withholds(request) {
        responder?.note(reason, of: rule)
        continue
      }
      unsafe request.payload.withUnsafeBytes {
        unsafe transmit($0, to: request.peer, by: path, interface: request.interface, id: request.id)
      }
    }
    if !mail.isEmpty { publish() }
  }

  /// Has a datagram answered. Its payload is hashed only where that is needed.
  private func answer(
    _ datagram: Datagram, _ payload: UnsafeRawBufferPointer, with responder: any Responder
  ) {
    let fingerprint = { unsafe ReplyGuard.fingerprint(of: payload) }
    responder.respond(to: datagram, fingerprint: fingerprint) { reply, id in
      let request = ReplyRequest(
        row: datagram.number, peer: datagram.peer, path: datagram.local, size: datagram.size,
        fingerprint: fingerprint())
      if let reason = withholds(reply, answering: request) { return reason }
      unsafe reply.withUnsafeBytes { unsafe transmit($0, to: datagram.peer, by: datagram.local, id: id) }
      return nil
    }
  }

  /// Returns the reason to withhold a request that a rule made, and counts it; `nil` to send it.
  private func withholds(_ request: TransmitRequest) -> ReplyWithheld? {
    if let answering = request.answering { return withholds(request.payload, answering: answering) }
    guard let reason = replyGuard?.judgeUnasked(now: SystemClock.monotonic) ?? nil else { return nil }
    shared.withhold(reason)
    return reason
  }

  /// Returns the reason to withhold an answer by rule, and counts it; `nil` to send it.
  private func withholds(_ payload: [UInt8], answering request: ReplyRequest) -> ReplyWithheld? {
    guard let reason = replyGuard?.judge(request, reply: payload, now: SystemClock.monotonic) ?? nil else { return nil }
    if let disarmed = replyGuard?.takeDisarmed() { shared.notice(.ruleDisarmed(disarmed)) }
    shared.withhold(reason)
    return reason
  }

  /// Sends a datagram and appends its row, or the row of its failure.
  private func transmit(
    _ payload: UnsafeRawBufferPointer, to peer: Endpoint, by path: LocalPath, interface: UInt32 = 0,
    id: TransmitID? = nil
  ) {
    let index = Int(path.socket)
    // Taken before the send, so that the answer's time stamp is never earlier.
    let time = SystemClock.wall
    let (target, way, exit) = (interfaces.ofKernel(peer), interfaces.ofKernel(path), interfaces.index(of: interface))
    var error = unsafe Transmission.send(payload, to: target, by: way, interface: exit, on: sockets[index])
    if let first = error {
      let queued = drainErrors(index, afterSendingTo: peer)
      // The error may be another peer's: retry once.
      if queued > 0 || first.code == EINTR || Self.networkErrors.contains(first.code) {
        error = unsafe Transmission.send(payload, to: target, by: way, interface: exit, on: sockets[index])
        if error != nil { drainErrors(index, afterSendingTo: peer) }
      }
    }
    if error?.code == EAGAIN {
      _ = PollSet.isReady(sockets[index].descriptor, for: .writable, within: 10_000_000)
      error = unsafe Transmission.send(payload, to: target, by: way, interface: exit, on: sockets[index])
    }
    if error == nil { unsafe replyGuard?.noteSent(payload, to: peer, now: SystemClock.monotonic) }
    if id?.rule != nil { hasAnswered = true }
    var local = path
    local.endpoint = Endpoint(
      path.replySource.isUnspecified ? path.endpoint.address : path.replySource, port: sockets[index].local.port,
      scope: path.replySource.needsScope ? path.interface : 0)
    let row = LogWriter.Row(
      kind: error == nil ? .outgoing : .failure, time: time, size: payload.count, peer: peer, local: local,
      failure: error.map { TransmitFailure(origin: .local, code: $0.code) })
    _ = unsafe writer.append(row, payload: UnsafeRawBufferPointer(rebasing: payload.prefix(snapLength)), id: id)
  }
}
