import Basics
import Glibc
import Impairment
import Plumbing

extension Relay {
  /// The way of a datagram: whose it is, and where it goes.
  struct Course {
    /// The place of its client.
    var client: Int
    var direction: ImpairmentDirection
    /// The index of the target that sent it, for `down`.
    var target: Int
    /// The time when it arrived, in nanoseconds of the monotonic clock.
    var arrival: Int64
  }

  /// Has a datagram judged and impaired, completes its row with the verdict, and passes on or queues what is left of it.
  func treat(_ payload: UnsafeRawBufferPointer, _ course: Course, _ client: RelayClient, writer: inout LogWriter) {
    let judgement = unsafe judge?.judge(writer.last, payload: payload.bytes, direction: course.direction)
    if judgement?.isDropped == true {
      client.flows[course.direction].counts.dropped += 1
      return writer.amend(RelayVerdict(.dropped))
    }
    let isImpaired = judgement?.isImpaired ?? true
    guard let replacement = judgement?.replacement else {
      return unsafe pass(payload, course, client, isImpaired: isImpaired, isRewritten: false, writer: &writer)
    }
    client.flows[course.direction].counts.rewritten += 1
    unsafe replacement.withUnsafeBytes {
      unsafe pass($0, course, client, isImpaired: isImpaired, isRewritten: true, writer: &writer)
    }
  }

  private func pass(
    _ payload: UnsafeRawBufferPointer, _ course: Course, _ client: RelayClient, isImpaired: Bool, isRewritten: Bool,
    writer: inout LogWriter
  ) {
    let direction = course.direction
    var fate = Fate(datagram: .passes(Fate.Passage(delay: 0, size: payload.count)))
    if isImpaired, client.flows[direction].isTouched {
      fate = client.flows[direction].impairer.decide(size: payload.count, now: course.arrival)
    }
    let first = admit(fate.datagram, &client.flows[direction].counts, direction)
    var second: Fate.Passage?
    if let copy = fate.copy {
      client.flows[direction].counts.copies += 1
      second = admit(copy, &client.flows[direction].counts, direction)
    }
    writer.amend(
      verdict(fate, first, second, size: payload.count, direction, isRewritten, &client.flows[direction].counts))
    for passage in [first, second] {
      guard let passage else { continue }
      unsafe start(payload, passage, course, client, isRewritten: isRewritten, writer: &writer)
    }
  }

  /// Counts what does not pass, and takes memory for what has to wait.
  /// - Returns: how a datagram passes; `nil` if it does not.
  private func admit(
    _ outcome: Fate.Outcome, _ counts: inout RelayCounts, _ direction: ImpairmentDirection
  ) -> Fate.Passage? {
    switch outcome {
    case .lost:
      counts.lost += 1
      return nil
    case .overflowed:
      counts.overflowed += 1
      return nil
    case .passes(let passage):
      guard passage.delay > 0 || isHeld[direction] else { return passage }
      let needed = passage.size + DueQueue.overhead
      guard queuedBytes + needed <= room else {
        counts.overflowed += 1
        return nil
      }
      queuedBytes += needed
      counts.waiting += 1
      return passage
    }
  }

  /// Returns what the row says of a datagram, and counts it.
  private func verdict(
    _ fate: Fate, _ first: Fate.Passage?, _ second: Fate.Passage?, size: Int, _ direction: ImpairmentDirection,
    _ isRewritten: Bool, _ counts: inout RelayCounts
  ) -> RelayVerdict {
    guard let passage = first ?? second else { return RelayVerdict(fate.datagram == .lost ? .lost : .overflowed) }
    var verdict = RelayVerdict(delay: UInt32(clamping: passage.delay / 1_000))
    if passage.delay > 0 { counts.delayed += 1 }
    if isHeld[direction] { verdict.changes.insert(.held) }
    if isRewritten { verdict.changes.insert(.rewritten) }
    if first != nil, second != nil {
      verdict.changes.insert(.duplicated)
      counts.duplicated += 1
    }
    if passage.isReordered {
      verdict.changes.insert(.reordered)
      counts.reordered += 1
    }
    if first?.corruptedBit ?? second?.corruptedBit != nil {
      verdict.changes.insert(.corrupted)
      counts.corrupted += 1
    }
    if passage.size < size {
      verdict.changes.insert(.truncated)
      counts.truncated += 1
    }
    return verdict
  }

