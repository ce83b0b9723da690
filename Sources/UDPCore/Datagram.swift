/// The kind of a row in the capture log.
package enum DatagramKind: UInt8, Sendable, Hashable, BitwiseCopyable {
  /// Received.
  case incoming
  /// Sent.
  case outgoing
  /// A datagram of ours that failed: refused by the kernel, or by the network (ICMP).
  case failure
  /// An alarm, which is no datagram: its row holds an `AlarmNote`.
  case alarm

  /// Whether the row is a datagram that was received or sent.
  @inlinable
  package var isDatagram: Bool { rawValue < 2 }
}

/// Anomalies of a datagram read from a capture file; empty for live datagrams.
package struct DatagramMarks: OptionSet, Hashable, Sendable, BitwiseCopyable {
  /// The marks; only the low six bits are used.
  package let rawValue: UInt8

  @inlinable
  package init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  /// Creates marks of which none is set. Every datagram read has some: the initializer of `SetAlgebra` is not
  /// specialized in other modules.
  @inlinable
  package init() {
    self.init(rawValue: 0)
  }

  /// The first fragment of a datagram whose others are missing.
  package static let fragment = DatagramMarks(rawValue: 1)
  /// The length in the UDP header is 0, below 8, or beyond the end of the packet.
  package static let oddLength = DatagramMarks(rawValue: 2)
  /// The file has no time for it: `Datagram.time` repeats the time of the row before, to keep the order.
  package static let timeless = DatagramMarks(rawValue: 4)
  /// Its link-local addresses had a scope in the file: the interface.
  package static let scoped = DatagramMarks(rawValue: 8)
  /// UDP-Lite (RFC 3828), not UDP.
  package static let lite = DatagramMarks(rawValue: 16)
  /// The checksum of UDP-Lite covers only a part of the datagram.
  package static let partialChecksum = DatagramMarks(rawValue: 32)
}

extension DatagramMarks {
  /// The names of the anomalies in exported records.
  private static let words: [(DatagramMarks, String)] = [
    (.fragment, "first-fragment"), (.oddLength, "wrong-length"), (.lite, "udp-lite"),
    (.partialChecksum, "partial-checksum"),
  ]

  /// The names of the marks that are set. `timeless` has none, because the record shows that its time is missing.
  package var names: [String] { isEmpty ? [] : Self.words.filter { contains($0.0) }.map(\.1) }

  /// Creates the marks with these names; unknown names are ignored.
  package init(names: some Sequence<Substring>) {
    self.init(names.compactMap { name in Self.words.first { $0.1 == name }?.0 })
  }
}

/// A view of one datagram in the capture log. It is cheap to create and keeps its chunk alive, so store row numbers
/// instead of many datagrams.
package struct Datagram: Sendable {
  /// The row number: starts at 1, never reused.
  package let number: UInt64
  /// Nanoseconds since the Unix epoch, from the receiving kernel. May go backwards, so order by `number`. A placeholder
  /// if `timestamp` is `nil`.
  package let time: Int64
  /// The kind of the row.
  package let kind: DatagramKind
  /// Payload bytes on the wire.
  package let size: Int
  /// Payload bytes stored: fewer than `size` when the payload was cut, as with `--snap`.
  package let storedSize: Int
  /// Whether the payload was cut: by the snap length, or by a short receive slot (`MSG_TRUNC`).
  package let isTruncated: Bool
  /// Anomalies found in the capture file; empty for live datagrams.
  package let marks: DatagramMarks
  /// The remote endpoint, whatever the direction of the datagram.
  package let peer: Endpoint
  /// The local side: the address that the peer sent to (possibly a group or broadcast address), or that we sent from.
  package let local: LocalPath
  /// The reason for a `.failure`; `nil` for other kinds.
  package let failure: TransmitFailure?
  /// Whether a `TransmitID`, or for a received row a `RelayVerdict`, is stored after the payload.
  let isIdentified: Bool

  let chunk: Chunk
  let payloadOffset: Int

  /// The time to display and export; `nil` if the capture file has none.
  package var timestamp: Int64? { marks.contains(.timeless) ? nil : time }

  /// The endpoint that sent the datagram; for an alarm, the peer that it is about.
  package var source: Endpoint { isFromPeer ? peer : local.endpoint }
  /// The endpoint that the datagram was sent to; for an alarm, our side.
  package var destination: Endpoint { isFromPeer ? local.endpoint : peer }

  private var isFromPeer: Bool { kind == .incoming || kind == .alarm }

  /// The contents of an alarm's row; `nil` for other kinds.
  package var alarm: AlarmNote? { kind == .alarm ? chunk.alarmNote(at: payloadOffset) : nil }

  /// Calls `body` with the stored payload, which is valid only during the call.
  package func withPayload<R, E: Error>(_ body: (RawSpan) throws(E) -> R) throws(E) -> R {
    try unsafe body(chunk.bytes(at: payloadOffset, count: storedSize).bytes)
  }

  /// The ID of the transmit request that produced this row; `nil` for datagrams received, replies by rule, and failures
  /// that the network reported later.
  package var transmitID: TransmitID? {
    isIdentified && kind != .incoming ? chunk.transmitID(at: payloadOffset + storedSize) : nil
  }

  /// A copy of the stored payload.
  package var payload: [UInt8] {
    unsafe Array(chunk.bytes(at: payloadOffset, count: storedSize))
  }
}

/// The local side of a datagram, with all that an answer needs to leave from the very address that the peer sent to.
package struct LocalPath: Hashable, Sendable, BitwiseCopyable {
  /// The displayed endpoint: the destination of an incoming datagram (`ipi_addr`), the source of an outgoing one.
  package var endpoint: Endpoint
  /// The source address for an answer (`ipi_spec_dst`): the interface's own address if `endpoint` is a group or
  /// broadcast address; if unspecified, the kernel chooses.
  package var replySource: IPAddress
  /// The number of the incoming interface; 0 if unknown.
  package var interface: UInt32
  /// The index of the socket among the receiver's sockets.
  package var socket: UInt16
  /// The number of what carried the datagram in its capture file, as the file's reader knows it; 0 if nothing did.
  package var encapsulation: UInt16

  package init(
    endpoint: Endpoint, replySource: IPAddress, interface: UInt32, socket: UInt16, encapsulation: UInt16 = 0
  ) {
    self.endpoint = endpoint
    self.replySource = replySource
    self.interface = interface
    self.socket = socket
    self.encapsulation = encapsulation
  }
}

/// The reason for a failed transmit.
package struct TransmitFailure: Hashable, Sendable, BitwiseCopyable {
  /// The reporter of a failure.
  package enum Origin: UInt8, Sendable, BitwiseCopyable {
    /// The local kernel, synchronously.
    case local
    /// A router or the peer's host, by ICMP or ICMPv6 (`IP_RECVERR`, ip(7)).
    case network
    /// A capture file with packets that udpeek cannot decode; `code` is their link type.
    case file
  }

  /// The reporter of the failure.
  package var origin: Origin
  /// The `errno` value, or a link type for `Origin.file`.
  package var code: Int32

  package init(origin: Origin, code: Int32) {
    self.origin = origin
    self.code = code
  }
}
