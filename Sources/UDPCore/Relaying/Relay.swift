import CLinux
import Glibc
import Impairment
import Plumbing

/// The relay of a receiver: passes what clients send on to the targets, and answers back. Lives on the receiver thread, and
/// neither allocates nor copies a datagram that leaves at once and as it came.
///
/// `RelayCounts.isExact` holds for every client and direction whenever the thread waits.
final class Relay {
  /// The tags of its descriptors in the poller: the timer's, and from `firstLinkTag` on those of sockets by place.
  static let timerTag = UInt64.max - 1
  static let firstLinkTag: UInt64 = 1 << 32

  let plan: RelayPlan
  let targets: [RelayTarget]
  let control: RelayControl
  let snapLength: Int
  let drops: DropCounter
  let shared: ReceiverShared
  let interfaces: InterfaceRegistry
  let judge: (any RelayJudge)?
  let batch = ForwardBatch()
  let errorQueue: ErrorQueue
  let room: Int
  /// Whether datagrams of one size may leave joined: an older kernel would send them as one.
  let joins: Bool
  var queuedBytes = 0
  let queues = BothWays(up: DueQueue(), down: DueQueue())
  var clients: [RelayClient?] = []
  var links: [RelayLink?] = []
  /// The sums over clients that have ended, and the last of those clients.
  var endedFlows = BothWays(up: RelayReport.Sum(), down: RelayReport.Sum())
  var ended: [RelayReport.Client] = []
  var endedCount = 0
  var clientCount = 0
  var refused = 0
  var isHeld = BothWays(up: false, down: false)
  var isImpaired = true
  /// The commands obeyed so far.
  var commandCount = 0
  /// What was chosen for clients alone, by the client.
  var kept: [RelayClient.Key: BothWays<ImpairmentChange>] = [:]
  /// The time after the start up to which the profile's steps were followed, in nanoseconds.
  var followed: Int64 = 0
  /// What became of the datagrams to each target.
  var targetCounts: [RelayReport.Target]
  /// The changes of impairments by commands, over those of the profile.
  var changes = BothWays(up: ImpairmentChange(), down: ImpairmentChange())
  /// The impairments chosen, but for those of single clients.
  var settings: BothWays<ImpairmentSettings>
  /// The time of the batch that is being read, by the monotonic clock and by the wall clock.
  private(set) var now: Int64
  private var wall: Int64
  let start: Int64
  var nextChange: Int64?
  var nextSweep: Int64

  private let options: ReceiveOptions
  private let sockets: [BoundSocket]
  private let poller: Poller
  private let timer: DeadlineTimer
  private var timerDue: Int64?
  private var places: [RelayClient.Key: Int] = [:]
  private var freeClients: [Int] = []
  private var freeLinks: [Int] = []
  /// The client of the last datagram.
  private var lastPlace = -1

  init(
    _ plan: RelayPlan, sockets: [BoundSocket], options: ReceiveOptions, drops: DropCounter, shared: ReceiverShared,
    control: RelayControl, poller: Poller, interfaces: InterfaceRegistry, errorQueue: ErrorQueue
  ) throws(SystemError) {
    self.plan = plan
    self.sockets = sockets
    self.options = options
    self.drops = drops
    self.shared = shared
    self.control = control
    self.poller = poller
    self.interfaces = interfaces
    self.errorQueue = errorQueue
    snapLength = min(max(0, options.snapLength), 65_535)
    room = plan.queueLimit
    joins =
      options.joinsDatagrams
      && sockets.allSatisfy { SocketOptions(descriptor: $0.descriptor).get(Int32(IPPROTO_UDP), UDP_SEGMENT) != nil }
    targets = plan.targets.map { RelayTarget($0, interfaces) }
    targetCounts = plan.targets.map { _ in RelayReport.Target() }
    judge = plan.judge?()
    timer = try DeadlineTimer()
    (now, wall) = (SystemClock.monotonic, SystemClock.wall)
    start = now
    nextSweep = now + Self.sweepTime(plan)
    settings = BothWays(up: plan.profile.up.settings(at: 0), down: plan.profile.down.settings(at: 0))
    nextChange = plan.profile.nextChange(after: 0)
    poller.add(timer.descriptor, tag: Self.timerTag)
    _ = clinux_descriptor_limit(Int32(clamping: (plan.clientLimit + 1) * targets.count + 64))
  }

  /// The number of sockets toward targets that may be open.
  static func linkLimit(_ plan: RelayPlan) -> Int { plan.clientLimit * plan.targets.count }

  static func sweepTime(_ plan: RelayPlan) -> Int64 { min(1_000_000_000, max(1_000_000, plan.idleTime / 4)) }

  // MARK: The course of the receiver thread

  /// Takes note of the time; called before the datagrams of a batch.
  func beginBatch() { (now, wall) = (SystemClock.monotonic, SystemClock.wall) }

