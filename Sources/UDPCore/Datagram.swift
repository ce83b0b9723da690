/// What a row of the capture log is.
package enum DatagramKind: UInt8, Sendable, Hashable, BitwiseCopyable {
  /// Received.
  case incoming
  /// Sent.
  case outgoing
  /// A datagram of ours that failed: refused by the kernel, or by the network (ICMP).
  case failure
}

/// What is odd about a datagram that was read from a capture file. What a socket receives has none of it.
package struct DatagramMarks: OptionSet, Hashable, Sendable, BitwiseCopyable {
  /// At most four bits.
  package let rawValue: UInt8

  @inlinable
  package init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  /// The first fragment of a datagram; the others are not joined to it.
  package static let fragment = DatagramMarks(rawValue: 1)
  /// The length in the UDP header is 0, below 8 or beyond the packet.
  package static let oddLength = DatagramMarks(rawValue: 2)
  /// The file says no time for it: `Datagram.time` is that of the row before, so that it keeps its place in the order.
  package static let timeless = DatagramMarks(rawValue: 4)
  /// Its link-local addresses were written with a scope, which is the interface.
  package static let scoped = DatagramMarks(rawValue: 8)
}

extension DatagramMarks {
  /// The words of records for what is odd.
  private static let words: [(DatagramMarks, String)] = [(.fragment, "first-fragment"), (.oddLength, "wrong-length")]

  /// The words for those that are set; a missing time has none, for a record shows it.
  package var names: [String] { isEmpty ? [] : Self.words.filter { contains($0.0) }.map(\.1) }

  /// The marks of these words; others are passed over.
  package init(names: some Sequence<Substring>) {
    self.init(names.compactMap { name in Self.words.first { $0.1 == name }?.0 })
  }
}

/// A view of one datagram in the capture log: cheap to make, valid as long as its snapshot's chunks live, which it
/// keeps alive itself. Do not store many of them; store numbers.
package struct Datagram: Sendable {
  /// The position in the log: starts at 1, never reused.
  package let number: UInt64
  /// Nanoseconds since the Unix epoch, from the kernel where it arrived. May go backwards; order by `number`. Its place
  /// in the order alone where there is no `timestamp`.
  package let time: Int64
  package let kind: DatagramKind
  /// Payload bytes as they were on the wire.
  package let size: Int
  /// Payload bytes that are kept: less than `size` after a truncation or with `--snap`.
  package let storedSize: Int
  /// Whether the receive slot was too short (`MSG_TRUNC`).
  package let isTruncated: Bool
  /// What is odd about it; nothing unless it comes from a file.
  package let marks: DatagramMarks
  /// The remote endpoint, whichever way the datagram went.
  package let peer: Endpoint
  /// Our side: the address that the peer wrote to (a group or broadcast address included), or that we sent from.
  package let local: LocalPath
  /// Why a `.failure` failed; `nil` for the others.
  package let failure: TransmitFailure?
  /// Whether a `TransmitID` lies behind the payload.
  let isIdentified: Bool

  let chunk: Chunk
  let payloadOffset: Int

  /// The time to be shown and written; `nil` where a capture file says none.
  package var timestamp: Int64? { marks.contains(.timeless) ? nil : time }

  /// Where it came from.
  package var source: Endpoint { kind == .incoming ? peer : local.endpoint }
  /// Where it went to.
  package var destination: Endpoint { kind == .incoming ? local.endpoint : peer }

  /// The stored payload, for as long as `body` runs.
  package func withPayload<R, E: Error>(_ body: (RawSpan) throws(E) -> R) throws(E) -> R {
    try unsafe body(chunk.bytes(at: payloadOffset, count: storedSize).bytes)
  }

  /// The name of the request to send that became this row; `nil` for what was received, what a rule answered, and what
  /// the network refused later.
  package var transmitID: TransmitID? {
    isIdentified ? chunk.transmitID(at: payloadOffset + storedSize) : nil
  }

  /// A copy of the stored payload.
  package var payload: [UInt8] {
    unsafe Array(chunk.bytes(at: payloadOffset, count: storedSize))
  }
}

/// Our side of a datagram, and all that an answer needs to leave from the very address the peer wrote to.
package struct LocalPath: Hashable, Sendable, BitwiseCopyable {
  /// What is shown: the destination of what came in (`ipi_addr`), the source of what went out.
  package var endpoint: Endpoint
  /// Where an answer leaves from (`ipi_spec_dst`): the interface's own address where `endpoint` is a group or a
  /// broadcast address; unspecified lets the kernel choose.
  package var replySource: IPAddress
  /// The interface it came in by; 0 when unknown.
  package var interface: UInt32
  /// Which of the receiver's sockets, counted from 0.
  package var socket: UInt16

  package init(endpoint: Endpoint, replySource: IPAddress, interface: UInt32, socket: UInt16) {
    self.endpoint = endpoint
    self.replySource = replySource
    self.interface = interface
    self.socket = socket
  }
}

/// Why a transmit failed.
package struct TransmitFailure: Hashable, Sendable, BitwiseCopyable {
  /// Who said so.
  package enum Origin: UInt8, Sendable, BitwiseCopyable {
    /// This host's kernel, at once.
    case local
    /// A host on the way or the peer's own, by ICMP or ICMPv6 (`IP_RECVERR`, ip(7)).
    case network
    /// Nobody: packets in a capture file that are not understood, of the link type that `code` is.
    case file
  }

  package var origin: Origin
  /// The `errno` value, but for `Origin.file`.
  package var code: Int32

  package init(origin: Origin, code: Int32) {
    self.origin = origin
    self.code = code
  }
}
