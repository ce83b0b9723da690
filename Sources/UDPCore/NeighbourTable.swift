import Basics
import CLinux
import Glibc

/// The hardware addresses of hosts on the links that this host is on, as the kernel knows them now.
package struct NeighbourTable: Sendable {
  /// The most hosts that are read.
  private static let most = 16_384

  private var hardware: [IPAddress: HardwareAddress] = [:]

  /// Reads the table; an empty one if the system refuses.
  package static func current() -> NeighbourTable {
    var table = NeighbourTable()
    var hosts = [clinux_neighbour](repeating: clinux_neighbour(), count: most)
    let count = unsafe clinux_neighbours(&hosts, hosts.count)
    for host in hosts.prefix(count) {
      let bytes = unsafe withUnsafeBytes(of: host.address) { unsafe Array($0) }
      func number(_ range: Range<Int>) -> UInt64 { bytes[range].reduce(0) { $0 << 8 | UInt64($1) } }
      let address =
        host.family == AF_INET
        ? IPAddress(ipv4: UInt32(number(0..<4))) : IPAddress(high: number(0..<8), low: number(8..<16))
      let hardware = unsafe withUnsafeBytes(of: host.hardware) { unsafe Array($0) }
      table.hardware[address] = HardwareAddress(hardware)
    }
    return table
  }

  /// The hardware address of a host; `nil` if it is not known.
  package subscript(address: IPAddress) -> HardwareAddress? { hardware[address] }
}

/// An Ethernet address: six bytes (IEEE 802).
package struct HardwareAddress: Hashable, Sendable, CustomStringConvertible {
  /// The bytes, the first one sent first.
  package let bytes: [UInt8]

  /// Creates an address of six bytes; `nil` for another number, and for zeros alone.
  package init?(_ bytes: [UInt8]) {
    guard bytes.count == 6, bytes.contains(where: { $0 != 0 }) else { return nil }
    self.bytes = bytes
  }

  /// `02:fc:00:00:00:05`
  package var description: String { bytes.map { $0.digits(2, radix: 16) }.joined(separator: ":") }

  /// Whether no vendor assigned it: somebody made it up (the U/L bit, IEEE 802).
  package var isLocal: Bool { bytes[0] & 2 != 0 }
}
