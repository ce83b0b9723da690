package import UDPCore

/// A UDP datagram as a capture file has it.
package struct CapturedDatagram: Sendable {
  /// Which way it went, as far as the file says.
  package enum Direction: Sendable {
    case unknown
    case incoming
    case outgoing
  }

  /// Nanoseconds since the Unix epoch; what does not fit in 64 bits is the nearest that does.
  package var time: Int64 = 0
  package var source: Endpoint
  package var destination: Endpoint
  /// Payload bytes as they were on the wire, as the UDP header says.
  package var size: Int
  /// The payload bytes that are in the file, within the bytes that it was read from: at most 65,535.
  package var payload: Range<Int>
  package var marks: DatagramMarks = []
  package var direction = Direction.unknown
  /// Whether the file says something of it in words: `CaptureReader.comments`.
  package var hasComments = false
  /// Which interface of the file, counted from 0 over all sections.
  package var interface = 0

  /// Whether not all of the payload is in the file.
  package var isTruncated: Bool { payload.count < size }

  /// The remote endpoint: the source, unless the file says that it was sent.
  package var peer: Endpoint { direction == .outgoing ? destination : source }
  /// The other one.
  package var local: Endpoint { direction == .outgoing ? source : destination }
}
