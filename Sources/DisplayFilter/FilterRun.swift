package import UDPCore

/// Which rows of one capture log a filter shows: verdicts kept per chunk, and gone with it.
///
/// Take the log's snapshots in order. A row that was not judged yet is not shown.
package struct FilterRun: Sendable {
  /// The filter.
  package let filter: DisplayFilter
  /// Ordered by number.
  private(set) var chunks: [ChunkVerdicts] = []
  /// Rows below it are cleared away.
  private var first: UInt64 = 0

  /// A run that has judged nothing yet.
  package init(_ filter: DisplayFilter) {
    self.filter = filter
  }

  // MARK: Judging

  /// Takes up what came and what went, then judges at most `budget` rows, the newest first.
  /// - Parameters:
  ///   - first: rows with lower numbers are cleared away: not judged, not counted, not shown.
  ///   - text: the decoded payload (`DisplayFilter.matches`).
  package mutating func advance(
    _ snapshot: LogSnapshot, budget: Int, from first: UInt64 = 0, text: (Datagram) -> String
  ) {
    if first < self.first { chunks.removeAll() }
    self.first = first
    let segments = snapshot.segments
    takeUp(segments)
    var budget = budget
    for index in chunks.indices.reversed() where chunks[index].pending > 0 && budget > 0 {
      guard let segment = segments[holding: chunks[index].firstNumber] else { continue }
      judge(&chunks[index], segment, budget: &budget, text: text)
    }
  }

  /// Has the rows of one peer judged again, newest first, by the next calls of `advance`: its encoding has changed.
  /// The old verdicts stand until then. Does nothing when the filter looks at no text.
  package mutating func rejudge(_ peer: Endpoint, in snapshot: LogSnapshot) {
    rejudge(in: snapshot) { RecordRow($0, number: 0).peer(in: $1) == peer }
  }

  /// As `rejudge(_:in:)` for every row.
  package mutating func rejudgeAll(in snapshot: LogSnapshot) {
    rejudge(in: snapshot) { _, _ in true }
  }

  private mutating func rejudge(in snapshot: LogSnapshot, where belongs: (Record, RawSpan) -> Bool) {
    guard filter.needsText else { return }
    let segments = snapshot.segments
    for index in chunks.indices {
      guard let segment = segments[holding: chunks[index].firstNumber] else { continue }
      segment.withRecords { records, block in
        chunks[index].rejudge { $0 < records.count && belongs(records[$0], block) }
      }
    }
  }

  /// Brings the list of chunks up to the snapshot: evicted ones go, wherever they were; new ones come.
  private mutating func takeUp(_ segments: LogSegments) {
    let held = segments.map(\.numbers).filter { !$0.isEmpty && $0.upperBound > first }
    chunks.removeAll { chunk in
      let place = held.partitioningIndex { $0.lowerBound >= chunk.firstNumber }
      return place == held.count || held[place].lowerBound != chunk.firstNumber
        || held[place].upperBound < chunk.endNumber
    }
    let keepsBits = !filter.isEverything
    for (index, numbers) in held.enumerated() {
      if index == chunks.count || chunks[index].firstNumber != numbers.lowerBound {
        chunks.insert(ChunkVerdicts(firstNumber: numbers.lowerBound, keepsBits: keepsBits), at: index)
      }
      let cleared = first > numbers.lowerBound ? Int(first - numbers.lowerBound) : 0
      chunks[index].update(count: numbers.count, from: cleared)
    }
  }

  private func judge(
    _ chunk: inout ChunkVerdicts, _ segment: LogSegment, budget: inout Int, text: (Datagram) -> String
  ) {
    let program = filter.program
    let first = chunk.firstNumber
    segment.withRecords { records, block in
      if let (test, accepts) = program.onlyTest {
        chunk.judge(budget: &budget) { test.holds(RecordRow(records[$0], number: 0), in: block) == accepts }
      } else if program.needsOnlyRoute {
        var memo = RouteMemo()
        chunk.judge(budget: &budget) { index in
          memo.verdict(on: RecordRow(records[index], number: first + UInt64(index)), in: block, by: program)
        }
      } else if program.needsPayload {
        chunk.judge(budget: &budget) { index in
          let number = first + UInt64(index)
          return program.accepts(RecordRow(records[index], number: number), in: block) { text(segment[number]) }
        }
      } else {
        chunk.judge(budget: &budget) { index in
          program.accepts(RecordRow(records[index], number: first + UInt64(index)), in: block)
        }
      }
    }
  }
}
