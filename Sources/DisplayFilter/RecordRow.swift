import UDPCore

/// A row as a program reads it: its record, and what that names in the record's block, read when it is asked for.
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

  /// Whether it was received.
  @inline(__always)
  var isIncoming: Bool { record.isIncoming }

  /// Kind, peer and local path in a number that is equal in two rows of a chunk only when they are; below 2^50.
  @inline(__always)
  var route: UInt64 { UInt64(record.peer) | UInt64(record.local) << 24 | UInt64(record.rawKind) << 48 }

  /// The remote endpoint.
  @inline(__always)
  func peer(in block: RawSpan) -> Endpoint { Record.endpoint(at: record.peer, in: block) }

  /// Our endpoint.
  @inline(__always)
  func local(in block: RawSpan) -> Endpoint { Record.endpoint(at: record.local, in: block) }

  /// Where it came from.
  @inline(__always)
  func source(in block: RawSpan) -> Endpoint {
    Record.endpoint(at: isIncoming ? record.peer : record.local, in: block)
  }

  /// Where it went to.
  @inline(__always)
  func destination(in block: RawSpan) -> Endpoint {
    Record.endpoint(at: isIncoming ? record.local : record.peer, in: block)
  }

  /// Our side with all that an answer needs.
  @inline(__always)
  func localPath(in block: RawSpan) -> LocalPath {
    unsafe block.unsafeLoadUnaligned(fromByteOffset: Int(record.local), as: LocalPath.self)
  }

  /// The bytes of the block that hold the stored payload.
  @inline(__always)
  var payload: Range<Int> { record.payloadBytes }
}
