package import UDPCore

/// Which rows of one capture log a filter shows: verdicts kept per chunk, and gone with it.
///
/// Take the log's snapshots in order. A row that was not judged yet is not shown.
package struct FilterRun: Sendable {
  /// The filter.
  package let filter: DisplayFilter
  /// Ordered by number.
  private(set) var chunks: [ChunkVerdicts] = []
  /// The newest row about which a regular expression could not decide in time, of those judged last; such rows are
  /// shown. `nil` when there was none.
  package private(set) var failure: FilterFailure?
  /// Rows below it are cleared away.
  private var first: UInt64 = 0
  /// The time of the verdicts.
  private var judgedAt: Int64?

  /// A run that has judged nothing yet.
  package init(_ filter: DisplayFilter) {
    self.filter = filter
  }

  // MARK: Judging

  /// Takes up what came and what went, has those rows judged again whose age came past one that the filter names, then
  /// judges rows as far as the budget goes, the newest first.
  ///
  /// A row about which a regular expression cannot decide in time is shown, and `failure` says so.
  /// - Parameters:
  ///   - first: rows with lower numbers are cleared away: not judged, not counted, not shown.
  ///   - sweep: the order in which chunks are judged.
  package mutating func advance(
    _ snapshot: LogSnapshot, budget: FilterBudget, from first: UInt64 = 0, sweep: FilterSweep = .newestFirst,
    in context: FilterContext
  ) {
    if first < self.first { chunks.removeAll() }
    self.first = first
    let segments = snapshot.segments
    takeUp(segments)
    if filter.needsClock { rejudgeAges(segments, now: context.now) }
    var budget = budget
    var reader: PayloadReader?
    for index in order(of: sweep) where chunks[index].pending > 0 && budget.rows > 0 && budget.cost > 0 {
      guard let segment = segments[holding: chunks[index].firstNumber] else { continue }
      if filter.program.needsReader {
        var read = reader ?? PayloadReader(filter.program, context, isForMany: true)
        reader = nil
        if let failed = filter.program.judge(&chunks[index], segment, budget: &budget, &read) {
          failure = FilterFailure(number: failed)
        }
        reader = read
      } else {
        filter.program.judge(&chunks[index], segment, budget: &budget)
      }
    }
  }

  /// The chunks in the order in which they are judged.
  private func order(of sweep: FilterSweep) -> [Int] {
    switch sweep {
    case .newestFirst: return chunks.indices.reversed()
    case .older(let number):
      let start = chunks.partitioningIndex { $0.firstNumber > number }
      return (0..<start).reversed() + (start..<chunks.count).reversed()
    case .newer(let number):
      let start = chunks.partitioningIndex { $0.endNumber > number }
      return Array(start..<chunks.count) + Array(0..<start)
    }
  }

  // MARK: Judging again

  /// Has the rows of some peers judged again, newest first, by the next calls of `advance`: their encodings have
  /// changed. The old verdicts stand until then. Does nothing when the filter looks at no encoding.
  package mutating func rejudge(_ peers: Set<Endpoint>, in snapshot: LogSnapshot) {
    guard filter.needsEncoding, !peers.isEmpty else { return }
    rejudge(in: snapshot.segments) {
      var memo = PeerMemo()
      return { record, block in
        let peer = RecordRow(record, number: 0).peer(in: block)
        if let known = memo.number(of: peer) { return known != 0 }
        let belongs = peers.contains(peer)
        memo.remember(belongs ? 1 : 0, of: peer)
        return belongs
      }
    }
  }

  /// As `rejudge(_:in:)` for the rows of every peer.
  package mutating func rejudgeAll(in snapshot: LogSnapshot) {
    guard filter.needsEncoding else { return }
    rejudge(in: snapshot.segments) { { _, _ in true } }
  }

  /// Has one row judged again: it was marked, or its mark taken away. Does nothing when the filter looks at no marks.
  package mutating func rejudge(_ number: UInt64) {
    guard filter.needsMarks else { return }
    let place = chunks.partitioningIndex { $0.firstNumber > number } - 1
    guard place >= 0, number < chunks[place].endNumber else { return }
    let row = Int(number - chunks[place].firstNumber)
    if chunks[place].rows.contains(row) { chunks[place].rejudge(row..<row + 1) { _ in true } }
  }

  private mutating func rejudge(
    in segments: LogSegments, where makeTest: () -> (Record, RawSpan) -> Bool
  ) {
    for index in chunks.indices {
      guard let segment = segments[holding: chunks[index].firstNumber] else { continue }
      let belongs = makeTest()
      segment.withRecords { records, block in
        chunks[index].rejudge(chunks[index].rows) { $0 < records.count && belongs(records[$0], block) }
      }
    }
  }

  /// All verdicts are those of `judgedAt`, so that only rows that came past an age since then may have others.
  private mutating func rejudgeAges(_ segments: LogSegments, now: Int64) {
    let before = judgedAt ?? now
    judgedAt = now
    let moments = filter.program.ages.map { age in
      (
        first: min(before, now).saturatingSubtracting(age), last: max(before, now).saturatingSubtracting(age)
      )
    }
    for index in chunks.indices {
      guard let segment = segments[holding: chunks[index].firstNumber] else { continue }
      segment.withRecords { records, _ in
        chunks[index].note { records[$0].time }
        guard before != now, let times = chunks[index].times,
          moments.contains(where: { $0.first <= times.upperBound && $0.last >= times.lowerBound })
        else { return }
        chunks[index].rejudge(chunks[index].rows) { row in
          guard row < records.count else { return false }
          let time = records[row].time
          return moments.contains { $0.first <= time && time <= $0.last }
        }
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
}

/// The order in which a run judges its rows, chunk by chunk.
package enum FilterSweep: Hashable, Sendable {
  /// From the newest to the oldest.
  case newestFirst
  /// From the row of a number to the oldest, then from the newest on.
  case older(UInt64)
  /// From the row of a number to the newest, then from the oldest on.
  case newer(UInt64)
}

extension Int64 {
  /// This time less `nanoseconds`, at least the earliest there is.
  fileprivate func saturatingSubtracting(_ nanoseconds: UInt64) -> Int64 {
    let (difference, overflow) = subtractingReportingOverflow(Int64(clamping: nanoseconds))
    return overflow ? .min : difference
  }
}
