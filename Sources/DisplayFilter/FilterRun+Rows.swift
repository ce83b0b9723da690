import UDPCore

extension FilterRun {
  /// Whether every row taken up has been judged.
  package var isComplete: Bool { chunks.allSatisfy { $0.pending == 0 } }

  /// Rows held and not cleared away, as of the last `advance`.
  package var total: Int { chunks.reduce(0) { $0 + $1.rows.count } }

  /// How many of `total` have been judged.
  package var judged: Int { chunks.reduce(0) { $0 + $1.rows.count - $1.pending } }

  /// How many of `total` are shown.
  package var shownCount: Int { chunks.reduce(0) { $0 + $1.shown } }

  /// The lowest number shown.
  package var oldestShown: UInt64? { shown(after: 0) }

  /// The highest number shown.
  package var newestShown: UInt64? { shown(before: .max) }

  /// Whether the row with that number is shown.
  package func isShown(_ number: UInt64) -> Bool {
    let place = chunks.partitioningIndex { $0.firstNumber > number } - 1
    guard place >= 0, number < chunks[place].endNumber else { return false }
    return chunks[place].isShown(Int(number - chunks[place].firstNumber))
  }

  /// The next number shown after `number`, which need not be shown or held itself.
  package func shown(after number: UInt64) -> UInt64? {
    let start = max(chunks.partitioningIndex { $0.firstNumber > number } - 1, 0)
    for chunk in chunks[min(start, chunks.count)...] {
      let row = number < chunk.firstNumber ? 0 : Int(clamping: number - chunk.firstNumber &+ 1)
      if let found = chunk.firstShown(from: row) { return chunk.firstNumber + UInt64(found) }
    }
    return nil
  }

  /// The last number shown before `number`, which need not be shown or held itself.
  package func shown(before number: UInt64) -> UInt64? {
    let end = chunks.partitioningIndex { $0.firstNumber >= number }
    for chunk in chunks[..<end].reversed() {
      let row = Int(clamping: number - chunk.firstNumber)
      if let found = chunk.lastShown(below: row) { return chunk.firstNumber + UInt64(found) }
    }
    return nil
  }

  /// How many rows shown have a number below `number`; the place of `number` in the shown rows, from 0, when it is shown.
  package func rank(of number: UInt64) -> Int {
    var rank = 0
    for chunk in chunks {
      guard chunk.firstNumber < number else { break }
      rank += number >= chunk.endNumber ? chunk.shown : chunk.shownCount(below: Int(number - chunk.firstNumber))
    }
    return rank
  }

  /// The number of the row that has `rank` shown rows before it; `nil` when there is none.
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