  /// Sends what the datagrams of a batch gave rise to, and what has become due.
  func endBatch(_ writer: inout LogWriter) {
    flush(&writer)
    if isAnyDue(by: now) { sendDue(&writer) }
  }

  /// Does what is due apart from datagrams, and sets the timer. Called before the thread waits.
  func settle(_ writer: inout LogWriter) {
    beginBatch()
    obey(&writer)
    if let change = nextChange, now - start >= change { followProfile() }
    sendDue(&writer)
    if now >= nextSweep { sweep(&writer) }
    if control.takeWish() { control.publish(report()) }
    let due = [firstDue, nextChange.map { $0 + start }, clientCount > endedCount ? nextSweep : nil].compactMap { $0 }
      .min()
    if due != timerDue {
      timerDue = due
      timer.set(due)
    }
  }

  /// Called when the timer's descriptor is readable.
  func timerFired() {
    timer.clear()
    timerDue = nil
  }

  /// Passes on the answers that have arrived, and publishes the last report; called when the thread ends.
  func end(with received: ReceiveBatch, _ writer: inout LogWriter) {
    for place in links.indices { _ = drain(place, hasError: true, with: received, writer: &writer) }
    refreshDrops()
    control.publish(report())
  }

  // MARK: Datagrams

  /// Passes on a datagram that came in on one of the receiver's sockets.
  func take(
    _ payload: UnsafeRawBufferPointer, from peer: Endpoint, path: LocalPath, time: Int64, isTruncated: Bool,
    writer: inout LogWriter
  ) {
    guard let place = place(of: peer, path) else {
      refused += 1
      if refused == 1 { shared.notice(.relayClientRefused(peer, limit: plan.clientLimit)) }
      var rowPath = path
      rowPath.endpoint = targets[0].peer
      let kept = unsafe UnsafeRawBufferPointer(rebasing: payload.prefix(snapLength))
      let row = LogWriter.Row(
        kind: .incoming, time: time, size: payload.count, isTruncated: isTruncated || kept.count < payload.count,
        peer: peer, local: rowPath)
      _ = unsafe writer.append(row, payload: kept, verdict: RelayVerdict(.refused))
      return
    }
    unsafe take(payload, from: peer, client: place, .up, time: time, isTruncated: isTruncated, writer: &writer)
  }

  /// Passes on everything that a target's socket holds.
  /// - Returns: the number of rows.
  func drain(_ place: Int, hasError: Bool, with received: ReceiveBatch, writer: inout LogWriter) -> Int {
    guard place < links.count, let link = links[place] else { return 0 }
    var count = hasError ? drainErrors(link, &writer) : 0
    var failures = 0
    for _ in 0..<Self.batchesPerTurn {
      switch received.receive(from: link.descriptor) {
      case .success(let filled):
        beginBatch()
        for slot in 0..<filled { count += take(received.decode(slot), from: link, place, writer: &writer) }
        endBatch(&writer)
        if filled < ReceiveBatch.slotCount { return count }
      case .failure(let error):
        if error.code == EAGAIN { return count }
        // The error of a datagram sent earlier; each call returns one.
        count += drainErrors(link, &writer)
        failures += 1
        if failures > 8 { return count }
      }
    }
    return count
  }

  private static let batchesPerTurn = 32

  private func take(_ slot: ReceivedSlot, from link: RelayLink, _ place: Int, writer: inout LogWriter) -> Int {
    if let count = slot.control.drops, count != link.lastDrops {
      let difference = Int32(bitPattern: count &- link.lastDrops)
      if difference > 0 { drops.mark(Int(difference), before: writer.nextNumber) }
      link.lastDrops = count
      drops.note(count, socket: sockets.count + place)
    }
    if slot.isJoined { drops.noteJoined() }
    var peer = targets[link.target].peer
    if targets[link.target].isOpen, let actual = slot.peer {
      peer = actual
      if peer.scope != 0 { peer.scope = interfaces.number(of: peer.scope) }
    }
    let time = slot.control.time ?? wall
    return unsafe slot.forEachDatagram { payload, isTruncated in
      unsafe take(
        payload, from: peer, client: link.client, .down, target: link.target, time: time, isTruncated: isTruncated,
        writer: &writer)
    }
  }

