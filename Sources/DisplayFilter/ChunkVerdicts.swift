import UDPCore

/// The verdicts on the rows of one chunk: one bit for "shown", one for "pending", and both counts. Bits are counted
/// from the chunk's first row. Without bits every row is shown, because the filter accepts everything.
struct ChunkVerdicts: Sendable {
  /// The chunk's first number, which identifies it.
  let firstNumber: UInt64
  /// The rows included: from the first that is not cleared away to the last one seen.
  private(set) var rows: Range<Int>
  /// The number of rows still to judge.
  private(set) var pending = 0
  /// The number of rows shown.
  private(set) var shown = 0
  /// The range of times of the rows that `note` has seen; `nil` before.
  private(set) var times: ClosedRange<Int64>?
  private var notedThrough = 0
  private let keepsBits: Bool
  private var pendingBits: [UInt64] = []
  private var shownBits: [UInt64] = []

  /// Creates verdicts without rows; without `keepsBits` every row is shown.
  init(firstNumber: UInt64, keepsBits: Bool) {
    self.firstNumber = firstNumber
    self.keepsBits = keepsBits
    rows = 0..<0
  }

  /// One past the last number seen.
  var endNumber: UInt64 { firstNumber + UInt64(rows.upperBound) }

  /// Includes the rows that have arrived since, up to `count`, and drops those below the index `first`.
  mutating func update(count: Int, from first: Int) {
    let lower = min(max(first, rows.lowerBound), max(count, rows.upperBound))
    if lower > rows.lowerBound { forget(rows.lowerBound..<min(lower, rows.upperBound)) }
    let start = max(rows.upperBound, lower)
    let end = max(rows.upperBound, count)
    rows = lower..<end
    guard keepsBits else {
      shown = rows.count
      return
    }
    guard start < end else { return }
    let words = (end + 63) / 64
    pendingBits += repeatElement(0, count: words - pendingBits.count)
    shownBits += repeatElement(0, count: words - shownBits.count)
    for word in start / 64...(end - 1) / 64 { pendingBits[word] |= Self.mask(of: start..<end, in: word) }
    pending += end - start
  }

  private mutating func forget(_ gone: Range<Int>) {
    guard keepsBits, !gone.isEmpty else { return }
    for word in gone.lowerBound / 64...(gone.upperBound - 1) / 64 {
      let mask = Self.mask(of: gone, in: word)
      pending -= (pendingBits[word] & mask).nonzeroBitCount
      shown -= (shownBits[word] & mask).nonzeroBitCount
      pendingBits[word] &= ~mask
      shownBits[word] &= ~mask
    }
  }

  /// The bits of `word` for the rows in `range`.
  private static func mask(of range: Range<Int>, in word: Int) -> UInt64 {
    let low = max(range.lowerBound - word * 64, 0)
    let high = min(range.upperBound - word * 64, 64)
    guard low < high else { return 0 }
    return (UInt64.max >> (64 - UInt64(high - low))) << UInt64(low)
  }

  // MARK: Judging

  /// Judges pending rows, newest first, while `budget` lasts; `verdict` deducts its cost.
  @inline(__always)
  mutating func judge(budget: inout FilterBudget, _ verdict: (Int, inout Int) -> Bool) {
    var word = pendingBits.count
    while pending > 0, budget.rows > 0, budget.cost > 0, word > 0 {
      word -= 1
      var left = pendingBits[word]
      if left == 0 { continue }
      var judged: UInt64 = 0
      var accepted: UInt64 = 0
      while left != 0, budget.rows > 0, budget.cost > 0 {
        let bit = 63 - left.leadingZeroBitCount
        let mask = UInt64(1) << UInt64(bit)
        left &= ~mask
        judged |= mask
        accepted |= verdict(word * 64 + bit, &budget.cost) ? mask : 0
        budget.rows -= 1
      }
      pendingBits[word] = left
      let before = shownBits[word]
      let after = before & ~judged | accepted
      shownBits[word] = after
      pending -= judged.nonzeroBitCount
      shown += after.nonzeroBitCount - before.nonzeroBitCount
    }
  }

