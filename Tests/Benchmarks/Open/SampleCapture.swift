import Glibc

/// A capture for the benchmark: datagrams of 20 bytes over IPv4 in Ethernet frames, from a thousand peers, a tenth of
/// them in 10.0.0.0/16.
struct SampleCapture {
  /// The format of the capture.
  enum Kind: CaseIterable {
    case pcap
    case pcapng
  }

  let kind: Kind
  let count: Int

  /// Writes the capture.
  /// - Returns: the file's size in bytes.
  func write(to path: String) throws -> Int {
    let stream = fopen(path, "w")
    defer { fclose(stream) }
    var bytes: [UInt8] = header
    var total = 0
    for index in 0..<count {
      append(packet(index), index, to: &bytes)
      if bytes.count >= 1 << 20 || index == count - 1 {
        total += fwrite(bytes, 1, bytes.count, stream)
        bytes.removeAll(keepingCapacity: true)
      }
    }
    return total
  }

  private var header: [UInt8] {
    switch kind {
    case .pcap:
      return little(0xa1b2_c3d4) + [2, 0, 4, 0] + little(0) + little(0) + little(65_535) + little(1)
    case .pcapng:
      let section = little(0x0a0d_0d0a) + little(28) + little(0x1a2b_3c4d) + [1, 0, 0, 0]
      let interface = little(1) + little(20) + [1, 0, 0, 0] + little(0) + little(20)
      return section + [UInt8](repeating: 0xff, count: 8) + little(28) + interface
    }
  }

  private func append(_ packet: [UInt8], _ index: Int, to bytes: inout [UInt8]) {
    let length = UInt32(packet.count)
    switch kind {
    case .pcap:
      bytes += little(UInt32(1_700_000_000 + index / 1_000)) + little(UInt32(index % 1_000 * 1_000)) + little(length)
      bytes += little(length) + packet
    case .pcapng:
      let padded = (packet.count + 3) & ~3
      let time = UInt64(1_700_000_000_000_000) + UInt64(index) * 1_000
      bytes += little(6) + little(UInt32(32 + padded)) + little(0) + little(UInt32(time >> 32))
      bytes += little(UInt32(truncatingIfNeeded: time)) + little(length) + little(length) + packet
      bytes += [UInt8](repeating: 0, count: padded - packet.count) + little(UInt32(32 + padded))
    }
  }

  private func packet(_ index: Int) -> [UInt8] {
    let peer = index % 1_000
    let network: UInt8 = peer % 10 == 0 ? 0 : 1
    var bytes: [UInt8] = [2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 8, 0]
    bytes += [0x45, 0, 0, 48, 0, 0, 0x40, 0, 64, 17, 0, 0, 10, network, UInt8(peer >> 8), UInt8(peer & 255)]
    bytes += [192, 168, 1, 5, UInt8(peer >> 8), UInt8(peer & 255) | 1, 0x1f, 0x90, 0, 28, 0, 0]
    let text = "temp=\(index % 100_000)            ".utf8.prefix(20)
    return bytes + text
  }

  private func little(_ value: UInt32) -> [UInt8] {
    [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: value >> $0) }
  }
}
