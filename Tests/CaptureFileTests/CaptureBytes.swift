import Basics
import Glibc
import Testing
import UDPCore

@testable import CaptureFile

/// Builds captures as bytes for tests.
struct CaptureBytes {
  /// Whether numbers are big-endian.
  var isBig = false
  private(set) var bytes: [UInt8] = []

  static func + (left: CaptureBytes, right: CaptureBytes) -> CaptureBytes {
    var sum = left
    sum.bytes += right.bytes
    return sum
  }

  mutating func append(_ more: [UInt8]) { bytes += more }
  mutating func append16(_ value: UInt16) { append(number(UInt64(value), 2)) }
  mutating func append32(_ value: UInt32) { append(number(UInt64(value), 4)) }
  mutating func append64(_ value: UInt64) { append(number(value, 8)) }

  private func number(_ value: UInt64, _ count: Int) -> [UInt8] {
    let little = (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * UInt64($0))) }
    return isBig ? little.reversed() : little
  }

  // MARK: pcap

  mutating func pcapHeader(
    magic: UInt32 = 0xa1b2_c3d4, link: UInt32 = 101, version: (major: UInt16, minor: UInt16) = (2, 4)
  ) {
    append32(magic)
    append16(version.major)
    append16(version.minor)
    for value in [0, 0, 65_535, link] as [UInt32] { append32(value) }
  }

  mutating func pcapPacket(
    _ packet: [UInt8], seconds: UInt32 = 1, fraction: UInt32 = 0, original: Int? = nil, more: [UInt8] = [],
    isSwapped: Bool = false
  ) {
    append32(seconds)
    append32(fraction)
    let lengths = [packet.count, original ?? packet.count]
    for length in isSwapped ? lengths.reversed() : lengths { append32(UInt32(length)) }
    append(more + packet)
  }

  // MARK: pcapng

  mutating func section(application: String? = nil) {
    let options: [(UInt16, [UInt8])] = application.map { [(UInt16(4), Array($0.utf8))] } ?? []
    block(0x0a0d_0d0a) {
      $0.append32(0x1a2b_3c4d)
      $0.append16(1)
      $0.append16(0)
      $0.append64(.max)
      $0.options(options)
    }
  }

  mutating func interface(link: UInt16 = 101, snapLength: UInt32 = 0, options: [(UInt16, [UInt8])] = []) {
    block(1) {
      $0.append16(link)
      $0.append16(0)
      $0.append32(snapLength)
      $0.options(options)
    }
  }

  mutating func enhanced(
    _ packet: [UInt8], interface: UInt32 = 0, ticks: UInt64 = 0, original: Int? = nil, captured: Int? = nil,
    options: [(UInt16, [UInt8])] = []
  ) {
    block(6) {
      $0.append32(interface)
      $0.append32(UInt32(ticks >> 32))
      $0.append32(UInt32(truncatingIfNeeded: ticks))
      $0.append32(UInt32(captured ?? packet.count))
      $0.append32(UInt32(original ?? packet.count))
      $0.padded(packet)
      $0.options(options)
    }
  }

  /// Appends a simple packet block, which has no interface and no time.
  mutating func simple(_ packet: [UInt8]) {
    block(3) {
      $0.append32(UInt32(packet.count))
      $0.padded(packet)
    }
  }

  /// Appends statistics of the first interface, with options.
  mutating func statistics(_ options: [(UInt16, [UInt8])]) {
    block(5) {
      $0.append32(0)
      $0.append64(0)
      $0.options(options)
    }
  }

  mutating func block(_ type: UInt32, lastLength: UInt32? = nil, _ fill: (inout CaptureBytes) -> Void) {
    var body = CaptureBytes(isBig: isBig)
    fill(&body)
    let length = UInt32(12 + body.bytes.count)
    append32(type)
    append32(length)
    append(body.bytes)
    append32(lastLength ?? length)
  }

  mutating func padded(_ more: [UInt8]) {
    append(more + [UInt8](repeating: 0, count: -more.count & 3))
  }

  mutating func options(_ options: [(UInt16, [UInt8])]) {
    for (code, value) in options {
      append16(code)
      append16(UInt16(value.count))
      padded(value)
    }
    if !options.isEmpty { append32(0) }
  }

  // MARK: Packets

  /// Builds an IPv4 packet with a UDP datagram.
  static func ipv4(
    _ payload: [UInt8] = Array("hello".utf8), from: Endpoint = peer, to: Endpoint = local, options: [UInt8] = [],
    fragment: UInt16 = 0, total: Int? = nil, length: Int? = nil
  ) -> [UInt8] {
    ipv4(
      containing: udp(payload, from: from, to: to, length: length), from: from.address, to: to.address,
      options: options, fragment: fragment, total: total)
  }

  /// Builds an IPv4 packet with any contents.
  static func ipv4(
    containing contents: [UInt8], number: UInt8 = 17, from: IPAddress = peer.address, to: IPAddress = local.address,
    options: [UInt8] = [], identification: UInt16 = 7, fragment: UInt16 = 0, total: Int? = nil
  ) -> [UInt8] {
    let header = 20 + options.count
    var bytes = CaptureBytes(isBig: true)
    bytes.append([0x40 | UInt8(header / 4), 0])
    bytes.append16(UInt16(total ?? header + contents.count))
    bytes.append16(identification)
    bytes.append16(fragment)
    bytes.append([64, number, 0, 0])
    bytes.append32(from.ipv4Bits ?? 0)
    bytes.append32(to.ipv4Bits ?? 0)
    return bytes.bytes + options + contents
  }

  /// Builds an IPv6 packet with a UDP datagram after extension headers, each given by its own number and its bytes from
  /// the third on.
  static func ipv6(
    _ payload: [UInt8] = Array("hello".utf8), from: Endpoint = peer6, to: Endpoint = local6,
    headers: [(UInt8, [UInt8])] = [], plainLength: Int? = nil, length: Int? = nil
  ) -> [UInt8] {
    var rest: [UInt8] = []
    for (index, header) in headers.enumerated() {
      let next = index + 1 < headers.count ? headers[index + 1].0 : 17
      let size = header.1.count + 2
      rest += [next, UInt8(header.0 == 51 ? size / 4 - 2 : size / 8 - 1)] + header.1
    }
    rest += udp(payload, from: from, to: to, length: length)
    return ipv6(
      containing: rest, number: headers.first?.0 ?? 17, from: from.address, to: to.address, plainLength: plainLength)
  }

  /// Builds an IPv6 packet with any contents.
  static func ipv6(
    containing contents: [UInt8], number: UInt8, from: IPAddress = peer6.address, to: IPAddress = local6.address,
    plainLength: Int? = nil
  ) -> [UInt8] {
    var bytes = CaptureBytes(isBig: true)
    bytes.append32(0x6000_0000)
    bytes.append16(UInt16(plainLength ?? contents.count))
    bytes.append([number, 64])
    for address in [from, to] {
      bytes.append64(address.high)
      bytes.append64(address.low)
    }
    return bytes.bytes + contents
  }

  static func udp(
    _ payload: [UInt8] = Array("hello".utf8), from: Endpoint = peer, to: Endpoint = local, length: Int? = nil
  ) -> [UInt8] {
    var bytes = CaptureBytes(isBig: true)
    bytes.append16(from.port)
    bytes.append16(to.port)
    bytes.append16(UInt16(length ?? 8 + payload.count))
    bytes.append16(0)
    return bytes.bytes + payload
  }

  static let peer = Endpoint(IPAddress(ipv4: 0x0a00_0311), port: 53_412)
  static let local = Endpoint(IPAddress(ipv4: 0xc0a8_0105), port: 8_080)
  static let peer6 = Endpoint(IPAddress(high: 0x2001_0db8_0000_0000, low: 0x11), port: 53_412)
  static let local6 = Endpoint(IPAddress(high: 0x2001_0db8_0000_0000, low: 5), port: 8_080)
}

