import Basics
import Plumbing
package import UDPCore

/// The vendors of Ethernet addresses, from a list that another program installed: Wireshark's `manuf`, `oui.txt` of
/// ieee-data, `nmap-mac-prefixes` of nmap.
package struct HardwareVendors: Sendable {
  /// The places of the lists, the first one that is there counts.
  private static let paths = [
    "/usr/share/wireshark/manuf", "/usr/share/ieee-data/oui.txt", "/var/lib/ieee-data/oui.txt",
    "/usr/share/nmap/nmap-mac-prefixes",
  ]
  /// The most bytes of a list that are read.
  private static let mostBytes = 32 << 20

  private var names: [HardwareAddress: String] = [:]

  /// Looks up some addresses.
  package init(of addresses: some Sequence<HardwareAddress>) {
    for path in Self.paths {
      guard let bytes = try? KeptFile.read(path, limit: Self.mostBytes, followsLinks: true)?.bytes else { continue }
      read(bytes, Set(addresses.filter { !$0.isLocal }))
      return
    }
  }

  /// Looks up some addresses in a list.
  init(of addresses: some Sequence<HardwareAddress>, in list: [UInt8]) {
    read(list, Set(addresses.filter { !$0.isLocal }))
  }

  /// The vendor of an address; `nil` if it is not known, or nobody's.
  package subscript(address: HardwareAddress) -> String? { names[address] }

  private mutating func read(_ list: [UInt8], _ addresses: Set<HardwareAddress>) {
    if addresses.isEmpty { return }
    // By the first 24 bits, which a line may have.
    let wanted = Dictionary(grouping: addresses) { Self.number($0.bytes) >> 24 }
    var lengths: [HardwareAddress: Int] = [:]
    for line in list.split(separator: UInt8(ascii: "\n")) {
      guard let (prefix, length, rest) = Self.prefix(of: line), let near = wanted[prefix >> 24] else { continue }
      for address in near where length > lengths[address, default: 0] {
        guard Self.number(address.bytes) >> UInt64(48 - length) == prefix >> UInt64(48 - length) else { continue }
        lengths[address] = length
        names[address] = Self.name(in: rest)
      }
    }
  }

  private static func number(_ bytes: [UInt8]) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }

  /// The prefix at the beginning of a line, in the upper bits of 48; its length in bits, and the rest of the line.
  private static func prefix(of line: ArraySlice<UInt8>) -> (UInt64, length: Int, rest: ArraySlice<UInt8>)? {
    var (value, digits, index) = (UInt64(0), 0, line.startIndex)
    while index < line.endIndex, digits < 12 {
      let byte = line[index]
      if let digit = Character(UnicodeScalar(byte)).hexDigitValue {
        value = value << 4 | UInt64(digit)
        digits += 1
      } else if byte != UInt8(ascii: ":"), byte != UInt8(ascii: "-") || digits == 0 {
        break
      }
      index += 1
    }
    guard digits >= 6 else { return nil }
    var length = digits * 4
    if index < line.endIndex, line[index] == UInt8(ascii: "/") {
      let bits = line[(index + 1)...].prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      guard let number = Int(String(decoding: bits, as: UTF8.self)), (24...48).contains(number) else { return nil }
      length = number
      index = bits.endIndex
    }
    return (value << UInt64(48 - digits * 4), length, line[index...])
  }

  /// The longest name of a line: Wireshark's has a short one before it, and that of IEEE a word in parentheses.
  private static func name(in rest: ArraySlice<UInt8>) -> String {
    let text = String(decoding: rest, as: UTF8.self).replacing("(hex)", with: "")
    let parts = text.split(whereSeparator: { $0 == "\t" || $0 == "\r" }).map { part in
      String(part.drop { $0 == " " })
    }
    return parts.last { !$0.isEmpty } ?? ""
  }
}
