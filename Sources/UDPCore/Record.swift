/// One datagram's fixed part in a chunk: 24 bytes, whatever the address family.
///
/// Endpoints lie in the chunk's payload half, once for many records, and are named by their offset. Filters judge a
/// million records without making a `Datagram` of each.
package struct Record: BitwiseCopyable, Sendable {
  /// Nanoseconds since the Unix epoch.
  package let time: Int64
  /// Offset of the payload in the low 24 bits, `Flags` in the high 8.
  package let payloadAndFlags: UInt32
  /// Offset of the peer's `Endpoint` in the block.
  package let peer: UInt32
  /// Offset of the `LocalPath` in the block.
  package let local: UInt32
  /// Payload bytes on the wire.
  package let size: UInt16
  /// Payload bytes kept.
  package let stored: UInt16

  /// Bits beside the payload's offset.
  package struct Flags: OptionSet, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) {
      self.rawValue = rawValue
    }

    /// The two low bits are the `DatagramKind`.
    package static let kindMask = Flags(rawValue: 3)
    /// The receive slot was too short (`MSG_TRUNC`).
    package static let truncated = Flags(rawValue: 4)
    /// A `TransmitID` lies behind the payload.
    package static let identified = Flags(rawValue: 0x80)

    /// The flags of marks.
    @inline(__always)
    init(_ marks: DatagramMarks) {
      rawValue = marks.rawValue << 3
    }

    /// The marks among the flags.
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

  /// The bits beside the payload's offset.
  package var flags: Flags { Flags(rawValue: UInt8(truncatingIfNeeded: payloadAndFlags >> 24)) }

  /// Whether `time` is no more than its place in the order (`DatagramMarks.timeless`).
  package var isTimeless: Bool { flags.marks.contains(.timeless) }

  /// What the row is.
  package var kind: DatagramKind {
    DatagramKind(rawValue: flags.rawValue & Flags.kindMask.rawValue) ?? .failure
  }

  /// Offset of the payload.
  var payload: Int { Int(payloadAndFlags & 0xff_ffff) }
}

extension LogSegment {
  /// The records of the segment's rows, the first row first, and their block, for as long as `body` runs.
  package func withRecords<R, E: Error>(_ body: (Span<Record>, RawSpan) throws(E) -> R) throws(E) -> R {
    let block = unsafe chunk.bytes(at: 0, count: Chunk.blockSize)
    let records = unsafe UnsafeRawBufferPointer(rebasing: block[..<(count * MemoryLayout<Record>.stride)])
    return try unsafe body(Span(_unsafeBytes: records), block.bytes)
  }
}

extension Datagram {
  /// The datagram's record and its block, for as long as `body` runs.
  package func withRecord<R, E: Error>(_ body: (Record, RawSpan) throws(E) -> R) throws(E) -> R {
    let block = unsafe chunk.bytes(at: 0, count: Chunk.blockSize)
    return try unsafe body(chunk.record(at: Int(number - chunk.firstNumber)), block.bytes)
  }
}