/// Everything that a reader extracts from a capture.
struct ReadCapture {
  /// A datagram with its payload as text.
  struct Row: Hashable {
    var time: Int64?
    var source: Endpoint
    var destination: Endpoint
    var size: Int
    var payload: String
    var marks: DatagramMarks
    var direction: CapturedDatagram.Direction
    var comments: [String]
    var drops: Int
    var isTruncated: Bool
    var encapsulation: String
  }

  private(set) var rows: [Row] = []
  private(set) var unknownLinks = 0
  private(set) var tally = CaptureTally()
  /// The comments after the last datagram.
  private(set) var lastComments: [ParsedComment] = []
  private(set) var failure: CaptureFileError?

  var payloads: [String] { rows.map(\.payload) }
  var warnings: [CaptureWarning.Problem] { tally.warnings.map(\.problem) }

  /// Reads a capture from a file.
  init(_ bytes: [UInt8], showsInner: Bool = false) throws {
    var template = Array("/tmp/udpeek-XXXXXX".utf8CString)
    let descriptor = mkstemp(&template)
    try #require(descriptor >= 0)
    unlink(template)
    try #require(write(descriptor, bytes, bytes.count) == bytes.count)
    lseek(descriptor, 0, SEEK_SET)
    let reader = CaptureReader(descriptor: descriptor, name: "sample", showsInner: showsInner)
    while take(reader) {}
    finish(reader)
  }

