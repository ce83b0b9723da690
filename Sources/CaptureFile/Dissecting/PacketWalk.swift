import UDPCore

/// A walk over the headers of one packet: the place of the next header, and what those before it said. Positions never
/// leave the captured bytes.
struct PacketWalk {
  /// The place of the next header.
  private(set) var position: Int
  /// The end of the captured bytes that belong to the contents; never before `position`.
  private(set) var end: Int
  /// The end of the contents on the wire; never before `end`.
  private(set) var wireEnd: Int
  /// The end of the contents as IP headers announce it, which may lie behind `wireEnd` where a packet was cut and its
  /// length on the wire with it; `Int.max` where none of them does.
  private(set) var announcedEnd = Int.max
  /// The number of headers passed so far.
  var headers = 0
  /// The number of IPv6 extension headers passed so far.
  var extensions = 0
  /// The addresses of the innermost IP header.
  var source = IPAddress.anyIPv4
  var destination = IPAddress.anyIPv4
  /// Whether the contents are those of a first fragment, so that they are shorter than their headers say.
  var isFragment = false
  /// The direction, if a header states it.
  var direction = CapturedDatagram.Direction.unknown

  /// Begins a walk over bytes that are the whole packet, or its captured part.
  init(_ captured: Range<Int>, wireEnd: Int) {
    position = captured.lowerBound
    end = captured.upperBound
    self.wireEnd = max(captured.upperBound, wireEnd)
  }

  /// The number of captured bytes from the next header on.
  @inline(__always) var left: Int { end - position }

  /// Whether bytes of the contents were not captured.
  var isCut: Bool { end < sentEnd }

  /// The end of the contents as they were sent.
  @inline(__always) var sentEnd: Int { announcedEnd == .max ? wireEnd : announcedEnd }

  /// Passes over bytes of a header, which must be captured.
  @inline(__always)
  mutating func pass(_ count: Int) {
    position += count
    assert(position <= end)
  }

  /// Passes over bytes of a header; beyond the captured ones, to their end.
  mutating func pass(atMost count: Int) {
    position = min(end, position + count)
  }

  /// Limits the contents to what a header says of their length, counted from the next header on. Padding follows.
  @inline(__always)
  mutating func limit(to length: Int) {
    wireEnd = min(wireEnd, position + length)
    end = min(end, wireEnd)
  }

  /// Limits the contents to the length that an IP header announces.
  @inline(__always)
  mutating func limit(toAnnounced length: Int) {
    announcedEnd = min(announcedEnd, position + length)
    limit(to: length)
  }

  /// Leaves out bytes behind the contents, such as a check sequence.
  mutating func limit(by trailer: Int) {
    limit(to: max(0, wireEnd - position - trailer))
  }
}

/// The result of decoding a header.
enum DecodingStep {
  /// Contents, at the walk's position.
  case next(ProtocolNumber)
  /// A part of an IP packet, at the walk's position.
  case fragment(FragmentHeader)
  /// Several frames of 802.11 in one (A-MSDU), the first one at the walk's position.
  case aggregate
  case leftOut(LeftOut)
}

/// A decoder of a header: it passes over it, notes an encapsulation that a user may want to know of, and says what
/// follows.
typealias HeaderDecoder = @Sendable (RawSpan, inout PacketWalk, inout [Encapsulation.Layer]) -> DecodingStep
