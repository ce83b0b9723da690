import CLinux
import Glibc
import Impairment

/// Datagrams that leave by one socket with one call (sendmmsg(2)). Their payloads stay where they are until then.
@safe
final class ForwardBatch {
  static let capacity = 64

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

  /// The socket by which the batch leaves.
  private(set) var descriptor: Int32 = -1
  private(set) var items: [Item] = []
  private let vectors: UnsafeMutablePointer<iovec>
  private let headers: UnsafeMutablePointer<clinux_mmsghdr>

  init() {
    items.reserveCapacity(Self.capacity)
    unsafe vectors = .allocate(capacity: Self.capacity)
    unsafe headers = .allocate(capacity: Self.capacity)
    unsafe vectors.initialize(repeating: iovec(), count: Self.capacity)
    unsafe headers.initialize(repeating: clinux_mmsghdr(), count: Self.capacity)
  }

  deinit {
    clear()
    unsafe vectors.deallocate()
    unsafe headers.deallocate()
  }

  /// Whether a datagram that leaves by a socket can join the batch.
  func takes(_ descriptor: Int32) -> Bool {
    items.isEmpty || (descriptor == self.descriptor && items.count < Self.capacity)
  }

  /// Adds a datagram, which must fit (`takes`).
  /// - Parameter address: its receiver; `nil` if the socket is connected.
  func add(_ item: Item, by descriptor: Int32, to address: RawAddressMemory?) {
    let index = items.count
    self.descriptor = descriptor
    unsafe vectors[index].iov_base = UnsafeMutableRawPointer(mutating: item.payload.baseAddress)
    unsafe vectors[index].iov_len = item.payload.count
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
    unsafe headers[index] = clinux_mmsghdr(header: header, length: 0)
    items.append(item)
  }

  /// Sends the datagrams from the one at `first` on.
  /// - Returns: the number sent, or the `errno` value of the first one.
  func send(from first: Int) -> Result<Int, Errno> {
    unsafe Transmission.send(headers + first, count: items.count - first, on: descriptor)
  }

  /// Forgets the datagrams.
  func clear() {
    for item in items { unsafe item.owned?.deallocate() }
    items.removeAll(keepingCapacity: true)
  }
}
