import CLinux
import Glibc

/// Access to the options of one socket. The caller handles errors.
struct SocketOptions {
  let descriptor: Int32

  @discardableResult
  func set(_ level: Int32, _ option: Int32, _ value: Int32) -> Bool {
    var value = value
    return unsafe setsockopt(descriptor, level, option, &value, socklen_t(MemoryLayout<Int32>.size)) == 0
  }

  func get(_ level: Int32, _ option: Int32) -> Int32? {
    var value: Int32 = 0
    var length = socklen_t(MemoryLayout<Int32>.size)
    return unsafe getsockopt(descriptor, level, option, &value, &length) == 0 ? value : nil
  }

  /// Binds the socket to one interface (`SO_BINDTODEVICE`, socket(7)). Since Linux 5.7 this needs no privilege the
  /// first time.
  /// - Returns: 0 or the `errno` value.
  @discardableResult
  func bindToDevice(_ interface: UInt32) -> Int32 {
    var name = [CChar](repeating: 0, count: Int(IF_NAMESIZE))
    guard unsafe if_indextoname(interface, &name) != nil else { return errno }
    return unsafe setsockopt(descriptor, SOL_SOCKET, SO_BINDTODEVICE, &name, socklen_t(name.count)) == 0 ? 0 : errno
  }

  /// Sets the options of every udpeek socket: time stamps, drop counts, destination addresses, ICMP errors, and
  /// permission to broadcast.
  func setDefaults(family: AddressFamily) {
    set(SOL_SOCKET, SO_TIMESTAMPNS, 1)
    set(SOL_SOCKET, SO_RXQ_OVFL, 1)
    set(SOL_SOCKET, SO_BROADCAST, 1)
    switch family {
    case .ipv4:
      set(Int32(IPPROTO_IP), IP_PKTINFO, 1)
      set(Int32(IPPROTO_IP), IP_RECVERR, 1)
      // Otherwise the socket also receives groups that other programs joined (ip(7)).
      set(Int32(IPPROTO_IP), IP_MULTICAST_ALL, 0)
    case .ipv6:
      set(Int32(IPPROTO_IPV6), IPV6_RECVPKTINFO, 1)
      set(Int32(IPPROTO_IPV6), IPV6_RECVERR, 1)
      set(Int32(IPPROTO_IPV6), ipv6MulticastAll, 0)
    }
  }

  /// Sets the options of a relay's sockets toward targets: those of every socket, without what is known of a connection.
  func setLinkDefaults(family: AddressFamily) {
    set(SOL_SOCKET, SO_TIMESTAMPNS, 1)
    set(SOL_SOCKET, SO_RXQ_OVFL, 1)
    set(SOL_SOCKET, SO_BROADCAST, 1)
    switch family {
    case .ipv4: set(Int32(IPPROTO_IP), IP_RECVERR, 1)
    case .ipv6:
      set(Int32(IPPROTO_IPV6), IPV6_V6ONLY, 1)
      set(Int32(IPPROTO_IPV6), IPV6_RECVERR, 1)
    }
  }

  /// Requests a receive buffer, beyond `net.core.rmem_max` if permitted (`SO_RCVBUFFORCE` needs CAP_NET_ADMIN).
  /// - Returns: the bytes granted, half of what the kernel reports (socket(7)).
  func setReceiveBuffer(_ bytes: Int) -> Int {
    let wanted = Int32(clamping: bytes)
    if !set(SOL_SOCKET, SO_RCVBUFFORCE, wanted) { set(SOL_SOCKET, SO_RCVBUF, wanted) }
    return Int(get(SOL_SOCKET, SO_RCVBUF) ?? 0) / 2
  }

  /// Discards every datagram that arrives from now on (`SO_ATTACH_FILTER`, socket(7)): the program for the classic
  /// filter machine is one instruction, which keeps 0 bytes. Errors of the network still arrive.
  @discardableResult
  func discardReceived() -> Bool {
    var instruction = sock_filter(code: UInt16(BPF_RET | BPF_K), jt: 0, jf: 0, k: 0)
    return unsafe withUnsafeMutablePointer(to: &instruction) { pointer in
      var program = unsafe sock_fprog(len: 1, filter: pointer)
      let size = unsafe socklen_t(MemoryLayout<sock_fprog>.size)
      return unsafe setsockopt(descriptor, SOL_SOCKET, SO_ATTACH_FILTER, &program, size) == 0
    }
  }

  /// The datagrams that the socket's queue has dropped so far, as a wrapping 32-bit count: `SK_MEMINFO_DROPS` of
  /// `SO_MEMINFO` (linux/sock_diag.h). Always exact, unlike `SO_RXQ_OVFL`.
  var drops: UInt32? {
    let words = SK_MEMINFO_VARS
    let drops = SK_MEMINFO_DROPS
    var info = [UInt32](repeating: 0, count: words)
    var length = socklen_t(words * MemoryLayout<UInt32>.size)
    guard unsafe getsockopt(descriptor, SOL_SOCKET, SO_MEMINFO, &info, &length) == 0,
      Int(length) > drops * MemoryLayout<UInt32>.size
    else { return nil }
    return info[drops]
  }
}

private let ipv6MulticastAll: Int32 = 29  // linux/in6.h; absent from Glibc's headers
