import UDPCore

/// A row as a program reads it: a record, and the data in its block that the record refers to, read on demand.
///
/// It reads only stored fields of `Record`, and its flags as literals: a call into another module for each of a million
/// rows costs more than the judgement.
struct RecordRow: BitwiseCopyable {
  /// The fixed-size part of the row.
  let record: Record
  /// The row's number in the log.
  let number: UInt64

  /// Creates the row of `record` with this number.
  @inline(__always)
  init(_ record: Record, number: UInt64) {
    self.record = record
    self.number = number
  }

  /// The raw value of the row's `DatagramKind`.
  @inline(__always)
  private var kind: UInt32 { record.payloadAndFlags >> 24 & 3 }

  /// Whether the datagram was received.
  @inline(__always)
  var isIncoming: Bool { kind == 0 }

  /// Whether sending the datagram failed.
  @inline(__always)
  var isFailure: Bool { kind == 2 }

  /// Whether the datagram was truncated to a short buffer.
  @inline(__always)
  var isTruncated: Bool { record.payloadAndFlags >> 24 & 4 != 0 }

  /// The kind, peer and local path as one number, equal in two rows of a chunk only if all three are; below 2^50.
  @inline(__always)
  var route: UInt64 { UInt64(record.peer) | UInt64(record.local) << 24 | UInt64(kind) << 48 }

  /// The remote endpoint.
  @inline(__always)
  func peer(in block: RawSpan) -> Endpoint { Self.endpoint(at: record.peer, in: block) }

  /// Our endpoint.
  @inline(__always)
  func local(in block: RawSpan) -> Endpoint { Self.endpoint(at: record.local, in: block) }

  /// The endpoint that the datagram came from.
  @inline(__always)
  func source(in block: RawSpan) -> Endpoint {
    Self.endpoint(at: isIncoming ? record.peer : record.local, in: block)
  }

  /// The endpoint that the datagram went to.
  @inline(__always)
  func destination(in block: RawSpan) -> Endpoint {
    Self.endpoint(at: isIncoming ? record.local : record.peer, in: block)
  }

  /// Our side, with everything that a reply needs.
  @inline(__always)
  func localPath(in block: RawSpan) -> LocalPath {
    unsafe block.unsafeLoadUnaligned(fromByteOffset: Int(record.local), as: LocalPath.self)
  }

  /// The endpoint at an offset; a `LocalPath` begins with one.
  @inline(__always)
  private static func endpoint(at offset: UInt32, in block: RawSpan) -> Endpoint {
    unsafe block.unsafeLoadUnaligned(fromByteOffset: Int(offset), as: Endpoint.self)
  }

  /// The range of the stored payload in the block; the reason of a failure comes before it.
  @inline(__always)
  var payload: Range<Int> {
    let offset = Int(record.payloadAndFlags & 0xff_ffff) + (isFailure ? MemoryLayout<TransmitFailure>.size : 0)
    return offset..<offset + Int(record.stored)
  }
}
