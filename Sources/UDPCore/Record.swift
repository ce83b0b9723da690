/// The fixed-size part of a datagram in a chunk: 24 bytes, whatever the address family.
///
/// Endpoints are stored in the payload half of the chunk, shared by many records, and referenced by offset. Filters
/// test records directly, without creating a `Datagram` for each.
package struct Record: BitwiseCopyable, Sendable {
  /// Nanoseconds since the Unix epoch.
  package let time: Int64
  /// The payload's offset in the low 21 bits (a chunk has no more), `Flags` in the high 11.
  @usableFromInline
  let payloadAndFlags: UInt32
  /// The offset of the peer's `Endpoint` in the block.
  package let peer: UInt32
  /// The offset of the `LocalPath` in the block.
  package let local: UInt32
  /// Payload bytes on the wire.
  package let size: UInt16
  /// Payload bytes stored.
  package let stored: UInt16

  /// The number of bits for the payload's offset.
  @usableFromInline static let flagShift: UInt32 = 21

  /// The flags stored beside the payload's offset.
  struct Flags: OptionSet, Sendable {
    let rawValue: UInt32

    init(rawValue: UInt32) {
      self.rawValue = rawValue
    }

    /// The payload was cut (`Datagram.isTruncated`).
    static let truncated = Flags(rawValue: 0x20)
    /// A `TransmitID`, or for a received row a `RelayVerdict`, is stored after the payload.
    static let identified = Flags(rawValue: 0x400)

    /// Converts a kind to flags: it takes two bits.
    @inline(__always)
    init(_ kind: DatagramKind) {
      rawValue = UInt32(kind.rawValue) << 3
    }

    /// Converts marks to flags: the first four go behind `truncated`, the others before the kind.
    @inline(__always)
    init(_ marks: DatagramMarks) {
      rawValue = UInt32(marks.rawValue & 0x0f) << 6 | UInt32(marks.rawValue >> 4)
    }

    /// The flags that are marks.
    var marks: DatagramMarks {
      DatagramMarks(rawValue: UInt8(truncatingIfNeeded: rawValue >> 6 & 0x0f | (rawValue & 7) << 4))
    }
  }

  init(time: Int64, payloadAndFlags: UInt32, peer: UInt32, local: UInt32, size: UInt16, stored: UInt16) {
    self.time = time
    self.payloadAndFlags = payloadAndFlags
    self.peer = peer
    self.local = local
    self.size = size
    self.stored = stored
  }

  /// The flags stored beside the payload's offset.
  var flags: Flags { Flags(rawValue: payloadAndFlags >> Self.flagShift) }

  /// The kind of the row.
  package var kind: DatagramKind {
    DatagramKind(rawValue: UInt8(truncatingIfNeeded: rawKind)) ?? .failure
  }

  /// The payload's offset in the block.
  @inlinable @inline(__always)
  package var payload: Int { Int(payloadAndFlags & 0x1f_ffff) }
}

/// The properties that millions of rows are judged and counted by. They are inlined into other modules: a call for each
/// row would cost more than the judgement.
extension Record {
  /// The raw value of `kind`.
  @inlinable @inline(__always)
  package var rawKind: UInt32 { payloadAndFlags >> 24 & 3 }

  /// Whether the datagram was received (`DatagramKind.incoming`).
  @inlinable @inline(__always)
  package var isIncoming: Bool { rawKind == 0 }

  /// Whether the datagram was sent (`DatagramKind.outgoing`).
  @inlinable @inline(__always)
  package var isOutgoing: Bool { rawKind == 1 }

  /// Whether the row is an alarm (`DatagramKind.alarm`).
  @inlinable @inline(__always)
  package var isAlarm: Bool { rawKind == 3 }

  /// Whether the row came from the peer or is about what the peer sends: received, or an alarm.
  @inlinable @inline(__always)
  package var isFromPeer: Bool { rawKind == 0 || rawKind == 3 }

  /// Whether the row is a failure (`DatagramKind.failure`).
  @inlinable @inline(__always)
  package var isFailure: Bool { rawKind == 2 }

