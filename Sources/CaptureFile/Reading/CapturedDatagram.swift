package import UDPCore

/// A UDP datagram as a capture file has it.
package struct CapturedDatagram: Sendable {
  /// Which way it went, as far as the file says.
  package enum Direction: Sendable {
    case unknown
    case incoming
    case outgoing
  }

  /// Nanoseconds since the Unix epoch; what does not fit in 64 bits is the nearest that does. `nil` where the file says
  /// none: a simple packet block, a record without a time.
  package var time: Int64?
  package var source: Endpoint
  package var destination: Endpoint
  /// Payload bytes as they were on the wire, as the UDP header says.
  package var size: Int
  /// The payload bytes that are kept, within the bytes that it was read from: at most 65,535.
  package var payload: Range<Int>
  /// Whether there was more than `size` says: a jumbogram (RFC 2675), or a receive slot that was too short.
  package var isBeyondSize = false
  /// Kernel drops between the previous datagram and this one, as recorded in the file.
  package var drops = 0
  package var marks: DatagramMarks = []
  package var direction = Direction.unknown
  /// Whether the file says something of it in words: `CaptureReader.comments`.
  package var hasComments = false
  /// Which interface of the file, counted from 0 over all sections.
  package var interface = 0
  /// Whether that is written as a scope behind its addresses.
  package var isScoped = false
  /// Why it failed to be sent; `nil` for what was received or sent.
  package var failure: TransmitFailure?
  /// Whether a person had marked it.
  package var isMarked = false

  /// The word of records for a person's mark, among those for what is odd.
  package static let markWord = "marked"

  /// Whether not all of the payload is kept.
  package var isTruncated: Bool { payload.count < size || isBeyondSize }

  /// The remote endpoint: the source, unless the file says that it was sent.
  package var peer: Endpoint { direction == .outgoing ? destination : source }
  /// The other one.
  package var local: Endpoint { direction == .outgoing ? source : destination }
}
