import CLinux
import Glibc
import Plumbing

/// A sender of many datagrams to a few peers, without a receiver and a log: `add` collects datagrams, `send` sends them
/// with few system calls, and `counts` says what became of them.
///
/// Consecutive datagrams of one size to one peer become one message that the kernel cuts into datagrams again
/// (`UDP_SEGMENT`, udp(7); Linux 4.18), at the cost of one way through its network stack. Where it refuses that, for
/// instance because a datagram is longer than the interface's MTU, they are sent one by one.
@safe
package final class BatchTransmitter {
  /// The most datagrams of a batch. A receiver with a buffer of the usual size takes as many small ones at once.
  package static let capacity = 256
  /// The most messages of one system call; far below `UIO_MAXIOV` (sendmmsg(2)).
  private static let messagesPerCall = 64
  /// The most datagrams of one message: `UDP_MAX_SEGMENTS` of linux/udp.h before Linux 6.9, which allows 128.
  private static let joinedCount = 64
  /// The most bytes of one message: a little less than an IP packet takes, whatever its family and options.
  private static let joinedBytes = 65_000
  private static let byteCount = 1 << 20
  private static let nameSize = MemoryLayout<sockaddr_storage>.size
  /// Bytes for control messages: packet info of either family, and a segment size.
  private static let controlSize = 96
  /// The time to wait for a full send buffer, in nanoseconds, before looking for a request to end.
  private static let patience: Int64 = 10_000_000

  /// One or several datagrams of one size to one peer, side by side in `payloads`.
  private struct Message {
    let target: Int
    let start: Int
    let size: Int
    var count: Int

    var end: Int { start + size * count }
  }

  /// A peer, with its socket and whatever the kernel needs to be told with each datagram.
  private struct Target {
    let peer: Endpoint
    let socket: BoundSocket
    /// The bytes of the packet-info message; 0 without one.
    let controlLength: Int
    let nameLength: socklen_t
    /// The reason why nothing can be sent to the peer; `nil` if it can be tried.
    let refusal: Errno?
    /// Whether datagrams may be joined.
    var joins: Bool
  }

  /// The results so far.
  package private(set) var counts = TransmitCounts()
  private var targets: [Target] = []
  private var messages: [Message] = []
  private var size = 0
  /// The bytes of `payloads` that are used.
  private var used = 0
  private let sockets: [BoundSocket]
  private let errorQueue = ErrorQueue()
  private let payloads: UnsafeMutableRawPointer
  /// The addresses and the packet-info messages of the targets.
  private let (names, infos): (UnsafeMutableRawPointer, UnsafeMutableRawPointer)
  /// The control messages of one call's messages.
  private let controls: UnsafeMutableRawPointer
  private let vectors: UnsafeMutablePointer<iovec>
  private let headers: UnsafeMutablePointer<clinux_mmsghdr>

  /// Prepares to send to some destinations, each from the first socket of its family. The sockets discard what they
  /// receive, so that answers neither cost time nor fill the buffer that ICMP errors need.
  /// - Throws: a refusal if a destination has no socket.
  package init(to goals: [Destination], from sockets: [BoundSocket]) throws(TransmitRefusal) {
    self.sockets = sockets
    unsafe payloads = .allocate(byteCount: Self.byteCount, alignment: 4096)
    unsafe names = .allocate(byteCount: goals.count * Self.nameSize, alignment: 64)
    unsafe infos = .allocate(byteCount: goals.count * Self.controlSize, alignment: 64)
    unsafe controls = .allocate(byteCount: Self.messagesPerCall * Self.controlSize, alignment: 64)
    unsafe vectors = .allocate(capacity: Self.messagesPerCall)
    unsafe headers = .allocate(capacity: Self.messagesPerCall)
    unsafe vectors.initialize(repeating: iovec(), count: Self.messagesPerCall)
    unsafe headers.initialize(repeating: clinux_mmsghdr(), count: Self.messagesPerCall)
    messages.reserveCapacity(Self.capacity)
    for goal in goals { targets.append(try target(goal)) }
    for socket in sockets { SocketOptions(descriptor: socket.descriptor).discardReceived() }
  }

  deinit {
    unsafe payloads.deallocate()
    unsafe names.deallocate()
    unsafe infos.deallocate()
    unsafe controls.deallocate()
    unsafe vectors.deallocate()
    unsafe headers.deallocate()
  }

  private func target(_ goal: Destination) throws(TransmitRefusal) -> Target {
    let peer = goal.peer
    guard let index = sockets.firstIndex(where: { $0.family == peer.address.family }) else {
      throw .noSocket(peer.address.family)
    }
    let socket = sockets[index]
    let name = RawSocketAddress(peer, family: socket.family)
    unsafe (names + targets.count * Self.nameSize).storeBytes(of: name.storage, as: sockaddr_storage.self)
    let path = LocalPath(
      endpoint: socket.local, replySource: socket.local.address,
      interface: goal.interface != 0 ? goal.interface : peer.scope, socket: UInt16(truncatingIfNeeded: index))
    let control = unsafe UnsafeMutableRawBufferPointer(
      start: infos + targets.count * Self.controlSize, count: Self.controlSize)
    let controlLength = unsafe Transmission.fill(
      control, path: path, peer: peer, interface: goal.interface, family: socket.family)
    let isLost = goal.interface == Transmission.loopback && Transmission.vanishes(peer)
    return Target(
      peer: peer, socket: socket, controlLength: controlLength, nameLength: name.length,
      refusal: isLost ? Errno(code: ENETUNREACH) : nil,
      // An older kernel would send the joined datagrams as one.
      joins: SocketOptions(descriptor: socket.descriptor).get(Int32(IPPROTO_UDP), UDP_SEGMENT) != nil)
  }

  /// Adds a datagram to the batch.
  /// - Parameter index: the index of its destination.
  /// - Returns: whether there was room; otherwise send the batch first.
  package func add(_ payload: Span<UInt8>, to index: Int) -> Bool {
    guard size < Self.capacity, used + payload.count <= Self.byteCount else { return false }
    unsafe payload.withUnsafeBufferPointer { bytes in
      if let base = bytes.baseAddress { unsafe (payloads + used).copyMemory(from: base, byteCount: bytes.count) }
    }
    size += 1
    used += payload.count
    let last = messages.count - 1
    if last >= 0, messages[last].target == index, messages[last].size == payload.count, payload.count > 0,
      targets[index].joins, messages[last].count < Self.joinedCount,
      (messages[last].count + 1) * payload.count <= Self.joinedBytes
    {
      messages[last].count += 1
    } else {
      messages.append(Message(target: index, start: used - payload.count, size: payload.count, count: 1))
    }
    return true
  }

  /// Sends the datagrams of the batch, and waits while a send buffer is full.
  /// - Parameter isEnded: whether to stop waiting; the rest of the batch is then forgotten.
  package func send(unless isEnded: () -> Bool) {
    var first = 0
    var isRetried = false
    while first < messages.count {
      if let refusal = targets[messages[first].target].refusal {
        fail(messages[first], refusal)
        first += 1
        continue
      }
      let (socket, run) = prepare(from: first)
      switch unsafe Transmission.send(headers, count: run, on: socket.descriptor) {
      case .success(let sent):
        for message in messages[first..<first + sent] {
          counts.sent += message.count
          counts.bytes += message.size * message.count
        }
        first += sent
        isRetried = false
        // The next message may have met an error of the network, which the kernel reports only in the queue.
        if sent < run { drainErrors(socket) }
      case .failure(let error):
        if error.code == EINTR { continue }
        if error.code == EAGAIN {
          _ = PollSet.isReady(socket.descriptor, for: .writable, within: Self.patience)
          if isEnded() { return clear() }
          continue
        }
        // The error may be that of an earlier datagram, to any peer: try again.
        if drainErrors(socket) > 0 { continue }
        if !isRetried {
          isRetried = true
          continue
        }
        isRetried = false
        if error.code != ENOBUFS, error.code != ENOMEM, messages[first].count > 1 {
          divide(first)
        } else {
          fail(messages[first], error)
          first += 1
        }
      }
    }
    clear()
  }

  /// Counts the errors that the network has reported since the last call.
  package func readErrors() {
    for socket in sockets { drainErrors(socket) }
  }

  /// Waits for errors of the network, at most so many nanoseconds, and counts them.
  package func readErrors(within nanoseconds: Int64) {
    let deadline = SystemClock.monotonic + nanoseconds
    repeat {
      var waiting = PollSet()
      for socket in sockets { waiting.add(socket.descriptor, for: .broken) }
      waiting.wait(until: deadline)
      readErrors()
    } while SystemClock.monotonic < deadline
  }

  private func clear() {
    messages.removeAll(keepingCapacity: true)
    (size, used) = (0, 0)
  }

  /// Fills in the headers of the messages from `first` on that leave from the same socket.
  private func prepare(from first: Int) -> (BoundSocket, count: Int) {
    let socket = targets[messages[first].target].socket
    var count = 0
    while count < Self.messagesPerCall, first + count < messages.count {
      let message = messages[first + count]
      let target = targets[message.target]
      guard target.socket === socket, target.refusal == nil else { break }
      unsafe vectors[count].iov_base = payloads + message.start
      unsafe vectors[count].iov_len = message.end - message.start
      var header = unsafe msghdr()
      unsafe header.msg_name = names + message.target * Self.nameSize
      unsafe header.msg_namelen = target.nameLength
      unsafe header.msg_iov = vectors + count
      unsafe header.msg_iovlen = 1
      if message.count > 1 {
        let control = unsafe controls + count * Self.controlSize
        unsafe control.copyMemory(from: infos + message.target * Self.controlSize, byteCount: target.controlLength)
        let length = unsafe Transmission.storeSegmentSize(
          UInt16(message.size),
          in: UnsafeMutableRawBufferPointer(
            start: control + target.controlLength, count: Self.controlSize - target.controlLength))
        unsafe header.msg_control = control
        unsafe header.msg_controllen = target.controlLength + length
      } else if target.controlLength > 0 {
        unsafe header.msg_control = infos + message.target * Self.controlSize
        unsafe header.msg_controllen = target.controlLength
      }
      unsafe headers[count] = clinux_mmsghdr(header: header, length: 0)
      count += 1
    }
    return (socket, count)
  }

  /// Divides a message that the kernel does not take as a whole into its datagrams, and joins no more of them.
  private func divide(_ index: Int) {
    let message = messages[index]
    targets[message.target].joins = false
    messages.replaceSubrange(
      index...index,
      with: (0..<message.count).map {
        Message(target: message.target, start: message.start + $0 * message.size, size: message.size, count: 1)
      })
  }

  private func fail(_ message: Message, _ error: Errno) {
    let isUnbuffered = error.code == ENOBUFS || error.code == ENOMEM
    if isUnbuffered { counts.unbuffered += message.count } else { counts.failed += message.count }
    counts.failure = .init(
      peer: targets[message.target].peer, failure: TransmitFailure(origin: .local, code: error.code))
  }

  /// Counts the errors that the network reported.
  /// - Returns: their number.
  @discardableResult
  private func drainErrors(_ socket: BoundSocket) -> Int {
    var count = 0
    while let entry = errorQueue.next(of: socket.descriptor) {
      // The call itself returned this host's own refusal.
      guard entry.failure.origin == .network else { continue }
      count += 1
      counts.refusal = .init(peer: entry.peer, failure: entry.failure)
    }
    counts.refused += count
    return count
  }
}