  /// Passes a datagram on, or puts it into the queue.
  private func start(
    _ payload: UnsafeRawBufferPointer, _ passage: Fate.Passage, _ course: Course, _ client: RelayClient,
    isRewritten: Bool, writer: inout LogWriter
  ) {
    let isChanged = isRewritten || passage.corruptedBit != nil || passage.size < payload.count
    let waits = passage.delay > 0 || isHeld[course.direction]
    guard waits || isChanged else { return unsafe forward(payload, course, client, writer: &writer) }
    let copy = UnsafeMutableRawPointer.allocate(byteCount: max(1, passage.size), alignment: 16)
    if let base = payload.baseAddress { unsafe copy.copyMemory(from: base, byteCount: passage.size) }
    if let bit = passage.corruptedBit {
      let byte = unsafe copy.load(fromByteOffset: bit / 8, as: UInt8.self)
      unsafe copy.storeBytes(of: byte ^ 1 << UInt8(bit % 8), toByteOffset: bit / 8, as: UInt8.self)
    }
    if waits {
      unsafe queues[course.direction].add(
        copy, size: passage.size, due: course.arrival + passage.delay, course, isChanged: isChanged,
        isDelayed: passage.delay > 0)
    } else {
      unsafe forward(
        UnsafeRawBufferPointer(start: copy, count: passage.size), course, client, owned: copy, hasRow: isChanged,
        writer: &writer)
    }
  }

  // MARK: Queues

  /// The time at which the next datagram of a queue is due, in nanoseconds of the monotonic clock; `nil` for none.
  var firstDue: Int64? {
    let (up, down) = (isHeld.up ? nil : queues.up.firstDue, isHeld.down ? nil : queues.down.firstDue)
    guard let up, let down else { return up ?? down }
    return min(up, down)
  }

  @inline(__always)
  func isAnyDue(by now: Int64) -> Bool { firstDue.map { $0 <= now } ?? false }

  /// Passes on what is due.
  func sendDue(_ writer: inout LogWriter) {
    for direction in ImpairmentDirection.allCases where !isHeld[direction] {
      release(direction, dueBy: now, &writer)
    }
  }

  /// Passes on what waits in a queue and is due by a time, in its order.
  func release(_ direction: ImpairmentDirection, dueBy time: Int64, _ writer: inout LogWriter) {
    while let entry = queues[direction].take(dueBy: time) {
      queuedBytes -= entry.size + DueQueue.overhead
      // A client stays as long as anything of it waits.
      guard let client = clients[entry.course.client] else { continue }
      client.flows[direction].counts.waiting -= 1
      client.lastActive = now
      unsafe forward(
        UnsafeRawBufferPointer(start: entry.payload, count: entry.size), entry.course, client, owned: entry.payload,
        hasRow: entry.isChanged, isDelayed: entry.isDelayed, writer: &writer)
    }
    flush(&writer)
  }

  // MARK: Sending

  /// Adds a datagram to the batch that leaves next; one from a client goes to every target.
  /// - Parameter owned: the payload's memory, which the batch frees; `nil` if it is valid until the batch has left.
  func forward(
    _ payload: UnsafeRawBufferPointer, _ course: Course, _ client: RelayClient,
    owned: UnsafeMutableRawPointer? = nil, hasRow: Bool = false, isDelayed: Bool = false, id: TransmitID? = nil,
    writer: inout LogWriter
  ) {
    var item = unsafe ForwardBatch.Item(
      client: course.client, direction: course.direction, target: course.target,
      delayedSince: isDelayed ? course.arrival : nil, hasRow: hasRow, id: id, payload: payload, owned: owned)
    if course.direction == .down {
      let descriptor = socket(of: client).descriptor
      if !batch.takes(descriptor) { flush(&writer) }
      return batch.add(item, by: descriptor, to: client.address, joins: joins && client.joins)
    }
    client.flows.up.counts.copies += targets.count - 1
    for (index, target) in targets.enumerated() {
      item.target = index
      unsafe item.owned = index == targets.count - 1 ? owned : nil
      do throws(Errno) {
        let link = try link(of: course.client, client, to: index)
        if !batch.takes(link.descriptor) { flush(&writer) }
        batch.add(item, by: link.descriptor, to: target.isOpen ? target.address : nil, joins: joins && link.joins)
      } catch {
        flush(&writer)
        fail(item, error, &writer)
        unsafe item.owned?.deallocate()
      }
    }
  }

  /// Sends the batch, and counts what became of it.
  func flush(_ writer: inout LogWriter) {
    if batch.items.isEmpty { return }
    var isRetried = false
    while let first = batch.next.first {
      switch batch.send() {
      case .success(let sent):
        settle(sent, &writer)
        isRetried = false
      case .failure(let error):
        if error.code == EINTR { continue }
        let isUnbuffered = [EAGAIN, ENOBUFS, ENOMEM].contains(error.code)
        // The error may be that of an earlier datagram: try once more.
        if !isRetried, !isUnbuffered {
          isRetried = true
          drainErrors(of: batch.items[first], &writer)
          continue
        }
        isRetried = false
        if batch.next.count > 1 {
          // Whether each of them can leave alone is for the kernel to say.
          if !isUnbuffered { joinNoMore(batch.items[first]) }
          batch.divide()
          continue
        }
        fail(batch.items[first], error, &writer)
        batch.skip()
      }
    }
    batch.clear()
  }

  /// Sends the datagrams that leave like one of the batch one by one from now on: the kernel does not take them joined,
  /// for instance because they are longer than the interface's MTU.
  private func joinNoMore(_ item: ForwardBatch.Item) {
    guard let client = clients[item.client] else { return }
    if item.direction == .down {
      client.joins = false
    } else {
      client.links[item.target].flatMap { links[$0] }?.joins = false
    }
  }

