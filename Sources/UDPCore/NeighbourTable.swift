import Basics

/// The hardware addresses of hosts on the links that this host is on, as the kernel knows them now.
package struct NeighbourTable: Sendable {
  /// `RTM_GETNEIGH` and `RTM_NEWNEIGH` of linux/rtnetlink.h, and the size of `struct ndmsg` (linux/neighbour.h).
  private static let (request, answer, headSize): (UInt16, UInt16, Int) = (30, 28, 12)
  /// `NDA_DST` and `NDA_LLADDR` of linux/neighbour.h.
  private static let (address, hardware): (UInt16, UInt16) = (1, 2)

  private var hosts: [IPAddress: HardwareAddress] = [:]

  /// Reads the table; an empty one if the system refuses.
  package static func current() -> NeighbourTable {
    let body = [UInt8](repeating: 0, count: headSize)
    var table = NeighbourTable()
    for message in (try? NetlinkQuery.ask(.route, type: request, body: body, isDump: true)) ?? []
    where message.type == answer {
      let attributes = message.attributes(after: headSize)
      guard let host = attributes[address].flatMap({ IPAddress(networkOrder: $0) }) else { continue }
      table.hosts[host] = attributes[hardware].flatMap { HardwareAddress($0) }
    }
    return table
  }

  /// The hardware address of a host; `nil` if it is not known.
  package subscript(address: IPAddress) -> HardwareAddress? { hosts[address] }
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
