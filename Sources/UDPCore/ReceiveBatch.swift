import CLinux
import Glibc

/// The buffers of one `recvmmsg` call. Only `receive` does I/O; `decode` reads a filled slot.
///
/// A slot holds 65,536 bytes: more than any datagram, and as much as coalesced ones add up to. With less, the kernel
/// would drop segments.
@safe
final class ReceiveBatch {
  static let slotCount = 64
  static let slotSize = 65_536
  /// The distance between slots, slightly off a power of two so that their first bytes do not share cache lines.
  private static let slotStride = slotSize + 320
  /// Bytes for control messages per slot. Below 256, the time stamp may be cut (`MSG_CTRUNC`).
  private static let controlSize = 256
  private static let nameSize = MemoryLayout<sockaddr_storage>.size

  private let payloads: UnsafeMutableRawPointer
  private let controls: UnsafeMutableRawPointer
  private let names: UnsafeMutableRawPointer
  private let vectors: UnsafeMutablePointer<iovec>
  private let messages: UnsafeMutablePointer<clinux_mmsghdr>
  /// The number of slots that the last call filled, whose lengths must be reset.
  private var used = ReceiveBatch.slotCount

  init() {
    let count = Self.slotCount
    unsafe payloads = .allocate(byteCount: count * Self.slotStride, alignment: 4096)
    unsafe controls = .allocate(byteCount: count * Self.controlSize, alignment: 64)
    unsafe names = .allocate(byteCount: count * Self.nameSize, alignment: 64)
    unsafe vectors = .allocate(capacity: count)
    unsafe messages = .allocate(capacity: count)
    for slot in 0..<count {
      unsafe (vectors + slot).initialize(
        to: iovec(iov_base: payloads + slot * Self.slotStride, iov_len: Self.slotSize))
      var header = unsafe msghdr()
      unsafe header.msg_name = names + slot * Self.nameSize
      unsafe header.msg_iov = vectors + slot
      unsafe header.msg_iovlen = 1
      unsafe header.msg_control = controls + slot * Self.controlSize
      unsafe (messages + slot).initialize(to: clinux_mmsghdr(header: header, length: 0))
    }
  }

  deinit {
    unsafe payloads.deallocate()
    unsafe controls.deallocate()
    unsafe names.deallocate()
    unsafe vectors.deallocate()
    unsafe messages.deallocate()
  }

  /// Receives all pending datagrams, up to `slotCount`, without blocking.
  /// - Returns: the number of filled slots, or the `errno` value: `EAGAIN` if nothing was pending; other errors may
  ///   concern a datagram sent earlier, to any peer.
  func receive(from descriptor: Int32) -> Result<Int, Errno> {
    prepare()
    let count = unsafe clinux_recvmmsg(
      descriptor, messages, UInt32(Self.slotCount), Int32(MSG_DONTWAIT))
    if count < 0 {
      used = 0
      return .failure(Errno(code: errno))
    }
    used = Int(count)
    return .success(used)
  }

  /// Resets the lengths and flags that the last call changed.
  private func prepare() {
    for slot in 0..<used {
      unsafe messages[slot].header.msg_namelen = socklen_t(Self.nameSize)
      unsafe messages[slot].header.msg_controllen = Self.controlSize
      unsafe messages[slot].header.msg_flags = 0
    }
  }

  /// Decodes a slot that the last call filled.
  func decode(_ slot: Int) -> ReceivedSlot {
    let message = unsafe messages[slot]
    let header = unsafe message.header
    let nameLength = unsafe min(Int(header.msg_namelen), Self.nameSize)
    let controlLength = unsafe min(header.msg_controllen, Self.controlSize)
    let payloadLength = unsafe min(Int(message.length), Self.slotSize)
    return unsafe ReceivedSlot(
      peer: Endpoint(
        rawSocketAddress: UnsafeRawBufferPointer(start: names + slot * Self.nameSize, count: nameLength)),
      control: ReceivedControl(
        UnsafeRawBufferPointer(start: controls + slot * Self.controlSize, count: controlLength)),
      isTruncated: header.msg_flags & Int32(MSG_TRUNC) != 0,
      payload: UnsafeRawBufferPointer(start: payloads + slot * Self.slotStride, count: payloadLength))
  }
}

/// One filled slot: a datagram, or several coalesced ones. Valid until the next call on its batch.
@safe
struct ReceivedSlot {
  /// The sender; `nil` if the kernel gave no address.
  let peer: Endpoint?
  let control: ReceivedControl
  let isTruncated: Bool
  let payload: UnsafeRawBufferPointer

  /// The number of bytes in the slot.
  var size: Int { unsafe payload.count }

  /// Whether the slot holds several coalesced datagrams.
  var isJoined: Bool { control.segmentSize.map { $0 < size } ?? false }

  /// Calls `body` with each datagram, and with whether it was cut.
  /// - Returns: the number of datagrams.
  @inline(__always)
  func forEachDatagram(_ body: (UnsafeRawBufferPointer, Bool) -> Void) -> Int {
    let total = size
    guard let segment = control.segmentSize, segment > 0, segment < total else {
      unsafe body(payload, isTruncated)
      return 1
    }
    var offset = 0
    var count = 0
    while offset < total {
      let end = min(offset + segment, total)
      unsafe body(UnsafeRawBufferPointer(rebasing: payload[offset..<end]), isTruncated && end == total)
      offset = end
      count += 1
    }
    return count
  }
}

/// An `errno` value.
struct Errno: Error, Equatable {
  let code: Int32
}
