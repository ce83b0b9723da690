/// The fixed part of a row, for judging a million of them without making a `Datagram` each.
package struct RowHead: Sendable, BitwiseCopyable {
  let record: Record

  /// What the row is.
  package var kind: DatagramKind { record.kind }

  /// Payload bytes as they were on the wire.
  package var size: Int { Int(record.size) }

  /// Whether the receive slot was too short (`MSG_TRUNC`).
  package var isTruncated: Bool { record.flags.contains(.truncated) }

  /// Equal in two rows of one segment only if kind, peer and local path are equal (not the other way round). Below
  /// 2^46.
  package var route: UInt64 {
    UInt64(record.peer) | UInt64(record.local) << 22 | UInt64(record.flags.rawValue & 3) << 44
  }
}

extension LogSegment {
  /// The fixed part of the row at `index`, counted from the segment's first row.
  package func head(at index: Int) -> RowHead {
    precondition(index >= 0 && index < count, "row outside the segment")
    return RowHead(record: chunk.record(at: index))
  }

  /// The peer of a row of this segment.
  package func peer(of head: RowHead) -> Endpoint {
    chunk.endpoint(at: head.record.peer)
  }

  /// The local path of a row of this segment.
  package func localPath(of head: RowHead) -> LocalPath {
    chunk.localPath(at: head.record.local)
  }
}
