/// A pcapng capture as bytes, little-endian, with times in microseconds.
struct SampleCapture {
  private(set) var bytes: [UInt8] = []

  /// Begins a section as written by another program.
  init() {
    block(0x0a0d_0d0a, Self.little(0x1a2b_3c4d) + [1, 0, 0, 0] + [UInt8](repeating: 0xff, count: 8))
  }

  mutating func interface(link: UInt8 = 101, options: [UInt8] = []) {
    block(1, [link, 0, 0, 0] + Self.little(0) + options)
  }

  /// Adds a packet at the given number of seconds after 2023-11-14 22:13:20 UTC; without a time, as a simple packet
  /// block.
  mutating func packet(_ packet: [UInt8], at second: UInt64? = 0, drops: UInt8 = 0, comment: String? = nil) {
    let length = Self.little(UInt32(packet.count))
    guard let second else { return block(3, length + Self.padded(packet)) }
    let time = (1_700_000_000 + second) * 1_000_000
    let options =
      (drops > 0 ? [4, 0, 8, 0, drops, 0, 0, 0, 0, 0, 0, 0] : []) + (comment.map(Self.comment) ?? [])
    block(
      6,
      Self.little(0) + Self.little(UInt32(time >> 32)) + Self.little(UInt32(truncatingIfNeeded: time)) + length + length
        + Self.padded(packet) + (options.isEmpty ? [] : options + Self.little(0)))
  }

  mutating func statistics(comment: String) {
    block(5, Self.little(0) + [UInt8](repeating: 0, count: 8) + Self.comment(comment) + Self.little(0))
  }

  /// A datagram without a time, and one at 22:13:20.
  static var timelessFirst: [UInt8] {
    var capture = SampleCapture()
    capture.interface()
    capture.packet(ipv4(Array("spb".utf8)), at: nil)
    capture.packet(ipv4(Array("b".utf8)))
    return capture.bytes
  }

  /// Eight datagrams, one second apart; the kernel dropped 7 before the seventh.
  static var dropsAtSeven: [UInt8] {
    var capture = SampleCapture()
    capture.interface()
    for second in 0..<8 as Range<UInt64> {
      capture.packet(ipv4(Array("n\(second)".utf8)), at: second, drops: second == 6 ? 7 : 0)
    }
    return capture.bytes
  }

  // MARK: Packets

  static func ethernet(_ type: UInt16, _ payload: [UInt8]) -> [UInt8] {
    [UInt8](repeating: 2, count: 12) + [UInt8(type >> 8), UInt8(truncatingIfNeeded: type)] + payload
  }

  /// An IPv4 packet from 10.0.3.17:5000 to 192.168.1.5:8080.
  static func ipv4(_ payload: [UInt8], protocol number: UInt8 = 17) -> [UInt8] {
    [0x45, 0, 0, UInt8(28 + payload.count), 0, 0, 0, 0, 64, number, 0, 0, 10, 0, 3, 17, 192, 168, 1, 5]
      + [0x13, 0x88, 0x1f, 0x90, 0, UInt8(8 + payload.count), 0, 0] + payload
  }

  // MARK: Bytes

  private static func comment(_ text: String) -> [UInt8] {
    [1, 0, UInt8(text.utf8.count), 0] + padded(Array(text.utf8))
  }

  private static func padded(_ bytes: [UInt8]) -> [UInt8] { bytes + [UInt8](repeating: 0, count: -bytes.count & 3) }

  private static func little(_ value: UInt32) -> [UInt8] {
    [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: value >> $0) }
  }

  private mutating func block(_ type: UInt32, _ body: [UInt8]) {
    let length = Self.little(UInt32(12 + body.count))
    bytes += Self.little(type) + length + body + length
  }
}