  init(_ capture: CaptureBytes, showsInner: Bool = false) throws {
    try self.init(capture.bytes, showsInner: showsInner)
  }

  /// Reads packets of a link type, a second apart.
  init(_ packets: [[UInt8]], link: UInt32 = 101, showsInner: Bool = false) throws {
    var capture = CaptureBytes()
    capture.pcapHeader(link: link)
    for (index, packet) in packets.enumerated() { capture.pcapPacket(packet, seconds: UInt32(index + 1)) }
    try self.init(capture, showsInner: showsInner)
  }

  /// The sentence about the packets that gave no datagram.
  var skipped: String { SkippedPackets([tally]).phrase.english }

  /// Reads a capture from a pipe into which it is written in pieces.
  init(_ bytes: [UInt8], pieces: Int) throws {
    var ends: [Int32] = [-1, -1]
    try #require(pipe(&ends) == 0)
    let reader = CaptureReader(descriptor: ends[0], name: "sample")
    for start in stride(from: 0, to: bytes.count, by: pieces) {
      let piece = Array(bytes[start..<min(bytes.count, start + pieces)])
      try #require(write(ends[1], piece, piece.count) == piece.count)
      while take(reader) {}
    }
    close(ends[1])
    while take(reader) {}
    finish(reader)
  }

  /// Takes the reader's next item.
  /// - Returns: whether there may be more.
  private mutating func take(_ reader: CaptureReader) -> Bool {
    var datagram = CapturedDatagram()
    switch reader.next(into: &datagram) {
    case .datagram:
      rows.append(
        Row(
          time: datagram.time, source: datagram.source, destination: datagram.destination, size: datagram.size,
          payload: reader.withPayload(of: datagram) { payload in
            String(
              decoding: payload.byteOffsets.map { payload.unsafeLoad(fromByteOffset: $0, as: UInt8.self) },
              as: UTF8.self)
          }, marks: datagram.marks, direction: datagram.direction,
          comments: datagram.hasComments ? reader.comments.map(\.text) : [], drops: datagram.drops,
          isTruncated: datagram.isTruncated,
          encapsulation: datagram.encapsulation == 0
            ? "" : reader.encapsulations[Int(datagram.encapsulation) - 1].name.full.english))
      return true
    case .unknownLink:
      unknownLinks += 1
      return true
    case .busy: return true
    case .waits, .end: return false
    }
  }

  private mutating func finish(_ reader: CaptureReader) {
    tally = reader.tally
    failure = reader.failure
    lastComments = reader.comments
  }
}
