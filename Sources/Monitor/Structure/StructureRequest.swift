import Basics
package import Structure
package import UDPCore

/// The datagrams whose structure is looked for: those of one peer, one direction and one size, or of all sizes.
package struct StructureKey: TableKey {
  /// The peer.
  package let peer: Endpoint
  /// Whether the peer sent them.
  package let isIncoming: Bool
  /// The size in bytes; `nil` for all sizes.
  package let size: Int?
}

/// A request for the structure of a datagram's kind, for another thread.
package struct StructureRequest: Hashable, Sendable {
  /// The peer, the direction, and the size of the datagram that is shown.
  package let key: StructureKey
  /// The newest row that counts.
  let newest: UInt64
  /// The checksum that was found before; `nil` if none was.
  let known: StructureField?

  /// Rows that are looked through.
  private static let searched: UInt64 = 262_144
  /// The fewest datagrams of one size that have a structure of their own.
  private static let leastOfSize = 8
  /// The most sizes that are kinds rather than a varying length.
  private static let mostSizes = 4

  /// Finds the structure in a snapshot of the log.
  package func answer(in log: LogSnapshot) -> StructureAnswer {
    let (all, own) = datagrams(in: log)
    let sizes = Set(all.map(\.bytes.count)).count
    guard own.count >= Self.leastOfSize, sizes <= Self.mostSizes else {
      let key = StructureKey(peer: key.peer, isIncoming: key.isIncoming, size: nil)
      return StructureAnswer(key: key, asked: self.key, report: StructureReport.find(in: all, known: known))
    }
    var report = StructureReport.find(in: own, known: known)
    if sizes > 1, let whole = StructureReport.find(in: all) { report = report?.counting(as: whole) }
    return StructureAnswer(key: key, asked: key, report: report)
  }

  /// Whether a payload has nothing but printable ASCII and line ends.
  private static func isText(_ payload: RawSpan) -> Bool {
    (0..<payload.byteCount).allSatisfy { offset in
      let byte = unsafe payload.unsafeLoad(fromByteOffset: offset, as: UInt8.self)
      return (0x20...0x7e).contains(byte) || [0x09, 0x0a, 0x0d].contains(byte)
    }
  }

  /// The last datagrams of the peer, and those of them that have the size, the oldest first.
  private func datagrams(in log: LogSnapshot) -> (all: [StructureSample], own: [StructureSample]) {
    var (all, own): ([StructureSample], [StructureSample]) = ([], [])
    let first = max(log.firstNumber, newest - min(newest, Self.searched))
    for segment in log.segments.reversed() where segment.numbers.lowerBound <= newest {
      // Rows from the newest, known by the place of their peer in the chunk.
      var verdicts: [UInt32: Bool] = [:]
      for number in segment.numbers.clamped(to: first..<newest + 1).reversed() {
        let start = segment.numbers.lowerBound
        let isWanted = segment.withRecords { records, block in
          let record = records[Int(number - start)]
          guard key.isIncoming ? record.isIncoming : record.isOutgoing, !record.isTruncated,
            record.stored == record.size
          else { return false }
          if let verdict = verdicts[record.peer] { return verdict }
          let verdict = Record.endpoint(at: record.peer, in: block) == key.peer
          verdicts[record.peer] = verdict
          return verdict
        }
        guard isWanted else { continue }
        let datagram = segment[number]
        // Texts beside binary datagrams are none of their kinds.
        if datagram.size != key.size, datagram.withPayload({ Self.isText($0) }) { continue }
        if all.count >= StructureReport.sampleLimit, datagram.size != key.size { continue }
        let sample = StructureSample(bytes: datagram.payload, time: datagram.timestamp ?? 0)
        if all.count < StructureReport.sampleLimit { all.append(sample) }
        if datagram.size == key.size { own.append(sample) }
        if own.count == StructureReport.sampleLimit { return (all.reversed(), own.reversed()) }
      }
      if segment.numbers.lowerBound <= first { break }
    }
    return (all.reversed(), own.reversed())
  }
}

/// The answer to a request for a structure.
package struct StructureAnswer: Sendable {
  /// The datagrams that the report is about.
  package let key: StructureKey
  /// The key of the request.
  package let asked: StructureKey
  /// The structure; `nil` if there are too few datagrams.
  package let report: StructureReport?
}

extension StructureReport {
  /// The structure with the counter of a whole of which this is a part: numbers that other sizes have are not lost.
  func counting(as whole: StructureReport) -> StructureReport {
    guard let counter = whole.counter, let offset = counter.offset, case .counter(_, step: 1, _) = counter.meaning
    else { return self }
    let fields = self.fields.map { field in
      if case .counter = field.meaning, field.offset == offset, field.width == counter.width { return counter }
      return field
    }
    return StructureReport(sampleCount: sampleCount, sizes: sizes, fields: fields, isPartOfCount: true)
  }
}
