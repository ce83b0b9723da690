import UDPCore

/// The rows of one log that two runs both show: those found by a search among those in the table. Both runs must have
/// taken the same snapshot last.
package struct SharedRows {
  /// The answer to a question about rows.
  package enum Answer: Hashable, Sendable {
    case row(UInt64)
    case none
    /// Rows that may change the answer are still pending.
    case unknown
  }

  private let pairs: [Pair]
  private let limit: UInt64

  /// Finds the rows up to `limit` that both runs show.
  package init(_ first: FilterRun, _ second: FilterRun, through limit: UInt64) {
    self.limit = limit
    pairs = first.chunks.compactMap { chunk in
      let place = second.chunks.partitioningIndex { $0.firstNumber >= chunk.firstNumber }
      guard place < second.chunks.count, second.chunks[place].firstNumber == chunk.firstNumber else { return nil }
      return Pair(first: chunk, second: second.chunks[place])
    }
  }

  /// The number of shared rows.
  package var count: Int { limit == .max ? pairs.reduce(0) { $0 + $1.count(below: .max) } : rank(of: limit + 1) }

  /// The number of shared rows below `number`.
  package func rank(of number: UInt64) -> Int {
    let end = limit == .max ? number : min(number, limit + 1)
    var rank = 0
    for pair in pairs {
      guard pair.firstNumber < end else { break }
      rank += pair.count(below: Int(clamping: end - pair.firstNumber))
    }
    return rank
  }

  /// Whether a row is shared; `none` if it is not.
  package func verdict(on number: UInt64) -> Answer {
    let place = pairs.partitioningIndex { $0.firstNumber > number } - 1
    guard place >= 0, number <= limit else { return .none }
    return pairs[place].verdict(on: Int(clamping: number - pairs[place].firstNumber), number)
  }

  /// The next shared row above `number`.
  package func next(after number: UInt64) -> Answer {
    guard number < limit else { return .none }
    let start = max(pairs.partitioningIndex { $0.firstNumber > number } - 1, 0)
    for pair in pairs[min(start, pairs.count)...] {
      let row = number < pair.firstNumber ? 0 : Int(clamping: number - pair.firstNumber &+ 1)
      guard let answer = pair.first(from: row) else { continue }
      if case .row(let found) = answer, found > limit { return .none }
      return answer
    }
    return .none
  }

  /// The last shared row below `number`.
  package func previous(before number: UInt64) -> Answer {
    let end = limit == .max ? number : min(number, limit + 1)
    for pair in pairs[..<pairs.partitioningIndex { $0.firstNumber >= end }].reversed() {
      if let answer = pair.last(below: Int(clamping: end - pair.firstNumber)) { return answer }
    }
    return .none
  }

  /// The verdicts of both runs on one chunk.
  private struct Pair {
    let first: ChunkVerdicts
    let second: ChunkVerdicts

    var firstNumber: UInt64 { first.firstNumber }
    private var words: Int { min(first.wordCount, second.wordCount) }

    private func shared(_ word: Int) -> UInt64 { first.shown(word: word) & second.shown(word: word) }

    /// The bits of the rows that are pending and may turn out to be shared.
    private func pending(_ word: Int) -> UInt64 {
      let (one, other) = (first.pending(word: word), second.pending(word: word))
      return one & (second.shown(word: word) | other) | other & (first.shown(word: word) | one)
    }

    private func answer(_ word: Int, _ bit: Int) -> Answer {
      pending(word) & 1 << UInt64(bit) != 0 ? .unknown : .row(firstNumber + UInt64(word * 64 + bit))
    }

    func verdict(on row: Int, _ number: UInt64) -> Answer {
      guard row / 64 < words else { return .none }
      let bit = UInt64(1) << UInt64(row % 64)
      if pending(row / 64) & bit != 0 { return .unknown }
      return shared(row / 64) & bit != 0 ? .row(number) : .none
    }

    /// The first shared or pending row at or after `row`; `nil` if there is none.
    func first(from row: Int) -> Answer? {
      var mask = UInt64.max << UInt64(row % 64)
      for word in row / 64..<max(row / 64, words) {
        let bits = (shared(word) | pending(word)) & mask
        if bits != 0 { return answer(word, bits.trailingZeroBitCount) }
        mask = .max
      }
      return nil
    }

    /// The last shared or pending row below `row`; `nil` if there is none.
    func last(below row: Int) -> Answer? {
      let end = min(row, words * 64)
      guard end > 0 else { return nil }
      var mask = UInt64.max >> UInt64(63 - (end - 1) % 64)
      for word in (0...(end - 1) / 64).reversed() {
        let bits = (shared(word) | pending(word)) & mask
        if bits != 0 { return answer(word, 63 - bits.leadingZeroBitCount) }
        mask = .max
      }
      return nil
    }

    func count(below row: Int) -> Int {
      let end = min(row, words * 64)
      guard end > 0 else { return 0 }
      let last = (end - 1) / 64
      let whole = (0..<last).reduce(0) { $0 + shared($1).nonzeroBitCount }
      return whole + (shared(last) & .max >> UInt64(63 - (end - 1) % 64)).nonzeroBitCount
    }
  }
}
