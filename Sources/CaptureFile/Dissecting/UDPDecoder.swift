import UDPCore

/// The decoder of UDP and UDP-Lite.
enum UDPDecoder {
  /// The largest payload size of a row.
  private static let mostPayload = 65_535

  /// Decodes UDP (RFC 768). The ports must be present; an implausible length is marked.
  /// - Returns: whether there is a datagram.
  @inline(__always)
  static func datagram(_ bytes: RawSpan, _ walk: PacketWalk, _ found: inout CapturedDatagram) -> Bool {
    guard readPorts(bytes, walk, &found) else { return false }
    let position = walk.position
    /// The number of bytes that the IP length leaves for the payload.
    let whole = max(0, walk.wireEnd - position - 8)
    let room = min(whole, mostPayload)
    let length = walk.left >= 6 ? Int(bytes.big16(position + 4)) : room + 8
    // A jumbogram's length does not fit: the field is 0 (RFC 2675, 4).
    let isJumbogram = length == 0 && whole + 8 > mostPayload
    found.size = length >= 8 ? length - 8 : room
    let isTooLong = found.size > room && !walk.isFragment
    // What the header says beyond the packet was never sent; where only the capture is shorter, it was.
    if isTooLong { found.size = min(found.size, max(room, walk.sentEnd - position - 8)) }
    found.isBeyondSize = isJumbogram && whole > mostPayload
    if walk.isFragment { found.marks.insert(.fragment) }
    let isHeaderCut = walk.wireEnd - position < 8
    if isHeaderCut || length < 8 && !isJumbogram || isTooLong {
      found.marks.insert(.oddLength)
    }
    let first = min(position + 8, walk.end)
    found.payload = first..<first + min(found.size, room, walk.end - first)
    return true
  }

  /// Decodes UDP-Lite (RFC 3828), whose length is that of the packet: in its place is the length that the checksum
  /// covers, with the header; 0 stands for all.
  /// - Returns: whether there is a datagram.
  static func liteDatagram(_ bytes: RawSpan, _ walk: PacketWalk, _ found: inout CapturedDatagram) -> Bool {
    guard readPorts(bytes, walk, &found) else { return false }
    let whole = max(0, walk.wireEnd - walk.position)
    found.size = min(max(0, whole - 8), mostPayload)
    found.isBeyondSize = whole - 8 > mostPayload
    found.marks.insert(.lite)
    if walk.isFragment { found.marks.insert(.fragment) }
    let coverage = walk.left >= 6 ? Int(bytes.big16(walk.position + 4)) : 0
    if whole < 8 || coverage != 0 && (coverage < 8 || coverage > whole && !walk.isFragment) {
      found.marks.insert(.oddLength)
    } else if coverage != 0, coverage < whole {
      found.marks.insert(.partialChecksum)
    }
    let first = min(walk.position + 8, walk.end)
    found.payload = first..<first + min(found.size, walk.end - first)
    return true
  }

  private static func readPorts(_ bytes: RawSpan, _ walk: PacketWalk, _ found: inout CapturedDatagram) -> Bool {
    guard walk.left >= 4 else { return false }
    found.source = Endpoint(walk.source, port: bytes.big16(walk.position))
    found.destination = Endpoint(walk.destination, port: bytes.big16(walk.position + 2))
    return true
  }
}