  /// Whether the receive slot was too short (`Flags.truncated`).
  @inlinable @inline(__always)
  package var isTruncated: Bool { payloadAndFlags >> 24 & 4 != 0 }

  /// Whether `time` is no more than the row's place in the order (`DatagramMarks.timeless`).
  @inlinable @inline(__always)
  package var isTimeless: Bool { payloadAndFlags >> 24 & 0x20 != 0 }

  /// A number that differs between peers stored next to each other in a chunk: the index of a direct-mapped cache,
  /// after reduction by its size. Endpoints lie at least their own size apart.
  @inlinable @inline(__always)
  package var peerSlot: Int { Int(peer / UInt32(MemoryLayout<Endpoint>.size)) }

  /// A number that differs between pairs of peer and local path stored next to each other, as `peerSlot` does.
  @inlinable @inline(__always)
  package var routeSlot: Int { peerSlot &+ Int(local / 8) }

  /// The bytes of the block that hold the stored payload; the reason of a failure lies before it.
  @inlinable @inline(__always)
  package var payloadBytes: Range<Int> {
    let offset = payload + (isFailure ? MemoryLayout<TransmitFailure>.size : 0)
    return offset..<offset + Int(stored)
  }

  /// The endpoint at an offset of the block; a `LocalPath` begins with one.
  @inlinable @inline(__always)
  package static func endpoint(at offset: UInt32, in block: RawSpan) -> Endpoint {
    unsafe block.unsafeLoadUnaligned(fromByteOffset: Int(offset), as: Endpoint.self)
  }

  /// The local path at an offset of the block.
  @inlinable @inline(__always)
  package static func localPath(at offset: UInt32, in block: RawSpan) -> LocalPath {
    unsafe block.unsafeLoadUnaligned(fromByteOffset: Int(offset), as: LocalPath.self)
  }

  /// Whether the stored payload is plain ASCII without control characters other than tabs and line ends: such a payload
  /// says nothing of an encoding.
  @inlinable
  package func isPlain(in block: RawSpan) -> Bool {
    let high: UInt64 = 0x8080_8080_8080_8080
    let blanks: UInt64 = 0x2020_2020_2020_2020
    var offset = payload
    let end = offset + Int(stored)
    while end - offset >= 8 {
      let word = unsafe block.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self)
      // The second condition: some byte is below 0x20, where none has its high bit.
      if word & high != 0 || (word &- blanks) & ~word & high != 0 { break }
      offset += 8
    }
    while offset < end {
      let byte = unsafe block.unsafeLoad(fromByteOffset: offset, as: UInt8.self)
      if byte >= 0x80 || (byte < 0x20 && byte != 9 && byte != 10 && byte != 13) { return false }
      offset += 1
    }
    return true
  }
}

extension Record {
  /// The ID of the transmit request that produced the row (`Datagram.transmitID`).
  package func transmitID(in block: RawSpan) -> TransmitID? {
    guard flags.contains(.identified), !isIncoming else { return nil }
    return unsafe block.unsafeLoadUnaligned(fromByteOffset: payloadBytes.upperBound, as: TransmitID.self)
  }
}

extension LogSegment {
  /// Calls `body` with the segment's records, oldest first, and their block. Both are valid only during the call.
  package func withRecords<R, E: Error>(_ body: (Span<Record>, RawSpan) throws(E) -> R) throws(E) -> R {
    let block = unsafe chunk.bytes(at: 0, count: Chunk.blockSize)
    let records = unsafe UnsafeRawBufferPointer(rebasing: block[..<(count * MemoryLayout<Record>.stride)])
    return try unsafe body(Span(_unsafeBytes: records), block.bytes)
  }
}

extension Datagram {
  /// Calls `body` with the datagram's record and its block. The block is valid only during the call.
  package func withRecord<R, E: Error>(_ body: (Record, RawSpan) throws(E) -> R) throws(E) -> R {
    let block = unsafe chunk.bytes(at: 0, count: Chunk.blockSize)
    return try unsafe body(chunk.record(at: Int(number - chunk.firstNumber)), block.bytes)
  }
}
