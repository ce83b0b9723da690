import CLinux
import Glibc

/// A `sockaddr_in` or `sockaddr_in6` for socket calls.
struct RawSocketAddress {
  var storage = sockaddr_storage()
  var length: socklen_t

  /// Converts `endpoint` for a socket of `family`; an IPv4 address on an IPv6 socket takes its mapped form.
  init(_ endpoint: Endpoint, family: AddressFamily) {
    switch family {
    case .ipv4:
      var address = sockaddr_in()
      address.sin_family = sa_family_t(AF_INET)
      address.sin_port = endpoint.port.bigEndian
      address.sin_addr = endpoint.address.rawIPv4
      length = socklen_t(MemoryLayout<sockaddr_in>.size)
      unsafe withUnsafeMutableBytes(of: &storage) { unsafe $0.storeBytes(of: address, as: sockaddr_in.self) }
    case .ipv6:
      var address = sockaddr_in6()
      address.sin6_family = sa_family_t(AF_INET6)
      address.sin6_port = endpoint.port.bigEndian
      address.sin6_addr = endpoint.address.rawIPv6
      address.sin6_scope_id = endpoint.scope
      length = socklen_t(MemoryLayout<sockaddr_in6>.size)
      unsafe withUnsafeMutableBytes(of: &storage) { unsafe $0.storeBytes(of: address, as: sockaddr_in6.self) }
    }
  }

  /// Creates an empty buffer for a call to fill in.
  init() {
    length = socklen_t(MemoryLayout<sockaddr_storage>.size)
  }

  /// Calls `body` with the pointer and length that socket calls expect.
  mutating func withPointer<R>(_ body: (UnsafeMutablePointer<sockaddr>, inout socklen_t) -> R) -> R {
    unsafe withUnsafeMutablePointer(to: &storage) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe body($0, &length) }
    }
  }

  /// The endpoint; `nil` if the family is neither IPv4 nor IPv6.
  var endpoint: Endpoint? {
    unsafe withUnsafeBytes(of: storage) {
      unsafe Endpoint(rawSocketAddress: UnsafeRawBufferPointer(rebasing: $0.prefix(Int(length))))
    }
  }
}

/// IPv4 or IPv6.
package enum AddressFamily: Sendable, Hashable, BitwiseCopyable {
  case ipv4
  case ipv6

  var domain: Int32 { self == .ipv4 ? AF_INET : AF_INET6 }
}

extension IPAddress {
  /// The family of the sockets that carry this address.
  package var family: AddressFamily { isIPv4 ? .ipv4 : .ipv6 }
}

extension Endpoint {
  /// Decodes a `sockaddr_in` or `sockaddr_in6`; returns `nil` for other families and for too few bytes.
  init?(rawSocketAddress bytes: UnsafeRawBufferPointer) {
    guard bytes.count >= MemoryLayout<sa_family_t>.size else { return nil }
    switch Int32(unsafe bytes.loadUnaligned(as: sa_family_t.self)) {
    case AF_INET where bytes.count >= MemoryLayout<sockaddr_in>.size:
      let raw = unsafe bytes.loadUnaligned(as: sockaddr_in.self)
      self.init(IPAddress(ipv4: UInt32(bigEndian: raw.sin_addr.s_addr)), port: UInt16(bigEndian: raw.sin_port))
    case AF_INET6 where bytes.count >= MemoryLayout<sockaddr_in6>.size:
      let raw = unsafe bytes.loadUnaligned(as: sockaddr_in6.self)
      let address = IPAddress(raw.sin6_addr)
      self.init(
        address, port: UInt16(bigEndian: raw.sin6_port), scope: address.isIPv4 ? 0 : raw.sin6_scope_id)
    default:
      return nil
    }
  }
}
