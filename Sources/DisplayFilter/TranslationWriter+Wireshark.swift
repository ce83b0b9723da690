import Basics
import UDPCore

/// Translation to Wireshark's display filters, wireshark-filter(4).
extension TranslationWriter {
  /// Returns a test in the language of Wireshark's display filters.
  mutating func wireshark(_ test: FilterExpression) -> String {
    if let reason = privateReason(test) { return gap(test, reason) }
    switch test {
    case .host(let side, let address, _): return sided(side) { compare(address, "\(address)", $0) }
    case .net(let side, let network, _): return sided(side) { compare(network.base, "\(network)", $0) }
    case .endpoint(let side, let address, _, let port):
      let both = side == .either || side == .both
      let parts = (both ? ["src", "dst"] : [Self.field(side)]).map { end in
        "(\(compare(address, "\(address)", end)) and udp.\(end)port == \(port))"
      }
      return parts.count == 1 ? parts[0] : "(" + parts.joined(separator: side == .both ? " and " : " or ") + ")"
    case .ports(let side, let ports):
      let value = ports.count == 1 ? "== \(ports.lowerBound)" : "in {\(ports.lowerBound) .. \(ports.upperBound)}"
      return sided(side) { $0 == "addr" ? "udp.port \(value)" : "udp.\($0)port \(value)" }
    case .flag(.ip): return "ip"
    case .flag(.ip6): return "ipv6"
    case .flag(.udp): return "udp"
    case .flag(.multicast): return "(ip.dst == 224.0.0.0/4 or ipv6.dst == ff00::/8)"
    case .flag(.empty): return "udp.length == 8"
    case .compare(.size, let relation, let value):
      guard value <= 1 << 31 else { return gap(test, "no datagram is so large") }
      return "udp.length \(Self.sign(relation)) \(value + 8)"
    case .compare(.number, let relation, let value):
      note("Wireshark counts the packets of its file, udpeek its rows")
      return "frame.number \(Self.sign(relation)) \(value)"
    case .compare(.data(let offset, let width, nil), let relation, let value):
      guard value >> UInt64(8 * width) == 0 else { return gap(test, "the value is larger than the bytes") }
      note("with != Wireshark leaves out payloads that end before these bytes")
      let bytes = (0..<width).reversed().map { UInt8(truncatingIfNeeded: value >> UInt64(8 * $0)) }
      return "udp.payload[\(offset):\(width)] \(Self.sign(relation)) \(Self.colons(bytes))"
    case .compare(.data, _, _): return gap(test, "Wireshark cannot mask bytes")
    case .text(let relation, let text): return wireshark(relation, text)
    case .regex(let regex):
      note("Wireshark searches the bytes: this works for peers that write UTF-8")
      return "udp.payload matches \(Self.raw("(?\(regex.ignoresCase ? "" : "-")i)" + regex.pattern))"
    case .hex(let bytes): return wireshark(bytes)
    default: return gap(test, "Wireshark has no such test")
    }
  }

  private mutating func wireshark(_ relation: FilterTextRelation, _ text: FilterText) -> String {
    note("Wireshark searches the bytes: this works for peers that write UTF-8")
    if text.utf8.isEmpty { return relation == .equals ? "udp.length == 8" : "udp" }
    let folds = text.ignoresCase && text.string.unicodeScalars.contains { $0.isASCII && $0.properties.isAlphabetic }
    if !folds {
      switch relation {
      case .contains: return "udp.payload contains \(Self.colons(text.utf8))"
      case .startsWith: return "udp.payload[0:\(text.utf8.count)] == \(Self.colons(text.utf8))"
      case .equals: return "udp.payload == \(Self.colons(text.utf8))"
      }
    }
    let bytes = text.utf8.map(Self.escaped).joined()
    let anchored = relation == .contains ? bytes : relation == .startsWith ? "\\A" + bytes : "\\A\(bytes)\\z"
    return "udp.payload matches \(Self.raw(anchored))"
  }

  private mutating func wireshark(_ bytes: [UInt8?]) -> String {
    let known = bytes.compactMap(\.self)
    if known.count == bytes.count { return "udp.payload contains \(Self.colons(known))" }
    return "udp.payload matches \(Self.raw("(?-i)(?s)" + bytes.map { $0.map(Self.escaped) ?? "." }.joined()))"
  }

  private func compare(_ address: IPAddress, _ value: String, _ end: String) -> String {
    "\(address.isIPv4 ? "ip" : "ipv6").\(end) == \(value)"
  }

  private func sided(_ side: FilterSide, _ test: (String) -> String) -> String {
    side == .both ? "(\(test("src")) and \(test("dst")))" : test(Self.field(side))
  }

  private static func field(_ side: FilterSide) -> String {
    switch side {
    case .source: "src"
    case .destination: "dst"
    default: "addr"
    }
  }

  private static func sign(_ relation: FilterRelation) -> String { relation == .equal ? "==" : relation.rawValue }

  private static func colons(_ bytes: [UInt8]) -> String { bytes.map(hex).joined(separator: ":") }

  private static func hex(_ byte: UInt8) -> String {
    byte.digits(2, radix: 16)
  }

  /// Returns a byte for a regular expression: letters and digits unchanged, anything else escaped.
  private static func escaped(_ byte: UInt8) -> String {
    let scalar = Unicode.Scalar(byte)
    let isPlain = scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
    return isPlain ? String(scalar) : "\\x" + hex(byte)
  }

  /// Returns a raw string, in which backslashes belong to the expression. A quotation mark is written as its code.
  private static func raw(_ pattern: String) -> String {
    "r\"" + pattern.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\\x22") + "\""
  }
}