  /// Counts datagrams of the batch that the kernel took.
  private func settle(_ sent: Range<Int>, _ writer: inout LogWriter) {
    var time: Int64?
    for index in sent {
      let item = batch.items[index]
      guard let client = clients[item.client] else { continue }
      client.flows[item.direction].counts.sent += 1
      if item.direction == .up { targetCounts[item.target].sent += 1 }
      client.flows[item.direction].counts.sentBytes += unsafe item.payload.count
      if let since = item.delayedSince {
        let now = time ?? SystemClock.monotonic
        time = now
        client.flows[item.direction].delays.add(now - since)
      }
      if item.hasRow { append(item, of: client, failure: nil, &writer) }
    }
  }

  /// Counts a datagram that did not leave, and appends its row.
  private func fail(_ item: ForwardBatch.Item, _ error: Errno, _ writer: inout LogWriter) {
    guard let client = clients[item.client] else { return }
    if item.direction == .up { targetCounts[item.target].failed += 1 }
    if [EAGAIN, ENOBUFS, ENOMEM].contains(error.code) {
      client.flows[item.direction].counts.unbuffered += 1
    } else {
      client.flows[item.direction].counts.failed += 1
    }
    append(item, of: client, failure: TransmitFailure(origin: .local, code: error.code), &writer)
  }

  private func append(
    _ item: ForwardBatch.Item, of client: RelayClient, failure: TransmitFailure?, _ writer: inout LogWriter
  ) {
    let row = LogWriter.Row(
      kind: failure == nil ? .outgoing : .failure, time: SystemClock.wall, size: unsafe item.payload.count,
      peer: item.direction == .up ? targets[item.target].peer : client.key.peer,
      local: rowPath(of: client, item.direction, from: item.target), failure: failure)
    _ = unsafe writer.append(
      row, payload: UnsafeRawBufferPointer(rebasing: item.payload.prefix(snapLength)), id: item.id)
  }

  /// The local side of the row of a datagram that leaves: the endpoint that it comes from.
  private func rowPath(of client: RelayClient, _ direction: ImpairmentDirection, from target: Int) -> LocalPath {
    if direction == .up { return client.flows.down.rowPath }
    var path = client.flows.up.rowPath
    path.endpoint = targets[target].peer
    return path
  }

  // MARK: Errors of the network

  private func drainErrors(of item: ForwardBatch.Item, _ writer: inout LogWriter) {
    guard let client = clients[item.client] else { return }
    if item.direction == .down {
      _ = drainErrors(ofSocket: Int(client.key.socket), socket(of: client), &writer)
    } else if let link = client.links[item.target].flatMap({ links[$0] }) {
      _ = drainErrors(link, &writer)
    }
  }

  /// Appends the errors that the network reported for datagrams to a target.
  /// - Returns: the number of rows.
  func drainErrors(_ link: RelayLink, _ writer: inout LogWriter) -> Int {
    guard let client = clients[link.client] else { return 0 }
    var count = 0
    while count < 1024, let entry = errorQueue.next(of: link.descriptor) {
      // The call itself returned this host's own refusal.
      guard entry.failure.origin == .network else { continue }
      count += 1
      client.flows.up.counts.refused += 1
      targetCounts[link.target].refused += 1
      append(entry, of: targets[link.target].peer, client.flows.down.rowPath, &writer)
    }
    return count
  }

  /// Appends the errors that the network reported for answers to clients.
  /// - Returns: the number of rows.
  func drainErrors(ofSocket index: Int, _ socket: BoundSocket, _ writer: inout LogWriter) -> Int {
    var count = 0
    while count < 1024, let entry = errorQueue.next(of: socket.descriptor) {
      guard entry.failure.origin == .network else { continue }
      count += 1
      var peer = entry.peer
      if peer.scope != 0 { peer.scope = interfaces.number(of: peer.scope) }
      let client = clients.first { $0?.key.peer == peer && Int($0?.key.socket ?? 0) == index } ?? nil
      if let client {
        client.flows.down.counts.refused += 1
      } else {
        // One that has ended meanwhile.
        endedFlows.down.counts.refused += 1
      }
      let path =
        client?.flows.up.rowPath
        ?? LocalPath(
          endpoint: socket.local, replySource: socket.local.address, interface: 0,
          socket: UInt16(truncatingIfNeeded: index))
      append(entry, of: peer, path, &writer)
    }
    return count
  }

  private func append(_ entry: ErrorQueue.Entry, of peer: Endpoint, _ path: LocalPath, _ writer: inout LogWriter) {
    let row = LogWriter.Row(
      kind: .failure, time: entry.time, size: unsafe entry.payload.count, peer: peer, local: path,
      failure: entry.failure)
    _ = unsafe writer.append(row, payload: UnsafeRawBufferPointer(rebasing: entry.payload.prefix(snapLength)))
  }
}