  private func take(
    _ payload: UnsafeRawBufferPointer, from peer: Endpoint, client place: Int, _ direction: ImpairmentDirection,
    target: Int = 0, time: Int64, isTruncated: Bool, writer: inout LogWriter
  ) {
    guard let client = clients[place] else { return }
    client.lastActive = now
    client.flows[direction].counts.received += 1
    client.flows[direction].counts.receivedBytes += payload.count
    let kept = unsafe UnsafeRawBufferPointer(rebasing: payload.prefix(snapLength))
    let row = LogWriter.Row(
      kind: .incoming, time: time, size: payload.count, isTruncated: isTruncated || kept.count < payload.count,
      peer: peer, local: client.flows[direction].rowPath)
    let passes = direction == .up || plan.passesAnswers
    if judge == nil, passes, !isTruncated, !client.flows[direction].isTouched, !isHeld[direction] {
      _ = unsafe writer.append(row, payload: kept, verdict: nil)
      let course = Course(client: place, direction: direction, target: target, arrival: now)
      unsafe forward(payload, course, client, writer: &writer)
      return
    }
    _ = unsafe writer.append(row, payload: kept, verdict: RelayVerdict(isTruncated ? .cut : .unwanted))
    if isTruncated {
      client.flows[direction].counts.failed += 1
    } else if !passes {
      client.flows[direction].counts.dropped += 1
    } else {
      // By the kernel's stamp, so that what waited in the socket does not wait longer; the wall clock may jump.
      let arrival = now - min(100_000_000, max(0, wall - time))
      let course = Course(client: place, direction: direction, target: target, arrival: arrival)
      unsafe treat(payload, course, client, writer: &writer)
    }
  }

  // MARK: Clients

  /// Returns the place of a client, which is new if it has not sent before; `nil` if there are too many.
  @inline(__always)
  private func place(of peer: Endpoint, _ path: LocalPath) -> Int? {
    let key = RelayClient.Key(peer, path)
    if lastPlace >= 0, let client = clients[lastPlace], client.key == key {
      client.follow(path, interfaces)
      return lastPlace
    }
    if let place = places[key] {
      lastPlace = place
      clients[place]?.follow(path, interfaces)
      return place
    }
    return newPlace(key, path)
  }

  @inline(never)
  private func newPlace(_ key: RelayClient.Key, _ path: LocalPath) -> Int? {
    guard clientCount - endedCount < plan.clientLimit else { return nil }
    let place = freeClients.popLast() ?? clients.count
    if place == clients.count { clients.append(nil) }
    let client = RelayClient(
      key, ordinal: clientCount, path: path, targets: targets,
      settings: isImpaired ? settings : BothWays(up: .none, down: .none), seed: plan.seed, now: now,
      interfaces: interfaces)
    clientCount += 1
    clients[place] = client
    restoreChanges(of: client)
    places[key] = place
    lastPlace = place
    return place
  }

  /// Returns a client's socket toward a target, which is opened when it is needed first.
  /// - Throws: the `errno` value of what failed.
  func link(of place: Int, _ client: RelayClient, to target: Int) throws(Errno) -> RelayLink {
    if let index = client.links[target], let link = links[index] { return link }
    // A flood must not try with every datagram.
    if now < client.nextAttempt { throw Errno(code: client.lastError) }
    do throws(Errno) {
      let link = try RelayLink(
        to: targets[target], at: target, client: place, options: options, interfaces: interfaces)
      let index = freeLinks.popLast() ?? links.count
      if index == links.count { links.append(nil) }
      links[index] = link
      client.links[target] = index
      drops.restart(socket: sockets.count + index)
      poller.add(link.descriptor, tag: Self.firstLinkTag + UInt64(index))
      return link
    } catch {
      client.nextAttempt = now + 1_000_000_000
      client.lastError = error.code
      throw error
    }
  }

  /// The receiver's socket that a client writes to.
  func socket(of client: RelayClient) -> BoundSocket { sockets[Int(client.key.socket)] }

  /// Ends clients that were idle for too long, and looks at the sockets' drops.
  private func sweep(_ writer: inout LogWriter) {
    nextSweep = now + Self.sweepTime(plan)
    refreshDrops()
    for (place, client) in clients.enumerated() {
      guard let client, now - client.lastActive >= plan.idleTime, !client.isWaited else { continue }
      close(client, at: place, &writer)
    }
  }

  private func close(_ client: RelayClient, at place: Int, _ writer: inout LogWriter) {
    for index in client.links.compactMap({ $0 }) {
      if let link = links[index] { _ = drainErrors(link, &writer) }
      links[index] = nil
      freeLinks.append(index)
    }
    endedCount += 1
    for direction in ImpairmentDirection.allCases {
      endedFlows[direction].add(client.flows[direction])
    }
    if ended.count == RelayReport.mostEnded { ended.removeFirst() }
    ended.append(report(on: client, isEnded: true))
    places[client.key] = nil
    clients[place] = nil
    freeClients.append(place)
    if lastPlace == place { lastPlace = -1 }
  }

  /// Notes the exact drop counts of the sockets toward targets.
  private func refreshDrops() {
    for (index, link) in links.enumerated() {
      guard let link, let count = SocketOptions(descriptor: link.descriptor).drops else { continue }
      drops.note(count, socket: sockets.count + index)
    }
  }
}
