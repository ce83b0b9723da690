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

  /// Whether the datagram was received.
  @inline(__always)
  var isIncoming: Bool { record.isIncoming }

  /// The kind, peer and local path as one number, equal in two rows of a chunk only if all three are; below 2^50.
  @inline(__always)
  var route: UInt64 { UInt64(record.peer) | UInt64(record.local) << 24 | UInt64(record.rawKind) << 48 }

  /// The remote endpoint.
  @inline(__always)
  func peer(in block: RawSpan) -> Endpoint { Record.endpoint(at: record.peer, in: block) }

  /// Our endpoint.
  @inline(__always)
  func local(in block: RawSpan) -> Endpoint { Record.endpoint(at: record.local, in: block) }

  /// The endpoint that the datagram came from.
  @inline(__always)
  func source(in block: RawSpan) -> Endpoint {
    Record.endpoint(at: record.isFromPeer ? record.peer : record.local, in: block)
  }

  /// The endpoint that the datagram went to.
  @inline(__always)
  func destination(in block: RawSpan) -> Endpoint {
    Record.endpoint(at: record.isFromPeer ? record.local : record.peer, in: block)
  }

  /// Our side, with everything that a reply needs.
  @inline(__always)
  func localPath(in block: RawSpan) -> LocalPath {
    unsafe block.unsafeLoadUnaligned(fromByteOffset: Int(record.local), as: LocalPath.self)
  }

  /// The range of the stored payload in the block; the reason of a failure comes before it.
  @inline(__always)
  var payload: Range<Int> { record.payloadBytes }
}
