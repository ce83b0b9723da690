import CLinux
import Glibc
import Impairment

/// Datagrams that leave by one socket with one call (sendmmsg(2)). Their payloads stay where they are until then.
///
/// Neighbours of one size to one receiver become one message that the kernel cuts into datagrams again
/// (`UDP_SEGMENT`, udp(7); Linux 4.18), at the cost of one way through its network stack.
@safe
final class ForwardBatch {
  /// The most datagrams of a batch, and so of one message: `UDP_MAX_SEGMENTS` of linux/udp.h before Linux 6.9.
  static let capacity = 64
  /// The most bytes of one message: a little less than an IP packet takes, whatever its family and options.
  private static let joinedBytes = 65_000
  /// Bytes for control messages: packet info of either family, and a segment size.
  private static let controlSize = 96

  /// A datagram of the batch, and what is counted once it has left.
  @safe
  struct Item {
    /// The place of its client.
    var client: Int
    var direction: ImpairmentDirection
    /// The index of its target, for `up`.
    var target: Int
    /// The time when it arrived, if it was delayed on purpose; in nanoseconds of the monotonic clock.
    var delayedSince: Int64?
    /// Whether a row shows the bytes that leave.
    var hasRow = false
    var id: TransmitID?
    var payload: UnsafeRawBufferPointer
    /// The payload's memory, to be freed with the batch; `nil` if it belongs to somebody else.
    var owned: UnsafeMutableRawPointer?
  }

  /// What the kernel is given at once: one datagram, or several of one size.
  private struct Message {
    /// The index of its first datagram.
    let first: Int
    var count = 1
    let size: Int
    /// The bytes of its control messages but for the segment size.
    let controlLength: Int
  }

  /// The socket by which the batch leaves.
  private(set) var descriptor: Int32 = -1
  private(set) var items: [Item] = []
  private var messages: [Message] = []
  /// The number of messages that are done with.
  private var doneCount = 0
  private let vectors: UnsafeMutablePointer<iovec>
  private let headers: UnsafeMutablePointer<clinux_mmsghdr>
  /// The control messages of joined datagrams, each at the place of its first one.
  private let controls: UnsafeMutableRawPointer

  init() {
    items.reserveCapacity(Self.capacity)
    messages.reserveCapacity(Self.capacity)
    unsafe vectors = .allocate(capacity: Self.capacity)
    unsafe headers = .allocate(capacity: Self.capacity)
    unsafe controls = .allocate(byteCount: Self.capacity * Self.controlSize, alignment: 64)
    unsafe vectors.initialize(repeating: iovec(), count: Self.capacity)
    unsafe headers.initialize(repeating: clinux_mmsghdr(), count: Self.capacity)
  }

  deinit {
    clear()
    unsafe vectors.deallocate()
    unsafe headers.deallocate()
    unsafe controls.deallocate()
  }

  /// Whether a datagram that leaves by a socket can join the batch.
  func takes(_ descriptor: Int32) -> Bool {
    items.isEmpty || (descriptor == self.descriptor && items.count < Self.capacity)
  }

  /// Adds a datagram, which must fit (`takes`).
  /// - Parameters:
  ///   - address: its receiver; `nil` if the socket is connected.
  ///   - joins: whether the kernel may be given it together with the one before.
  func add(_ item: Item, by descriptor: Int32, to address: RawAddressMemory?, joins: Bool) {
    let index = items.count
    let size = unsafe item.payload.count
    self.descriptor = descriptor
    unsafe vectors[index].iov_base = UnsafeMutableRawPointer(mutating: item.payload.baseAddress)
    unsafe vectors[index].iov_len = size
    items.append(item)
    if joins, join(size, to: address) { return }
    var header = unsafe msghdr()
    unsafe header.msg_iov = vectors + index
    unsafe header.msg_iovlen = 1
    if let address {
      unsafe header.msg_name = address.name
      unsafe header.msg_namelen = address.nameLength
      if address.controlLength > 0 {
        unsafe header.msg_control = address.control
        unsafe header.msg_controllen = address.controlLength
      }
    }
    unsafe headers[messages.count] = clinux_mmsghdr(header: header, length: 0)
    messages.append(Message(first: index, size: size, controlLength: address?.controlLength ?? 0))
  }

  /// Makes the last datagram a part of the last message, if they go together.
  private func join(_ size: Int, to address: RawAddressMemory?) -> Bool {
    let last = messages.count - 1
    guard last >= doneCount, size > 0, messages[last].size == size,
      (messages[last].count + 1) * size <= Self.joinedBytes,
      unsafe headers[last].header.msg_name == address?.name
    else { return false }
    messages[last].count += 1
    unsafe headers[last].header.msg_iovlen = messages[last].count
    if messages[last].count == 2 {
      let control = unsafe controls + messages[last].first * Self.controlSize
      let length = messages[last].controlLength
      if length > 0, let own = unsafe headers[last].header.msg_control {
        unsafe control.copyMemory(from: own, byteCount: length)
      }
      let added = unsafe Transmission.storeSegmentSize(
        UInt16(size),
        in: UnsafeMutableRawBufferPointer(start: control + length, count: Self.controlSize - length))
      unsafe headers[last].header.msg_control = control
      unsafe headers[last].header.msg_controllen = length + added
    }
    return true
  }

  /// The indices of the datagrams of the next message to be sent; none if all is done.
  var next: Range<Int> {
    guard doneCount < messages.count else { return items.count..<items.count }
    let message = messages[doneCount]
    return message.first..<message.first + message.count
  }

  /// Sends the messages from the next one on.
  /// - Returns: the indices of the datagrams sent, or the `errno` value of the next message.
  func send() -> Result<Range<Int>, Errno> {
    let first = next.lowerBound
    return unsafe Transmission.send(headers + doneCount, count: messages.count - doneCount, on: descriptor).map {
      doneCount += $0
      return first..<next.lowerBound
    }
  }

  /// Leaves out the next message.
  func skip() { doneCount += 1 }

  /// Divides the next message, which the kernel does not take as a whole, into its datagrams.
  func divide() {
    let message = messages[doneCount]
    unsafe (headers + doneCount + message.count).update(
      from: headers + doneCount + 1, count: messages.count - doneCount - 1)
    var header = unsafe headers[doneCount].header
    unsafe header.msg_iovlen = 1
    unsafe header.msg_controllen = message.controlLength
    if message.controlLength == 0 { unsafe header.msg_control = nil }
    for offset in 0..<message.count {
      unsafe header.msg_iov = vectors + message.first + offset
      unsafe headers[doneCount + offset] = clinux_mmsghdr(header: header, length: 0)
    }
    messages.replaceSubrange(
      doneCount...doneCount,
      with: (0..<message.count).map {
        Message(first: message.first + $0, size: message.size, controlLength: message.controlLength)
      })
  }

  /// Forgets the datagrams.
  func clear() {
    for item in items { unsafe item.owned?.deallocate() }
    items.removeAll(keepingCapacity: true)
    messages.removeAll(keepingCapacity: true)
    doneCount = 0
  }
}