  /// Marks every row in `candidates` that `belongs` as pending again; its old verdict applies until then.
  mutating func rejudge(_ candidates: Range<Int>, _ belongs: (Int) -> Bool) {
    guard keepsBits else { return }
    for row in candidates where pendingBits[row / 64] & (1 << UInt64(row % 64)) == 0 && belongs(row) {
      pendingBits[row / 64] |= 1 << UInt64(row % 64)
      pending += 1
    }
  }

  /// Extends `times` by the rows that have arrived since the last call.
  mutating func note(_ time: (Int) -> Int64) {
    for row in notedThrough..<max(notedThrough, rows.upperBound) {
      let time = time(row)
      times = min(times?.lowerBound ?? time, time)...max(times?.upperBound ?? time, time)
    }
    notedThrough = max(notedThrough, rows.upperBound)
  }

  // MARK: Finding

  /// Whether the row is shown.
  func isShown(_ row: Int) -> Bool {
    rows.contains(row) && (!keepsBits || shownBits[row / 64] & (1 << UInt64(row % 64)) != 0)
  }

  /// The first shown row at or after `row`.
  func firstShown(from row: Int) -> Int? {
    let row = max(row, rows.lowerBound)
    guard shown > 0, row < rows.upperBound else { return nil }
    guard keepsBits else { return row }
    var word = row / 64
    var bits = shownBits[word] & (.max << UInt64(row % 64))
    while bits == 0 {
      word += 1
      guard word < shownBits.count else { return nil }
      bits = shownBits[word]
    }
    return word * 64 + bits.trailingZeroBitCount
  }

  /// Appends the numbers of shown rows from `row` up to `last`, until `numbers` has `limit` elements.
  func append(from row: Int, through last: UInt64, to numbers: inout [UInt64], limit: Int) {
    guard last >= firstNumber else { return }
    let end = min(rows.upperBound, Int(clamping: last - firstNumber) + 1)
    var row = max(row, rows.lowerBound)
    while numbers.count < limit, row < end {
      if keepsBits {
        guard let next = firstShown(from: row), next < end else { return }
        row = next
      }
      numbers.append(firstNumber + UInt64(row))
      row += 1
    }
  }

  /// The last shown row before `row`.
  func lastShown(below row: Int) -> Int? {
    let row = min(row, rows.upperBound)
    guard shown > 0, row > rows.lowerBound else { return nil }
    guard keepsBits else { return row - 1 }
    var word = (row - 1) / 64
    var bits = shownBits[word] & Self.mask(of: 0..<row, in: word)
    while bits == 0 {
      guard word > 0 else { return nil }
      word -= 1
      bits = shownBits[word]
    }
    return word * 64 + 63 - bits.leadingZeroBitCount
  }

  /// The number of words that hold the rows' bits.
  var wordCount: Int { (rows.upperBound + 63) / 64 }

  /// The bits of the rows shown in a word.
  func shown(word: Int) -> UInt64 {
    keepsBits ? shownBits[word] : Self.mask(of: rows, in: word)
  }

  /// The bits of the pending rows in a word.
  func pending(word: Int) -> UInt64 {
    keepsBits ? pendingBits[word] : 0
  }

  /// The number of shown rows before `row`.
  func shownCount(below row: Int) -> Int {
    let row = min(max(row, rows.lowerBound), rows.upperBound)
    guard keepsBits else { return row - rows.lowerBound }
    guard row > 0 else { return 0 }
    let last = (row - 1) / 64
    let whole = shownBits[..<last].reduce(0) { $0 + $1.nonzeroBitCount }
    return whole + (shownBits[last] & Self.mask(of: 0..<row, in: last)).nonzeroBitCount
  }

  /// The shown row that has `rank` shown rows of this chunk before it; `rank` must be below `shown`.
  func row(atRank rank: Int) -> Int {
    guard keepsBits else { return rows.lowerBound + rank }
    var left = rank
    for (word, bits) in shownBits.enumerated() {
      let count = bits.nonzeroBitCount
      guard left >= count else {
        var bits = bits
        for _ in 0..<left { bits &= bits - 1 }
        return word * 64 + bits.trailingZeroBitCount
      }
      left -= count
    }
    preconditionFailure("rank beyond the chunk")
  }
}
