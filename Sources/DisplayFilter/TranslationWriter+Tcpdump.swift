import UDPCore

/// Translation to tcpdump's language, pcap-filter(7).
extension TranslationWriter {
  /// Returns a test in tcpdump's language.
  mutating func tcpdump(_ test: FilterExpression) -> String {
    if let reason = privateReason(test) { return gap(test, reason) }
    switch test {
    case .host(let side, let address, _): return "\(prefix(side))host \(address)"
    case .net(let side, let network, _): return "\(prefix(side))net \(network)"
    case .endpoint(let side, let address, _, let port):
      let sides: [FilterSide] = side == .either || side == .both ? [.source, .destination] : [side]
      let parts = sides.map { "(\($0.rawValue) host \(address) and \($0.rawValue) port \(port))" }
      return parts.count == 1 ? parts[0] : "(" + parts.joined(separator: side == .both ? " and " : " or ") + ")"
    case .ports(let side, let ports):
      return prefix(side)
        + (ports.count == 1 ? "port \(ports.lowerBound)" : "portrange \(ports.lowerBound)-\(ports.upperBound)")
    case .flag(.ip): return "ip"
    case .flag(.ip6): return "ip6"
    case .flag(.udp): return "udp"
    case .flag(.multicast): return "(dst net 224.0.0.0/4 or dst net ff00::/8)"
    case .flag(.empty): return tcpdump(.compare(.size, .equal, 0))
    case .compare(.size, let relation, let value):
      return bytes(at: 4, width: 2, mask: nil, relation, value.addingReportingOverflow(8).partialValue, test)
    case .compare(.data(let offset, let width, let mask), let relation, let value):
      note(
        "tcpdump leaves out every datagram whose payload ends before these bytes, whatever the rest of the filter says")
      return bytes(at: 8 + offset, width: width, mask: mask, relation, value, test)
    case .compare(.number, _, _): return gap(test, "tcpdump does not count packets in a filter")
    case .text, .regex: return gap(test, "tcpdump cannot search text")
    case .hex: return gap(test, "tcpdump tests bytes only at an offset: data[n]")
    default: return gap(test, "tcpdump has no such test")
    }
  }

  private func prefix(_ side: FilterSide) -> String { side == .either ? "" : "\(side.rawValue) " }

  /// Returns a test of bytes counted from the UDP header; `udp[…]` is for IPv4 only, and an IPv6 header is 40 bytes
  /// long.
  private mutating func bytes(
    at offset: Int, width: Int, mask: UInt64?, _ relation: FilterRelation, _ value: UInt64, _ test: FilterExpression
  ) -> String {
    guard value <= UInt64(UInt32.max), mask ?? 0 <= UInt64(UInt32.max) else {
      return gap(test, "tcpdump computes with 32 bits")
    }
    note("after IPv6 extension headers tcpdump looks at the wrong bytes")
    let place = { (header: String, offset: Int) -> String in
      let bits = mask.map { " & 0x\(String($0, radix: 16))" } ?? ""
      return "\(header)[\(offset):\(width)]\(bits) \(relation.rawValue) \(value)"
    }
    return "(\(place("udp", offset)) or (ip6 and \(place("ip6", 40 + offset))))"
  }
}
