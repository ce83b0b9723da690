package import UDPCore

/// A UDP datagram in a capture file.
package struct CapturedDatagram: Sendable {
  /// The direction of a datagram, if the file states it.
  package enum Direction: Sendable, BitwiseCopyable {
    case unknown
    case incoming
    case outgoing
  }

  /// Nanoseconds since the Unix epoch, clamped to 64 bits; `nil` if the file states no time: a simple packet block, or
  /// a record without one.
  package var time: Int64?
  package var source: Endpoint
  package var destination: Endpoint
  /// The number of payload bytes on the wire, according to the UDP header.
  package var size: Int
  /// The range of the stored payload in the bytes that were parsed: at most 65,535 bytes.
  package var payload: Range<Int>
  /// Whether the payload was longer than `size`: a jumbogram (RFC 2675), or a receive slot that was too short.
  package var isBeyondSize = false
  /// Kernel drops between the previous datagram and this one, as recorded in the file.
  package var drops = 0
  package var marks = DatagramMarks()
  package var direction = Direction.unknown
  /// Whether the file has comments on the datagram: `CaptureReader.comments`.
  package var hasComments = false
  /// The index of the file's interface, counted from 0 over all sections.
  package var interface = 0
  /// Whether the interface was given as the scope of an address.
  package var isScoped = false
  /// Whether the payload is not in the bytes that were parsed, but in those of `PacketParser.payload`.
  var isElsewhere = false
  /// The number of what carried it in `CaptureReader.encapsulations`, from 1 on; 0 if nothing did.
  package var encapsulation: UInt16 = 0
  /// The reason why the datagram could not be sent; `nil` for one that was received or sent.
  package var failure: TransmitFailure?
  /// The request that it is, where a udpeek on another host sent it for this one (`RecordingPlan.namesRequests`).
  package var request: TransmitID?
  /// Whether it is no datagram but the row of an alarm, whose contents `CaptureReader.alarm` has.
  package var isAlarm = false
  /// Whether the user had marked the row.
  package var isMarked = false

  /// The word for the user's mark in records, next to those for anomalies.
  package static let markWord = "marked"

  /// Whether part of the payload is missing.
  package var isTruncated: Bool { payload.count < size || isBeyondSize }

  /// The remote endpoint: the source, unless the file says that the datagram was sent.
  package var peer: Endpoint { direction == .outgoing ? destination : source }
  /// The local endpoint.
  package var local: Endpoint { direction == .outgoing ? source : destination }
}

extension CapturedDatagram {
  /// Creates an empty datagram, to be filled.
  package init() {
    self.init(
      source: Endpoint(.anyIPv4, port: 0), destination: Endpoint(.anyIPv4, port: 0), size: 0, payload: 0..<0)
  }
}
