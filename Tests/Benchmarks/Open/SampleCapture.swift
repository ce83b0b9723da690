import Glibc

/// A capture for the benchmark: datagrams over IPv4 in Ethernet frames. A tenth of its peers are in 10.0.0.0/16.
struct SampleCapture {
  /// The format of the capture.
  enum Kind: CaseIterable {
    case pcap
    case pcapng
  }

  /// The contents of the datagrams.
  enum Contents: CaseIterable {
    /// 20 bytes of ASCII.
    case short
    /// 300 bytes of a binary protocol, as those of DHCP.
    case binary
    /// 800 bytes of Chinese in GBK.
    case chinese
  }

  var kind = Kind.pcap
  var contents = Contents.short
  var peers = 1_000
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
    let peer = index % peers
    let payload = payload(index)
    var bytes: [UInt8] = [2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 8, 0]
    bytes += [0x45, 0] + big(28 + payload.count) + [0, 0, 0x40, 0, 64, 17, 0, 0]
    bytes += [10, peer % 10 == 0 ? 0 : UInt8(1 + peer >> 16)] + big(peer & 0xffff)
    bytes += [192, 168, 1, 5] + big(peer & 0xffff | 1) + [0x1f, 0x90] + big(8 + payload.count) + [0, 0]
    return bytes + payload
  }

  private func payload(_ index: Int) -> [UInt8] {
    switch contents {
    case .short: return Array("temp=\(index % 100_000)            ".utf8.prefix(20))
    case .binary:
      let transaction = (0..<4).map { UInt8(truncatingIfNeeded: index &* 0x9e37_79b1 >> ($0 * 8)) }
      var bytes: [UInt8] = [1, 1, 6, 0] + transaction + [UInt8](repeating: 0, count: 20) + [2, 0x42] + transaction
      bytes += [UInt8](repeating: 0, count: 202) + [0x63, 0x82, 0x53, 0x63, 53, 1, 1, 61, 7, 1, 2, 0x42] + transaction
      bytes += [50, 4, 10, 0] + big(index & 0xffff) + [55, 4, 1, 3, 6, 42, 255]
      return bytes + [UInt8](repeating: 0, count: 300 - bytes.count)
    case .chinese:
      // Sensor, temperature, pressure, alarm; each is followed by a number.
      let words: [[UInt8]] = [
        [0xb4, 0xab, 0xb8, 0xd0, 0xc6, 0xf7], [0xce, 0xc2, 0xb6, 0xc8], [0xd1, 0xb9, 0xc1, 0xa6],
        [0xb1, 0xa8, 0xbe, 0xaf],
      ]
      var bytes: [UInt8] = []
      while bytes.count < 800 { bytes += words[(index + bytes.count) % 4] + "\(bytes.count % 97),".utf8 }
      return bytes
    }
  }

  private func big(_ value: Int) -> [UInt8] {
    [UInt8(truncatingIfNeeded: value >> 8), UInt8(truncatingIfNeeded: value)]
  }

  private func little(_ value: UInt32) -> [UInt8] {
    [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: value >> $0) }
  }
}
