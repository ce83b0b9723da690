package import UDPCore

/// A buffer of packets in the classic tcpdump format, in the byte order of x86, with times in nanoseconds.
package struct PcapBuffer: Sendable {
  private static let magic: UInt32 = 0xa1b2_3c4d
  private static let packetHeader = 16

  /// The number of gathered bytes.
  package private(set) var count = 0
  /// The numbers of datagrams from before 1970 and after 2106, which the format cannot represent: their times are
  /// clamped.
  package private(set) var early = 0
  package private(set) var late = 0
  /// The number of datagrams without a time, written with the time of the datagram before them.
  package private(set) var timeless = 0
  /// The number of datagrams without a time before the first that has one, written as of 1970.
  package private(set) var timelessFirst = 0
  private var hasTime = false
  private var bytes = [UInt8](repeating: 0, count: 512 << 10)

  package init() {}

  /// Begins a file.
  package mutating func begin() {
    add(24) { bytes, offset in
      bytes.put(Self.magic.littleEndian, at: &offset)
      bytes.put(UInt16(2).littleEndian, at: &offset)
      bytes.put(UInt16(4).littleEndian, at: &offset)
      bytes.put(UInt64(0), at: &offset)
      bytes.put(UInt32(262_144).littleEndian, at: &offset)
      bytes.put(LinkType.raw.rawValue.littleEndian, at: &offset)
    }
  }

  /// Adds a datagram. Do not pass a failure, which has no packet. A time before 1970 or after 2106 is clamped.
  package mutating func add(_ datagram: Datagram) {
    let isCutWithoutTrace = datagram.isTruncated && datagram.storedSize == datagram.size
    let headers = SynthesizedHeaders(
      from: datagram.source, to: datagram.destination, size: datagram.size + (isCutWithoutTrace ? 1 : 0))
    let kept = headers.kept(of: datagram)
    let last = Int64(UInt32.max) * 1_000_000_000 + 999_999_999
    if datagram.timestamp != nil { hasTime = true }
    switch datagram.timestamp {
    case nil where hasTime: timeless += 1
    case nil: timelessFirst += 1
    case .some(..<0): early += 1
    case .some((last + 1)...): late += 1
    default: break
    }
    let time = min(max(0, hasTime ? datagram.time : 0), last).quotientAndRemainder(dividingBy: 1_000_000_000)
    datagram.withPayload { payload in
      add(Self.packetHeader + headers.count + kept) { bytes, offset in
        bytes.put(UInt32(clamping: time.quotient).littleEndian, at: &offset)
        bytes.put(UInt32(clamping: time.remainder).littleEndian, at: &offset)
        bytes.put(UInt32(clamping: headers.count + kept).littleEndian, at: &offset)
        bytes.put(UInt32(clamping: headers.count + headers.payloadSize).littleEndian, at: &offset)
        headers.put(payload.extracting(first: kept), in: &bytes, at: &offset)
      }
    }
  }

  /// Removes all packets, and keeps the memory.
  package mutating func removeAll() { count = 0 }

  /// Calls `body` with the packets.
  package func withBytes<R, E: Error>(_ body: (RawSpan) throws(E) -> R) throws(E) -> R {
    try unsafe body(bytes.span.bytes.extracting(0..<count))
  }

  private mutating func add(_ room: Int, _ fill: (inout MutableRawSpan, inout Int) -> Void) {
    if bytes.count - count < room { bytes += [UInt8](repeating: 0, count: max(room, bytes.count)) }
    var offset = count
    var span = bytes.mutableSpan
    var place = unsafe span.mutableBytes
    fill(&place, &offset)
    count = offset
  }
}
