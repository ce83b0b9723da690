import CLinux
import Glibc

/// The slots of one `recvmmsg` call: prepare, call, decode. Only `receive` does I/O.
///
/// A slot holds 65,536 bytes, more than any datagram and as much as joined ones come to; with less, segments vanish.
@safe
final class ReceiveBatch {
  static let slotCount = 64
  static let slotSize = 65_536
  /// Slots lie a little apart from a power of two, or the first bytes of all would share the same cache lines.
  private static let slotStride = slotSize + 320
  /// At least 256, or a time stamp may arrive empty (`MSG_CTRUNC`).
  private static let controlSize = 256
  private static let nameSize = MemoryLayout<sockaddr_storage>.size

  private let payloads: UnsafeMutableRawPointer
  private let controls: UnsafeMutableRawPointer
  private let names: UnsafeMutableRawPointer
  private let vectors: UnsafeMutablePointer<iovec>
  private let messages: UnsafeMutablePointer<clinux_mmsghdr>
  /// How many slots the last call filled: their lengths must be set again.
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

  /// Receives what waits, without blocking.
  /// - Returns: how many slots are filled, or the `errno` value: `EAGAIN` when nothing waits; another error may belong
  ///   to a datagram sent earlier, to any peer.
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

  /// The call changes lengths and flags of the slots it fills; sets them as they were.
  private func prepare() {
    for slot in 0..<used {
      unsafe messages[slot].header.msg_namelen = socklen_t(Self.nameSize)
      unsafe messages[slot].header.msg_controllen = Self.controlSize
      unsafe messages[slot].header.msg_flags = 0
    }
  }

  /// What lies in a slot after a call that filled it.
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

/// One filled slot: a datagram, or several joined ones. Must not outlive the next call on its batch.
@safe
struct ReceivedSlot {
  /// `nil` when the kernel gave no address.
  let peer: Endpoint?
  let control: ReceivedControl
  let isTruncated: Bool
  let payload: UnsafeRawBufferPointer

  /// Bytes in the slot.
  var size: Int { unsafe payload.count }
}

/// An `errno` value.
struct Errno: Error, Equatable {
  let code: Int32
}
