import UDPCore

/// A row as a program reads it: its record, and what that names in the record's block, read when it is asked for.
///
/// Only stored fields of `Record` are read, and its flags as literals: a call into another module for each of a
/// million rows costs more than the judgement.
struct RecordRow: BitwiseCopyable {
  /// Its fixed part.
  let record: Record
  /// Its number in the log.
  let number: UInt64

  /// The row of `record`, numbered `number`.
  @inline(__always)
  init(_ record: Record, number: UInt64) {
    self.record = record
    self.number = number
  }

  /// The `DatagramKind`'s raw value.
  @inline(__always)
  private var kind: UInt32 { record.payloadAndFlags >> 24 & 3 }

  /// Whether it was received.
  @inline(__always)
  var isIncoming: Bool { kind == 0 }

  /// Whether it failed to be sent.
  @inline(__always)
  var isFailure: Bool { kind == 2 }

  /// Whether a short buffer cut it.
  @inline(__always)
  var isTruncated: Bool { record.payloadAndFlags >> 24 & 4 != 0 }

  /// Kind, peer and local path in a number that is equal in two rows of a chunk only when they are; below 2^50.
  @inline(__always)
  var route: UInt64 { UInt64(record.peer) | UInt64(record.local) << 24 | UInt64(kind) << 48 }

  /// The remote endpoint.
  @inline(__always)
  func peer(in block: RawSpan) -> Endpoint { Self.endpoint(at: record.peer, in: block) }

  /// Our endpoint.
  @inline(__always)
  func local(in block: RawSpan) -> Endpoint { Self.endpoint(at: record.local, in: block) }

  /// Where it came from.
  @inline(__always)
  func source(in block: RawSpan) -> Endpoint {
    Self.endpoint(at: isIncoming ? record.peer : record.local, in: block)
  }

  /// Where it went to.
  @inline(__always)
  func destination(in block: RawSpan) -> Endpoint {
    Self.endpoint(at: isIncoming ? record.local : record.peer, in: block)
  }

  /// Our side with all that an answer needs.
  @inline(__always)
  func localPath(in block: RawSpan) -> LocalPath {
    unsafe block.unsafeLoadUnaligned(fromByteOffset: Int(record.local), as: LocalPath.self)
  }

  /// The endpoint there; a `LocalPath` begins with one.
  @inline(__always)
  private static func endpoint(at offset: UInt32, in block: RawSpan) -> Endpoint {
    unsafe block.unsafeLoadUnaligned(fromByteOffset: Int(offset), as: Endpoint.self)
  }

  /// Where the stored payload lies in the block; the reason of a failure lies before it.
  @inline(__always)
  var payload: Range<Int> {
    let offset = Int(record.payloadAndFlags & 0xff_ffff) + (isFailure ? MemoryLayout<TransmitFailure>.size : 0)
    return offset..<offset + Int(record.stored)
  }
}
