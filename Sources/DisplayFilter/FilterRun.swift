package import UDPCore

/// The rows of one capture log that a filter shows: verdicts are kept per chunk and evicted with it.
///
/// Advance it with the log's snapshots in order. A row that has not been judged yet is not shown.
package struct FilterRun: Sendable {
  /// The filter.
  package let filter: DisplayFilter
  /// The verdicts of the chunks, in ascending order of numbers.
  private(set) var chunks: [ChunkVerdicts] = []
  /// The newest row, among those judged last, that a regular expression could not judge in time and that is therefore
  /// shown; `nil` if there was none.
  package private(set) var failure: FilterFailure?
  /// The lowest number that is not cleared away.
  private var first: UInt64 = 0
  /// The time for which the verdicts hold.
  private var judgedAt: Int64?

  /// Creates a run that has judged nothing yet.
  package init(_ filter: DisplayFilter) {
    self.filter = filter
  }

  // MARK: Judging

  /// Adds new rows and drops evicted ones, marks as pending the rows whose age has passed a limit in the filter, then
  /// judges rows within the budget, newest first in each chunk.
  ///
  /// A row that a regular expression cannot judge in time is shown and reported in `failure`.
  /// - Parameters:
  ///   - first: the first row that is not cleared away: lower ones are not judged, counted or shown.
  ///   - sweep: the order in which chunks are judged.
  package mutating func advance(
    _ snapshot: LogSnapshot, budget: FilterBudget, from first: UInt64 = 0, sweep: FilterSweep = .newestFirst,
    in context: FilterContext
  ) {
    if first < self.first { chunks.removeAll() }
    self.first = first
    let segments = snapshot.segments
    adopt(segments)
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

  /// The indices of the chunks in the order in which they are judged.
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

  /// Marks the rows of some peers as pending after a change of their encodings; later calls of `advance` judge them
  /// again. Until then the old verdicts apply. Does nothing if the filter depends on no encoding.
  /// - Parameter first: the first row that may be one of theirs.
  package mutating func rejudge(_ peers: Set<Endpoint>, from first: UInt64 = 0, in snapshot: LogSnapshot) {
    guard filter.needsEncoding, !peers.isEmpty else { return }
    rejudge(in: snapshot.segments, from: first) {
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

  /// Marks the rows of every peer as pending, like `rejudge(_:in:)` for some.
  package mutating func rejudgeAll(in snapshot: LogSnapshot) {
    guard filter.needsEncoding else { return }
    rejudge(in: snapshot.segments) { { _, _ in true } }
  }

  /// Marks one row as pending after its mark was set or removed, a rule answered it, or it followed a gap. Does nothing
  /// if the filter depends on none of these.
  package mutating func rejudge(_ number: UInt64) {
    guard filter.needsMarks || filter.needsRules || filter.needsGaps else { return }
    let place = chunks.partitioningIndex { $0.firstNumber > number } - 1
    guard place >= 0, number < chunks[place].endNumber else { return }
    let row = Int(number - chunks[place].firstNumber)
    if chunks[place].rows.contains(row) { chunks[place].rejudge(row..<row + 1) { _ in true } }
  }

  private mutating func rejudge(
    in segments: LogSegments, from first: UInt64 = 0, where makeTest: () -> (Record, RawSpan) -> Bool
  ) {
    for index in chunks.indices where chunks[index].endNumber > first {
      guard let segment = segments[holding: chunks[index].firstNumber] else { continue }
      let belongs = makeTest()
      let start = first > chunks[index].firstNumber ? Int(first - chunks[index].firstNumber) : 0
      let rows = chunks[index].rows
      segment.withRecords { records, block in
        chunks[index].rejudge(max(rows.lowerBound, start)..<max(rows.upperBound, start)) {
          $0 < records.count && belongs(records[$0], block)
        }
      }
    }
  }

  /// Marks as pending the rows that have passed an age since `judgedAt`, the time for which all verdicts hold: only
  /// theirs may have changed.
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

  /// Updates the list of chunks to the snapshot: drops evicted ones, wherever they were, and adds new ones.
  private mutating func adopt(_ segments: LogSegments) {
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
  /// From the newest row to the oldest.
  case newestFirst
  /// From the row with this number to the oldest, then from the newest on.
  case older(UInt64)
  /// From the row with this number to the newest, then from the oldest on.
  case newer(UInt64)
}

extension Int64 {
  /// Subtracts `nanoseconds` from this time, down to the earliest possible one.
  fileprivate func saturatingSubtracting(_ nanoseconds: UInt64) -> Int64 {
    let (difference, overflow) = subtractingReportingOverflow(Int64(clamping: nanoseconds))
    return overflow ? .min : difference
  }
}
