/// The fixed-size part of a datagram in a chunk: 24 bytes, whatever the address family.
///
/// Endpoints are stored in the payload half of the chunk, shared by many records, and referenced by offset. Filters
/// test records directly, without creating a `Datagram` for each.
package struct Record: BitwiseCopyable, Sendable {
  /// Nanoseconds since the Unix epoch.
  package let time: Int64
  /// The payload's offset in the low 24 bits, `Flags` in the high 8.
  package let payloadAndFlags: UInt32
  /// The offset of the peer's `Endpoint` in the block.
  package let peer: UInt32
  /// The offset of the `LocalPath` in the block.
  package let local: UInt32
  /// Payload bytes on the wire.
  package let size: UInt16
  /// Payload bytes stored.
  package let stored: UInt16

  /// The flags stored beside the payload's offset.
  package struct Flags: OptionSet, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) {
      self.rawValue = rawValue
    }

    /// The two low bits, which hold the `DatagramKind`.
    package static let kindMask = Flags(rawValue: 3)
    /// The payload was cut (`Datagram.isTruncated`).
    package static let truncated = Flags(rawValue: 4)
    /// A `TransmitID` is stored after the payload.
    package static let identified = Flags(rawValue: 0x80)

    /// Converts marks to flags.
    @inline(__always)
    init(_ marks: DatagramMarks) {
      rawValue = marks.rawValue << 3
    }

    /// The flags that are marks.
    var marks: DatagramMarks { DatagramMarks(rawValue: rawValue >> 3 & 0x0f) }
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
  package var flags: Flags { Flags(rawValue: UInt8(truncatingIfNeeded: payloadAndFlags >> 24)) }

  /// Whether `time` is only a placeholder (`DatagramMarks.timeless`).
  package var isTimeless: Bool { flags.marks.contains(.timeless) }

  /// The kind of the row.
  package var kind: DatagramKind {
    DatagramKind(rawValue: flags.rawValue & Flags.kindMask.rawValue) ?? .failure
  }

  /// The payload's offset in the block.
  var payload: Int { Int(payloadAndFlags & 0xff_ffff) }
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
