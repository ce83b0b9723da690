import PayloadText
import PeerText
import UDPCore

/// Reads datagrams from standard input, a peer's name and hexadecimal digits a line, and prints after each the encoding
/// detected for the peer, with a question mark while it is a guess. With `--speed` it prints the cost of detection
/// instead.
@main
struct Decisions {
  static func main() {
    var datagrams: [(peer: Substring, payload: [UInt8])] = []
    while let line = readLine() {
      let words = line.split(separator: " ")
      if words.count == 2 { datagrams.append((words[0], bytes(words[1]))) }
    }
    if CommandLine.arguments.dropFirst().first == "--speed" {
      speed(datagrams.map(\.payload))
    } else {
      decide(datagrams)
    }
  }

  private static func decide(_ datagrams: [(peer: Substring, payload: [UInt8])]) {
    var peers = PeerEncodings()
    var keys: [Substring: Endpoint] = [:]
    for (name, payload) in datagrams {
      let peer = keys[name, default: Self.peer(keys.count)]
      keys[name] = peer
      peers.observe(payload.span.bytes, from: peer)
      print(peers.choice(for: peer).label)
    }
  }

  /// The endpoint of a peer, given by number.
  private static func peer(_ number: Int) -> Endpoint {
    Endpoint(IPAddress(ipv4: 0x0a00_0000 | UInt32(number)), port: 5000)
  }

  private static func speed(_ payloads: [[UInt8]]) {
    var peers = PeerEncodings()
    say("made ready, once", 1, rounds: 1) { peers.observe([0xff].span.bytes, from: peer(0xfffff)) }
    say("one datagram a peer", payloads.count, before: { peers = PeerEncodings() }) {
      for (peer, payload) in payloads.enumerated() {
        peers.observe(payload.span.bytes, from: Self.peer(peer & 0xffff))
      }
    }
    say("ten datagrams a peer", payloads.count, before: { peers = PeerEncodings() }) {
      for (index, payload) in payloads.enumerated() {
        peers.observe(payload.span.bytes, from: peer(index / 10))
      }
    }
    decoding()
    let count = 1000
    for (kind, payload) in [
      ("GB18030", [0xce, 0xc2, 0xb6, 0xc8] + Array("=23.5 ".utf8) + [0xc9, 0xe3, 0xca, 0xcf, 0xb6, 0xc8]),
      ("UTF-8", Array("温度=23.5 摄氏度".utf8)), ("ASCII", Array("temperature=23.5 C".utf8)),
      ("windows-1251", [0xd2, 0xe5, 0xec, 0xef, 0xe5, 0xf0, 0xe0, 0xf2, 0xf3, 0xf0, 0xe0, 0x3d, 0x32, 0x33]),
    ] {
      say("\(kind), one peer's first \(count)", count, before: { peers = PeerEncodings() }) {
        for _ in 0..<count { peers.observe(payload.span.bytes, from: peer(0)) }
      }
      for _ in 0..<10_000 { peers.observe(payload.span.bytes, from: peer(0)) }
      say("\(kind), settled", count) {
        for _ in 0..<count { peers.observe(payload.span.bytes, from: peer(0)) }
      }
      let long = Array(repeatElement(payload, count: 65_000 / payload.count).joined())
      say("\(kind), 65,000 bytes, a new peer each", 200, before: { peers = PeerEncodings() }) {
        for number in 0..<200 { peers.observe(long.span.bytes, from: peer(number)) }
      }
    }
  }

  private static func decoding() {
    let gbk: [UInt8] =
      Array("T=23.5 ".utf8) + [0xb7, 0xfe, 0xce, 0xf1, 0xb6, 0xcb, 0xca, 0xd5, 0xb5, 0xbd, 0xd0, 0xc5]
      + Array(" status=".utf8) + [0xcf, 0xa2, 0xc0, 0xb2, 0xb7, 0xfe, 0xce, 0xf1, 0xb6, 0xcb, 0xca, 0xd5]
    let cyrillic: [UInt8] = Array("T=23.5 ".utf8) + (0xe0...0xff)
    for (encoding, payload) in [(TextEncoding.gbk, gbk), (.big5HKSCS, gbk), (.windows1251, cyrillic)] {
      say("\(encoding.name): decoder made", 1) { _ = try? TextDecoder(encoding) }
      guard let decoder = try? TextDecoder(encoding) else { continue }
      say("\(encoding.name): \(payload.count) bytes to a string", 1000) {
        for _ in 0..<1000 { blackHole(decoder.string(payload.span.bytes).utf8.count) }
      }
      say("\(encoding.name): \(payload.count) bytes to units", 1000) {
        for _ in 0..<1000 { blackHole(decoder.decode(payload.span.bytes).units.count) }
      }
    }
  }

  @inline(never) private static func blackHole(_ value: Int) {}

  /// Prints the best of several rounds, since the machine is shared.
  private static func say(
    _ what: String, _ count: Int, rounds: Int = 15, before: () -> Void = {}, _ work: () -> Void
  ) {
    var best = Double.infinity
    for _ in 0..<rounds {
      before()
      best = min(best, ContinuousClock().measure(work) / .nanoseconds(1) / Double(count))
    }
    print("\(what): \(Int(best)) ns a datagram")
  }

  private static func bytes(_ digits: Substring) -> [UInt8] {
    var bytes: [UInt8] = []
    var high: UInt8?
    for digit in digits.utf8 {
      let value = digit < 0x3a ? digit - 0x30 : digit - 0x57
      if let first = high {
        bytes.append(first << 4 | value)
        high = nil
      } else {
        high = value
      }
    }
    return bytes
  }
}
