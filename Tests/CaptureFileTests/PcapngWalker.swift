import Testing

/// Splits a pcapng file into blocks by nothing but the standard, to check the writer.
struct PcapngWalker {
  struct Block {
    let type: UInt32
    let body: [UInt8]
    /// The size of the fields before the options.
    let fixed: Int

    func number(at offset: Int, _ count: Int = 4) -> Int {
      body[offset..<offset + count].reversed().reduce(0) { $0 << 8 | Int($1) }
    }

    /// The options in order, up to the end marker.
    var options: [(code: Int, value: [UInt8])] {
      var options: [(Int, [UInt8])] = []
      var offset = fixed
      while offset + 4 <= body.count {
        let (code, length) = (number(at: offset, 2), number(at: offset + 2, 2))
        if code == 0 { break }
        options.append((code, Array(body[offset + 4..<offset + 4 + length])))
        offset += 4 + (length + 3) / 4 * 4
      }
      return options
    }

    func option(_ code: Int) -> [UInt8]? { options.first { $0.code == code }?.value }

    func text(_ code: Int) -> String? { option(code).map { String(decoding: $0, as: UTF8.self) } }

    func texts(_ code: Int) -> [String] {
      options.filter { $0.code == code }.map { String(decoding: $0.value, as: UTF8.self) }
    }

    func number(_ code: Int) -> Int? { option(code).map { $0.reversed().reduce(0) { $0 << 8 | Int($1) } } }

    /// The packet in an enhanced packet block.
    var packet: [UInt8] { Array(body[20..<20 + number(at: 12)]) }

    /// The payload of a UDP packet whose IP header has no options.
    var payload: [UInt8] { Array(packet.dropFirst(packet[0] >> 4 == 4 ? 28 : 48)) }
  }

  let blocks: [Block]
  /// Whether the file ends with a complete block.
  let isWhole: Bool

  init(_ bytes: [UInt8]) {
    var blocks: [Block] = []
    var offset = 0
    func number(at offset: Int) -> Int { bytes[offset..<offset + 4].reversed().reduce(0) { $0 << 8 | Int($1) } }
    while offset + 12 <= bytes.count {
      let (type, length) = (number(at: offset), number(at: offset + 4))
      guard length >= 12, length % 4 == 0, offset + length <= bytes.count, number(at: offset + length - 4) == length
      else { break }
      let body = Array(bytes[offset + 8..<offset + length - 4])
      var fixed = [0x0a0d_0d0a: 16, 1: 8, 5: 12][type] ?? body.count
      if type == 6 { fixed = 20 + (body[12..<16].reversed().reduce(0) { $0 << 8 | Int($1) } + 3) / 4 * 4 }
      blocks.append(Block(type: UInt32(type), body: body, fixed: fixed))
      offset += length
    }
    self.blocks = blocks
    isWhole = offset == bytes.count
  }

  var packets: [Block] { blocks.filter { $0.type == 6 } }
  var statistics: Block? { blocks.last { $0.type == 5 } }
}

/// The folded sum over a UDP packet with its pseudo-header: 0xffff if the checksum is right (RFC 1071).
func foldedSum(of packet: [UInt8]) -> Int {
  let isIPv4 = packet[0] >> 4 == 4
  let udp = packet[(isIPv4 ? 20 : 40)...]
  var bytes = Array(packet[isIPv4 ? 12..<20 : 8..<40])
  bytes += [0, 17, 0, 0, UInt8(udp.count >> 8), UInt8(udp.count & 255)]
  bytes += udp
  return foldedSum(ofWords: bytes)
}

/// The folded sum of big-endian words of 16 bits, the last one filled up with zeros.
func foldedSum(ofWords bytes: [UInt8]) -> Int {
  var sum = 0
  for (index, byte) in bytes.enumerated() { sum += Int(byte) << (index % 2 == 0 ? 8 : 0) }
  while sum > 0xffff { sum = sum >> 16 + sum & 0xffff }
  return sum
}
