import UDPCore

/// Plausible IP and UDP headers for a datagram, since a socket only reports the addresses, the ports and the payload.
/// No options, no fragments, hop limit 64.
struct SynthesizedHeaders {
  /// The size of all headers in bytes: 28 with IPv4 (RFC 791, RFC 768), 48 with IPv6 (RFC 8200), 56 for a jumbogram
  /// (RFC 2675).
  var count: Int { (isIPv4 ? 20 : isJumbogram ? 48 : 40) + Self.udpHeader }

  private static let udpHeader = 8
  private static let hopLimit: UInt8 = 64
  private static let udp: UInt8 = 17
  /// The protocol number of hop-by-hop options (RFC 8200, 4.3).
  private static let hopByHop: UInt8 = 0
  /// The type and the length of the jumbo payload option.
  private static let jumboPayload: UInt16 = 0xc204

  private let source: Endpoint
  private let destination: Endpoint
  /// Payload bytes on the wire.
  private let size: Int
  /// Whether both addresses are IPv4. An IPv4 address next to an IPv6 one is written in its mapped form.
  private let isIPv4: Bool

  /// Creates headers for a datagram of `size` payload bytes on the wire.
  init(from source: Endpoint, to destination: Endpoint, size: Int) {
    self.source = source
    self.destination = destination
    isIPv4 = source.address.isIPv4 && destination.address.isIPv4
    self.size = max(0, size)
  }

  /// The number of payload bytes on the wire.
  var payloadSize: Int { size }

  /// Whether the size exceeds the length field of UDP, which is then 0 (RFC 2675, 4).
  private var isJumbogram: Bool { size + Self.udpHeader > 65_535 }

  /// Returns the number of payload bytes to write after the headers. A truncated datagram stays truncated, even a
  /// jumbogram.
  func kept(of datagram: Datagram) -> Int {
    min(datagram.storedSize, max(0, datagram.isTruncated ? payloadSize - 1 : payloadSize))
  }

  /// Writes the headers and the payload at `offset`, which is advanced.
  ///
  /// The UDP checksum covers the whole payload. If that is truncated, the field says that there is no checksum. IPv6
  /// does not allow this (RFC 8200, section 8.1): there the checksum covers the remaining payload and cannot be
  /// verified.
  func put(_ payload: RawSpan, in bytes: inout MutableRawSpan, at offset: inout Int) {
    let start = offset
    isIPv4 ? putIPv4(in: &bytes, at: &offset) : putIPv6(in: &bytes, at: &offset)
    let udp = offset
    bytes.put(source.port.bigEndian, at: &offset)
    bytes.put(destination.port.bigEndian, at: &offset)
    bytes.put(UInt16(truncatingIfNeeded: isJumbogram ? 0 : size + Self.udpHeader).bigEndian, at: &offset)
    bytes.put(UInt16(0), at: &offset)
    bytes.put(payload, at: &offset)
    if isIPv4 && payload.byteCount < size { return }
    var checksum = InternetChecksum()
    let addresses = start + (isIPv4 ? 12 : 8)
    checksum.add(bytes.bytes.extracting(addresses..<addresses + (isIPv4 ? 8 : 32)))
    checksum.add(UInt32(Self.udp))
    checksum.add(UInt32(truncatingIfNeeded: size + Self.udpHeader))
    checksum.add(bytes.bytes.extracting(udp..<offset))
    // 0 would mean that there is no checksum (RFC 768).
    let value = checksum.value == 0 ? .max : checksum.value
    bytes.storeBytes(of: value, toByteOffset: udp + 6, as: UInt16.self)
  }

  private func putIPv4(in bytes: inout MutableRawSpan, at offset: inout Int) {
    let start = offset
    bytes.put(UInt16(0x4500).bigEndian, at: &offset)
    // 0 if the field is too small, as in a packet that the network card segments.
    bytes.put((UInt16(exactly: count + size) ?? 0).bigEndian, at: &offset)
    bytes.put(UInt16(0), at: &offset)
    bytes.put(UInt16(0x4000).bigEndian, at: &offset)  // not to be fragmented
    bytes.put(Self.hopLimit, at: &offset)
    bytes.put(Self.udp, at: &offset)
    bytes.put(UInt16(0), at: &offset)
    bytes.put((source.address.ipv4Bits ?? 0).bigEndian, at: &offset)
    bytes.put((destination.address.ipv4Bits ?? 0).bigEndian, at: &offset)
    var checksum = InternetChecksum()
    checksum.add(bytes.bytes.extracting(start..<offset))
    bytes.storeBytes(of: checksum.value, toByteOffset: start + 10, as: UInt16.self)
  }

  private func putIPv6(in bytes: inout MutableRawSpan, at offset: inout Int) {
    bytes.put(UInt32(0x6000_0000).bigEndian, at: &offset)
    bytes.put(UInt16(truncatingIfNeeded: isJumbogram ? 0 : size + Self.udpHeader).bigEndian, at: &offset)
    bytes.put(isJumbogram ? Self.hopByHop : Self.udp, at: &offset)
    bytes.put(Self.hopLimit, at: &offset)
    for address in [source.address, destination.address] {
      bytes.put(address.high.bigEndian, at: &offset)
      bytes.put(address.low.bigEndian, at: &offset)
    }
    guard isJumbogram else { return }
    // The 8-byte options header, whose length field is 0, and its one option: the payload length (RFC 2675, 2).
    bytes.put(Self.udp, at: &offset)
    bytes.put(UInt8(0), at: &offset)
    bytes.put(Self.jumboPayload.bigEndian, at: &offset)
    bytes.put(UInt32(truncatingIfNeeded: 8 + Self.udpHeader + size).bigEndian, at: &offset)
  }
}
