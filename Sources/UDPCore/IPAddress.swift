import CLinux
import Glibc

/// An IPv4 or IPv6 address as 128 bits in host order. IPv4 is stored in its IPv4-mapped form (RFC 4291, 2.5.5.2), so
/// `::ffff:10.0.0.1` from a dual-stack socket *is* `10.0.0.1`.
package struct IPAddress: Hashable, Sendable, BitwiseCopyable {
  /// The first 64 bits.
  package let high: UInt64
  /// The last 64 bits.
  package let low: UInt64

  @inlinable
  package init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// Creates an IPv4 address from its 32 bits in host order: `0x7f000001` is 127.0.0.1.
  @inlinable
  package init(ipv4 bits: UInt32) {
    self.init(high: 0, low: 0xffff_0000_0000 | UInt64(bits))
  }

  /// Parses `192.0.2.1` or `2001:db8::1` (`inet_pton`), without scopes, brackets or names; returns `nil` for anything
  /// else.
  package init?(_ text: some StringProtocol) {
    let text = String(text)
    var four = in_addr()
    if unsafe inet_pton(AF_INET, text, &four) == 1 {
      self.init(ipv4: UInt32(bigEndian: four.s_addr))
      return
    }
    var six = in6_addr()
    guard unsafe inet_pton(AF_INET6, text, &six) == 1 else { return nil }
    self.init(six)
  }

  init(_ address: in6_addr) {
    let (high, low) = unsafe withUnsafeBytes(of: address) {
      unsafe ($0.loadUnaligned(as: UInt64.self), $0.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
    }
    self.init(high: UInt64(bigEndian: high), low: UInt64(bigEndian: low))
  }

  /// The IPv4 wildcard address, `0.0.0.0`.
  package static let anyIPv4 = IPAddress(ipv4: 0)
  /// The IPv6 wildcard address, `::`.
  package static let anyIPv6 = IPAddress(high: 0, low: 0)

  /// Whether this is an IPv4 address.
  @inlinable
  package var isIPv4: Bool { high == 0 && low >> 32 == 0xffff }

  /// The 32 bits of an IPv4 address in host order; `nil` for IPv6.
  @inlinable
  package var ipv4Bits: UInt32? { isIPv4 ? UInt32(truncatingIfNeeded: low) : nil }

  /// Whether this is `0.0.0.0` or `::`.
  package var isUnspecified: Bool { self == .anyIPv4 || self == .anyIPv6 }

  /// Whether this is in 127.0.0.0/8 or is `::1` (RFC 1122, 3.2.1.3; RFC 4291, 2.5.3).
  package var isLoopback: Bool {
    if let bits = ipv4Bits { return bits >> 24 == 127 }
    return high == 0 && low == 1
  }

  /// Whether this is in 224.0.0.0/4 or ff00::/8 (RFC 5771; RFC 4291, 2.7).
  package var isMulticast: Bool {
    if let bits = ipv4Bits { return bits >> 28 == 0xe }
    return high >> 56 == 0xff
  }

  /// Whether this is 255.255.255.255. Without the netmask, a directed broadcast is indistinguishable from a host.
  package var isLimitedBroadcast: Bool { ipv4Bits == 0xffff_ffff }

  /// The largest payload of a datagram to this address, in bytes. The IPv4 header counts towards the 65,535 bytes of a
  /// packet, the IPv6 header does not (RFC 791, 3.1; RFC 8200, 3).
  package var largestPayload: Int { isIPv4 ? 65_507 : 65_527 }

  /// Whether the address is ambiguous without a scope: fe80::/10, or a multicast group of interface or link scope.
  package var needsScope: Bool {
    if isIPv4 { return false }
    if high >> 54 == 0xfe80 >> 6 { return true }
    return high >> 56 == 0xff && [1, 2].contains((high >> 48) & 0xf)
  }
}

extension IPAddress: CustomStringConvertible {
  /// The text form of `inet_ntop`: `127.0.0.1`, `2001:db8::1`.
  package var description: String {
    if let bits = ipv4Bits {
      return "\(bits >> 24).\(bits >> 16 & 255).\(bits >> 8 & 255).\(bits & 255)"
    }
    var buffer = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
    var six = rawIPv6
    guard unsafe inet_ntop(AF_INET6, &six, &buffer, socklen_t(buffer.count)) != nil else { return "::" }
    return String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  /// The address in network order, for socket calls; IPv4 in its mapped form.
  var rawIPv6: in6_addr {
    var six = in6_addr()
    unsafe withUnsafeMutableBytes(of: &six) {
      unsafe $0.storeBytes(of: high.bigEndian, as: UInt64.self)
      unsafe $0.storeBytes(of: low.bigEndian, toByteOffset: 8, as: UInt64.self)
    }
    return six
  }

  /// The IPv4 address in network order; 0 for IPv6.
  var rawIPv4: in_addr { in_addr(s_addr: (ipv4Bits ?? 0).bigEndian) }
}

/// A range of addresses that share the first `length` bits of `base`.
package struct IPNetwork: Hashable, Sendable {
  /// The network address, with its host bits cleared.
  package let base: IPAddress
  /// The prefix length in the 128-bit form: 104 for an IPv4 /8.
  package let length: Int

  private let highMask: UInt64
  private let lowMask: UInt64

  /// Creates a range from a prefix length as written (0…32 for IPv4, 0…128 for IPv6); `nil` if it is out of range.
  package init?(_ address: IPAddress, length: Int) {
    let limit = address.isIPv4 ? 32 : 128
    guard (0...limit).contains(length) else { return nil }
    let bits = address.isIPv4 ? length + 96 : length
    self.length = bits
    highMask = bits >= 64 ? .max : ~(UInt64.max >> bits)
    lowMask = bits <= 64 ? 0 : bits == 128 ? .max : ~(UInt64.max >> (bits - 64))
    base = IPAddress(high: address.high & highMask, low: address.low & lowMask)
  }

  /// Whether `address` is in the range. `0.0.0.0/0` contains every IPv4 address and no IPv6 address.
  package func contains(_ address: IPAddress) -> Bool {
    address.high & highMask == base.high && address.low & lowMask == base.low
  }
}

extension IPNetwork: CustomStringConvertible {
  /// The CIDR form: `10.0.0.0/8`, `2001:db8::/32`.
  package var description: String { "\(base)/\(base.isIPv4 ? length - 96 : length)" }
}
