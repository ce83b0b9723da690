import CLinux
import Glibc

/// The control messages of one receive call, decoded.
struct ReceivedControl: Equatable {
  /// The arrival time by the kernel's wall clock, in nanoseconds since the Unix epoch (`SO_TIMESTAMPNS`, socket(7)).
  var time: Int64?
  /// The address the datagram was sent to (`ipi_addr`, `ipi6_addr`).
  var destination: IPAddress?
  /// The source address for an answer (`ipi_spec_dst`; for IPv6 the destination, or `::` if that is a group).
  var replySource: IPAddress?
  /// The kernel's index of the incoming interface; 0 if unknown.
  var interface: UInt32 = 0
  /// The socket's 32-bit drop count when the datagram was queued (`SO_RXQ_OVFL`); absent while it is 0.
  var drops: UInt32?
  /// The size in bytes of each coalesced segment (`UDP_GRO`, udp(7)).
  var segmentSize: Int?
  /// The time at which a datagram left, by the kernel's wall clock in nanoseconds (`SCM_TIMESTAMPING`), in the error queue.
  var departure: Int64?
  /// An entry of the error queue (`IP_RECVERR`, ip(7)).
  var error: QueuedError?

  /// Decodes a control buffer filled by the kernel. Lengths are checked against the buffer and against the size of each
  /// message's data; whatever does not fit is ignored.
  init(_ control: UnsafeRawBufferPointer) {
    var offset = 0
    let headerSize = MemoryLayout<cmsghdr>.size
    while control.count - offset >= headerSize {
      let header = unsafe control.loadUnaligned(fromByteOffset: offset, as: cmsghdr.self)
      let length = Int(header.cmsg_len)
      guard length >= headerSize, length <= control.count - offset else { return }
      let dataStart = offset + clinux_cmsg_length(0)
      let data = unsafe UnsafeRawBufferPointer(rebasing: control[min(dataStart, offset + length)..<offset + length])
      unsafe read(level: header.cmsg_level, type: header.cmsg_type, data: data)
      offset += clinux_cmsg_align(length)
    }
  }

  private mutating func read(level: Int32, type: Int32, data: UnsafeRawBufferPointer) {
    func value<T>(_: T.Type) -> T? {
      guard data.count >= MemoryLayout<T>.size else { return nil }
      return unsafe withUnsafeTemporaryAllocation(of: T.self, capacity: 1) { place in
        unsafe UnsafeMutableRawBufferPointer(place).copyMemory(
          from: UnsafeRawBufferPointer(rebasing: data.prefix(MemoryLayout<T>.size)))
        return unsafe place[0]
      }
    }
    switch (level, type) {
    case (SOL_SOCKET, SO_TIMESTAMPNS):
      guard let stamp = value(timespec.self) else { return }
      time = Int64(stamp.tv_sec) &* 1_000_000_000 &+ Int64(stamp.tv_nsec)
    case (SOL_SOCKET, TransmitStamps.option):
      // The first of three times, that of the software (`struct scm_timestamping`, linux/errqueue.h).
      guard let stamp = value(timespec.self), stamp.tv_sec != 0 else { return }
      departure = Int64(stamp.tv_sec) &* 1_000_000_000 &+ Int64(stamp.tv_nsec)
    case (SOL_SOCKET, SO_RXQ_OVFL):
      drops = value(UInt32.self)
    case (Int32(IPPROTO_IP), IP_PKTINFO):
      guard let info = value(in_pktinfo.self) else { return }
      destination = IPAddress(ipv4: UInt32(bigEndian: info.ipi_addr.s_addr))
      replySource = IPAddress(ipv4: UInt32(bigEndian: info.ipi_spec_dst.s_addr))
      interface = UInt32(bitPattern: info.ipi_ifindex)
    case (Int32(IPPROTO_IPV6), IPV6_PKTINFO):
      guard let info = value(clinux_in6_pktinfo.self) else { return }
      let address = IPAddress(info.address)
      destination = address
      replySource = address.isMulticast ? .anyIPv6 : address
      interface = info.interface_index
    case (Int32(IPPROTO_UDP), UDP_GRO):
      segmentSize = value(Int32.self).flatMap { $0 > 0 ? Int($0) : nil }
    case (Int32(IPPROTO_IP), IP_RECVERR), (Int32(IPPROTO_IPV6), IPV6_RECVERR):
      guard let entry = value(sock_extended_err.self) else { return }
      error = QueuedError(code: Int32(bitPattern: entry.ee_errno), origin: entry.ee_origin, data: entry.ee_data)
    default:
      return
    }
  }
}

/// The fields of `struct sock_extended_err` that udpeek uses.
struct QueuedError: Equatable {
  var code: Int32
  var origin: UInt8
  /// The number of the datagram, for a time stamp (`SOF_TIMESTAMPING_OPT_ID`).
  var data: UInt32 = 0
}
