import UDPCore

extension FilterRun {
  /// Whether every row in the run has been judged.
  package var isComplete: Bool { chunks.allSatisfy { $0.pending == 0 } }

  /// The number of rows that are in the log and not cleared away, as of the last `advance`.
  package var total: Int { chunks.reduce(0) { $0 + $1.rows.count } }

  /// The number of rows in `total` that have been judged.
  package var judged: Int { chunks.reduce(0) { $0 + $1.rows.count - $1.pending } }

  /// The number of rows in `total` that are shown.
  package var shownCount: Int { chunks.reduce(0) { $0 + $1.shown } }

  /// Whether the row with this number is shown.
  package func isShown(_ number: UInt64) -> Bool {
    let place = chunks.partitioningIndex { $0.firstNumber > number } - 1
    guard place >= 0, number < chunks[place].endNumber else { return false }
    return chunks[place].isShown(Int(number - chunks[place].firstNumber))
  }

  /// The next number shown after `number`, which need not be shown or in the log itself.
  package func shown(after number: UInt64) -> UInt64? {
    let start = max(chunks.partitioningIndex { $0.firstNumber > number } - 1, 0)
    // By index: copying a chunk's verdicts out of the array would cost reference counting.
    for place in min(start, chunks.count)..<chunks.count {
      let first = chunks[place].firstNumber
      let row = number < first ? 0 : Int(clamping: number - first &+ 1)
      if let found = chunks[place].firstShown(from: row) { return first + UInt64(found) }
    }
    return nil
  }

  /// Appends the next numbers shown after `number` and up to `last`, at most `count`.
  /// - Returns: whether there may be more.
  package func append(
    shownAfter number: UInt64, through last: UInt64, atMost count: Int, to numbers: inout [UInt64]
  ) -> Bool {
    let limit = numbers.count + count
    var place = max(chunks.partitioningIndex { $0.firstNumber > number } - 1, 0)
    while place < chunks.count, chunks[place].firstNumber <= last {
      let row = number < chunks[place].firstNumber ? 0 : Int(clamping: number - chunks[place].firstNumber &+ 1)
      chunks[place].append(from: row, through: last, to: &numbers, limit: limit)
      if numbers.count == limit { return true }
      place += 1
    }
    return false
  }

  /// The last number shown before `number`, which need not be shown or in the log itself.
  package func shown(before number: UInt64) -> UInt64? {
    let end = chunks.partitioningIndex { $0.firstNumber >= number }
    for place in (0..<end).reversed() {
      let first = chunks[place].firstNumber
      let row = Int(clamping: number - first)
      if let found = chunks[place].lastShown(below: row) { return first + UInt64(found) }
    }
    return nil
  }

  /// The number of shown rows with a number below `number`: the index of `number` among the shown rows, if it is one.
  package func rank(of number: UInt64) -> Int {
    var rank = 0
    for chunk in chunks {
      guard chunk.firstNumber < number else { break }
      rank += number >= chunk.endNumber ? chunk.shown : chunk.shownCount(below: Int(number - chunk.firstNumber))
    }
    return rank
  }

  /// The number of the row that has `rank` shown rows before it; `nil` if there is none.
  package func shown(atRank rank: Int) -> UInt64? {
    guard rank >= 0 else { return nil }
    var left = rank
    for chunk in chunks {
      if left < chunk.shown { return chunk.firstNumber + UInt64(chunk.row(atRank: left)) }
      left -= chunk.shown
    }
    return nil
  }
}
