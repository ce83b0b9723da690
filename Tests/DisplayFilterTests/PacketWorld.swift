import DisplayFilter
import Testing
import UDPCore

/// Random datagrams, as rows of a log and as packets; and random expressions in the style of tcpdump users.
struct PacketWorld {
  private(set) var datagrams: [Datagram] = []
  private(set) var packets: [[UInt8]] = []

  /// Creates datagrams with payloads picked from `payloads`.
  init(_ count: Int, payloads: [[UInt8]] = [[], [1, 2], [0x7e]], _ random: inout TestRandom) throws {
    var writer = LogWriter(limit: 8 << 20)
    for _ in 0..<count {
      let isIPv6 = random.below(3) == 0
      let source = Endpoint(Self.address(isIPv6, &random), port: Self.port(&random))
      let destination = Endpoint(Self.address(isIPv6, &random), port: Self.port(&random))
      let payload = random.pick(payloads)
      let isIncoming = random.below(4) > 0
      let local = LocalPath(
        endpoint: isIncoming ? destination : source, replySource: .anyIPv4, interface: 0, socket: 0)
      let row = LogWriter.Row(
        kind: isIncoming ? .incoming : .outgoing, time: 0, size: payload.count,
        peer: isIncoming ? source : destination, local: local)
      unsafe writer.append(row, payload: payload.span.bytes)
      packets.append(Self.packet(source, destination, payload))
    }
    writer.publish()
    let snapshot = writer.log.snapshot()
    datagrams = (1...UInt64(count)).compactMap { snapshot[$0] }
  }

  private static func address(_ isIPv6: Bool, _ random: inout TestRandom) -> IPAddress {
    let last = UInt32(random.below(4))
    if isIPv6 {
      return IPAddress(high: random.pick([0x2001_0db8_0000_0000, 0xfe80_0000_0000_0000]), low: UInt64(last))
    }
    return IPAddress(ipv4: random.pick([0x0a00_0000, 0x0a00_0300, 0x0a01_0000, 0xc0a8_0100, 0xe000_0000]) + last)
  }

  private static func port(_ random: inout TestRandom) -> UInt16 { random.pick([53, 67, 5000, 6000, 6004, 6009]) }

  /// Builds the packet from its IP header on; filters do not look at checksums.
  private static func packet(_ source: Endpoint, _ destination: Endpoint, _ payload: [UInt8]) -> [UInt8] {
    func bytes(_ value: UInt64, _ count: Int) -> [UInt8] {
      (0..<count).reversed().map { UInt8(truncatingIfNeeded: value >> UInt64(8 * $0)) }
    }
    let udp =
      bytes(UInt64(source.port), 2) + bytes(UInt64(destination.port), 2) + bytes(UInt64(8 + payload.count), 2) + [0, 0]
      + payload
    if let from = source.address.ipv4Bits, let to = destination.address.ipv4Bits {
      return [0x45, 0] + bytes(UInt64(20 + udp.count), 2) + [0, 0, 0, 0, 64, 17, 0, 0] + bytes(UInt64(from), 4)
        + bytes(UInt64(to), 4) + udp
    }
    let (from, to) = (source.address, destination.address)
    return [0x60, 0, 0, 0] + bytes(UInt64(udp.count), 2) + [17, 64] + bytes(from.high, 8) + bytes(from.low, 8)
      + bytes(to.high, 8) + bytes(to.low, 8) + udp
  }

  /// Returns an expression in the common language of tcpdump and udpeek, leaving out words in all possible ways.
  static func expression(_ random: inout TestRandom, depth: Int = 2) -> String {
    var text = term(&random, depth)
    let isOr = random.below(2) == 0
    for _ in 0..<random.below(4) {
      // Sometimes mixed on purpose: udpeek rejects that, and must never read it differently than tcpdump.
      let byOr = random.below(16) == 0 ? !isOr : isOr
      text += random.pick(byOr ? [" or ", " || "] : [" and ", " && "])
      text += random.below(5) == 0 ? random.pick(bare) : term(&random, depth)
    }
    return text
  }

  private static let directions = ["", "", "src ", "dst ", "src or dst ", "src and dst "]
  private static let hosts = ["10.0.0.1", "10.0.3.2", "192.168.1.3", "2001:db8::1", "fe80::2", "224.0.0.1", "10.1.0.0"]
  private static let nets = [
    "10.0.0.0/8", "10.0.3.0/24", "10.0.3", "10", "192.168.1.0 mask 255.255.255.0", "2001:db8::/32", "fe80::/10",
    "10.0.0.0/31", "0.0.0.0/0", "::/0", "192.168", "10/8", "10.0.3.0/30", "2001:db8::2/127",
  ]
  private static let ports = ["53", "67", "5000", "6000", "6009", "0x35", "9"]
  private static let ranges = ["6000-6008", "1-67", "6008-6000", "5000-5000", "0-65535"]
  private static let bare = hosts + ports + ["10.0.3.0/24", "6000-6004", "2001:db8::/64"]

  private static func term(_ random: inout TestRandom, _ depth: Int) -> String {
    let prefix = random.pick(["", "", "", "", "not ", "! ", "!"])
    let family = random.pick(["", "", "", "", "ip ", "ip6 ", "udp "])
    let side = random.pick(directions)
    switch random.below(depth > 0 ? 12 : 9) {
    case 0, 1: return prefix + family + side + "host " + random.pick(hosts)
    case 2, 3: return prefix + family + side + "net " + random.pick(nets)
    case 4, 5: return prefix + family + side + "port " + random.pick(ports)
    case 6: return prefix + family + side + "portrange " + random.pick(ranges)
    case 7: return prefix + (side.isEmpty ? "src " : side) + random.pick(hosts)
    case 8: return prefix + random.pick(["ip", "ip6", "udp", "ip multicast", "ip6 multicast"])
    case 9:
      let kind = random.pick(["port", "host", "net"])
      let values = kind == "port" ? ports : kind == "host" ? hosts : ["10.0.3.0/24", "192.168.1.0/24", "fe80::/10"]
      return "\(prefix)\(side)\(kind) (\(random.pick(values)) or \(random.pick(values)))"
    default: return "\(prefix)(\(expression(&random, depth: depth - 1)))"
    }
  }
}
