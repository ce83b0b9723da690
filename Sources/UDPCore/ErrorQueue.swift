import CLinux
import Glibc
import Plumbing

/// Reads a socket's error queue (`MSG_ERRQUEUE`, ip(7)): the ICMP errors caused by datagrams sent earlier, each with
/// the peer it was sent to.
@safe
final class ErrorQueue {
  /// One queued error. The payload is valid until the next call.
  @safe
  struct Entry {
    let peer: Endpoint
    let time: Int64
    let failure: TransmitFailure
    /// The part of the datagram that was returned with the error.
    let payload: UnsafeRawBufferPointer
  }

  /// The stamps of datagrams that left, where they were asked for.
  var stamps = TransmitStamps()
  private static let payloadSize = 65_536
  private static let controlSize = 512
  private let payload: UnsafeMutableRawPointer
  private let control: UnsafeMutableRawPointer

  init() {
    unsafe payload = .allocate(byteCount: Self.payloadSize, alignment: 16)
    unsafe control = .allocate(byteCount: Self.controlSize, alignment: 16)
  }

  deinit {
    unsafe payload.deallocate()
    unsafe control.deallocate()
  }

  /// Returns the next entry; `nil` if the queue is empty. Entries that are neither ICMP nor local errors are skipped.
  func next(of descriptor: Int32) -> Entry? {
    while true {
      var name = RawSocketAddress()
      var vector = unsafe iovec(iov_base: payload, iov_len: Self.payloadSize)
      let (length, controlLength) = unsafe name.withPointer { namePointer, nameLength in
        unsafe withUnsafeMutablePointer(to: &vector) { vectorPointer in
          var header = unsafe msghdr()
          unsafe header.msg_name = UnsafeMutableRawPointer(namePointer)
          unsafe header.msg_namelen = nameLength
          unsafe header.msg_iov = vectorPointer
          unsafe header.msg_iovlen = 1
          unsafe header.msg_control = control
          unsafe header.msg_controllen = Self.controlSize
          let length = unsafe recvmsg(
            descriptor, &header, Int32(MSG_ERRQUEUE | MSG_DONTWAIT))
          unsafe nameLength = header.msg_namelen
          return unsafe (length, min(header.msg_controllen, Self.controlSize))
        }
      }
      if length < 0 { return nil }
      let read = unsafe ReceivedControl(UnsafeRawBufferPointer(start: control, count: controlLength))
      guard let error = read.error else { continue }
      if error.origin == TransmitStamps.origin {
        if let departure = read.departure { stamps.add(departure, number: error.data) }
        continue
      }
      guard let peer = name.endpoint, let origin = error.failureOrigin else { continue }
      return unsafe Entry(
        peer: peer, time: read.time ?? SystemClock.wall,
        failure: TransmitFailure(origin: origin, code: error.code),
        payload: UnsafeRawBufferPointer(start: payload, count: min(length, Self.payloadSize)))
    }
  }
}

extension QueuedError {
  /// The origin from `SO_EE_ORIGIN_…` (linux/errqueue.h); `nil` for time stamps and zero-copy notifications.
  fileprivate var failureOrigin: TransmitFailure.Origin? {
    switch Int32(origin) {
    case SO_EE_ORIGIN_LOCAL: .local
    case SO_EE_ORIGIN_ICMP, SO_EE_ORIGIN_ICMP6: .network
    default: nil
    }
  }
}
