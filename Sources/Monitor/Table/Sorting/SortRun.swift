import DisplayFilter
import UDPCore

/// The sorting of the rows that are shown, in slices, so that the screen stays live with millions of them. The words of
/// the key are sorted one after the other: rows that are equal in one are told apart by the next. While it goes on a
/// row takes 28 bytes.
struct SortRun: Sendable {
  /// In halves, so that it takes 12 bytes.
  private struct Entry: Sendable {
    private var high: UInt32
    private var low: UInt32
    /// Index into `numbers`.
    var slot: UInt32

    init(word: UInt64, slot: UInt32) {
      self.slot = slot
      high = UInt32(truncatingIfNeeded: word >> 32)
      low = UInt32(truncatingIfNeeded: word)
    }

    var word: UInt64 {
      get { UInt64(high) << 32 | UInt64(low) }
      set { self = Entry(word: newValue, slot: slot) }
    }
  }

  /// A step of sorting: something to do with a range of entries, at one word of the key.
  private enum Step: Sendable {
    case gather(after: UInt64)
    /// Makes room for the entries: the memory is touched for the first time.
    case prepare(from: Int)
    case load(Range<Int>, word: Int, from: Int)
    /// Finds out whether rows that are equal so far hold the same text throughout, as heartbeats do.
    case compare(Range<Int>, from: Int)
    case count(Range<Int>, word: Int, from: Int)
    /// Moves entries to where one byte of their words puts them.
    case scatter(Range<Int>, word: Int, byte: Int, from: Int)
    /// Brings entries back that lie in the buffer.
    case fetch(Range<Int>, word: Int, from: Int)
    /// Finds rows that are equal so far.
    case split(Range<Int>, word: Int, from: Int)
    case finish(from: Int)
  }

  /// Ranges up to this are sorted at once.
  private static let small = 1_024
  /// Entries that one look at the budget covers.
  private static let bite = 2_048

  /// The newest number that is sorted.
  let through: UInt64
  /// The progress from 0 to 1, roughly.
  private(set) var progress = 0.0
  /// The rows in order, when it is done.
  private(set) var result: SortedRows?

  private var numbers = RowNumbers()
  private var entries: [Entry] = []
  private var buffer: [Entry] = []
  private var slots: [UInt32] = []
  private var places: [UInt32] = []
  /// The steps that are left, the next one last.
  private var steps: [Step]
  /// The number of occurrences of each byte at each place of a word, then the place of the next entry with it.
  private var counts: [Int] = []
  /// Whether the entries of the range that is sorted now lie in the buffer.
  private var isInBuffer = false

  /// A sorting of the rows up to `through`.
  init(through: UInt64) {
    self.through = through
    steps = [.gather(after: 0)]
  }

  /// Goes on for about `budget` nanoseconds.
  mutating func advance(_ log: LogSnapshot, _ run: FilterRun, by key: SortKey, budget: Int) {
    var left = budget
    while left > 0, let step = steps.popLast() {
      switch step {
      case .gather(let after): gather(after, run, &left)
      case .prepare(let from): prepare(from, &left)
      case .load(let range, let word, let from): load(range, word, from, log, key, &left)
      case .compare(let range, let from): compare(range, from, log, key, &left)
      case .count(let range, let word, let from): count(range, word, from, &left)
      case .scatter(let range, let word, let byte, let from): scatter(range, word, byte, from, &left)
      case .fetch(let range, let word, let from): fetch(range, word, from, &left)
      case .split(let range, let word, let from): split(range, word, from, key, &left)
      case .finish(let from): finish(from, &left)
      }
    }
  }

  private mutating func gather(_ after: UInt64, _ run: FilterRun, _ left: inout Int) {
    var more: [UInt64] = []
    let hasMore = run.append(shownAfter: after, through: through, atMost: Self.bite, to: &more)
    more.forEach { numbers.append($0) }
    guard hasMore, let last = numbers.last else {
      entries.reserveCapacity(numbers.count)
      if numbers.count > Self.small { buffer.reserveCapacity(numbers.count) }
      steps += [.finish(from: 0), .load(0..<numbers.count, word: 0, from: 0), .prepare(from: 0)]
      return
    }
    left -= more.count * 10
    steps.append(.gather(after: last))
  }

  private mutating func prepare(_ from: Int, _ left: inout Int) {
    let end = min(numbers.count, from + Self.bite)
    for slot in from..<end { entries.append(Entry(word: 0, slot: UInt32(slot))) }
    if numbers.count > Self.small { buffer += repeatElement(Entry(word: 0, slot: 0), count: end - from) }
    left -= (end - from) * 20
    if end < numbers.count { steps.append(.prepare(from: end)) }
  }

  private mutating func load(
    _ range: Range<Int>, _ word: Int, _ from: Int, _ log: LogSnapshot, _ key: SortKey, _ left: inout Int
  ) {
    let start = range.lowerBound + from
    let end = min(range.upperBound, start + Self.bite / 8)
    var segment: LogSegment?
    for index in start..<end {
      let number = numbers[Int(entries[index].slot)]
      if segment?.numbers.contains(number) != true { segment = log.segments[holding: number] }
      entries[index].word = segment.map { key.word(word, of: $0[number]) } ?? 0
    }
    left -= (end - start) * key.cost
    if word == 0, range.count > 0 { progress = 0.7 * Double(end) / Double(range.count) }
    if end < range.upperBound {
      steps.append(.load(range, word: word, from: end - range.lowerBound))
    } else if range.count <= Self.small {
      entries[range].sort { ($0.word, $0.slot) < ($1.word, $1.slot) }
      left -= range.count * 100
      steps.append(.split(range, word: word, from: 0))
    } else {
      counts = Array(repeating: 0, count: 8 * 256)
      steps.append(.count(range, word: word, from: 0))
    }
  }

  private mutating func compare(
    _ range: Range<Int>, _ from: Int, _ log: LogSnapshot, _ key: SortKey, _ left: inout Int
  ) {
    let start = range.lowerBound + from
    let end = min(range.upperBound, start + Self.bite / 4)
    let first = log[numbers[Int(entries[range.lowerBound].slot)]]
    left -= (end - start) * 100
    for index in start..<end {
      let datagram = log[numbers[Int(entries[index].slot)]]
      guard let first, let datagram, key.haveSameText(first, datagram) else {
        return steps.append(.load(range, word: 1, from: 0))
      }
    }
    if end < range.upperBound { steps.append(.compare(range, from: end - range.lowerBound)) }
  }

  private mutating func count(_ range: Range<Int>, _ word: Int, _ from: Int, _ left: inout Int) {
    let start = range.lowerBound + from
    let end = min(range.upperBound, start + Self.bite)
    for index in start..<end {
      let value = entries[index].word
      for byte in 0..<8 { counts[byte * 256 + Int(value >> UInt64(byte * 8) & 0xff)] += 1 }
    }
    left -= (end - start) * 20
    guard end == range.upperBound else {
      return steps.append(.count(range, word: word, from: end - range.lowerBound))
    }
    isInBuffer = false
    beginScatter(range, word, byte: 0)
  }

  /// Goes to the next byte, from `byte` on, in which the words of the range differ.
  private mutating func beginScatter(_ range: Range<Int>, _ word: Int, byte: Int) {
    for byte in byte..<max(byte, 8) {
      let row = byte * 256..<byte * 256 + 256
      if counts[row].contains(range.count) { continue }
      var place = range.lowerBound
      for index in row {
        let count = counts[index]
        counts[index] = place
        place += count
      }
      return steps.append(.scatter(range, word: word, byte: byte, from: 0))
    }
    steps.append(isInBuffer ? .fetch(range, word: word, from: 0) : .split(range, word: word, from: 0))
  }

  private mutating func scatter(_ range: Range<Int>, _ word: Int, _ byte: Int, _ from: Int, _ left: inout Int) {
    let start = range.lowerBound + from
    let end = min(range.upperBound, start + Self.bite)
    for index in start..<end {
      let entry = isInBuffer ? buffer[index] : entries[index]
      let count = byte * 256 + Int(entry.word >> UInt64(byte * 8) & 0xff)
      let place = counts[count]
      counts[count] = place + 1
      if isInBuffer { entries[place] = entry } else { buffer[place] = entry }
    }
    left -= (end - start) * 10
    if end < range.upperBound {
      steps.append(.scatter(range, word: word, byte: byte, from: end - range.lowerBound))
    } else {
      isInBuffer.toggle()
      beginScatter(range, word, byte: byte + 1)
    }
  }

  private mutating func fetch(_ range: Range<Int>, _ word: Int, _ from: Int, _ left: inout Int) {
    let start = range.lowerBound + from
    let end = min(range.upperBound, start + Self.bite)
    for index in start..<end { entries[index] = buffer[index] }
    left -= (end - start) * 3
    steps.append(
      end < range.upperBound
        ? .fetch(range, word: word, from: end - range.lowerBound) : .split(range, word: word, from: 0))
  }

  /// Looks for the next rows that are equal so far, has them sorted by their next word, and goes on behind them.
  private mutating func split(_ range: Range<Int>, _ word: Int, _ from: Int, _ key: SortKey, _ left: inout Int) {
    var start = range.lowerBound + from
    let stop = min(range.upperBound, start + Self.bite)
    if word == 0, range.count > 0 { progress = 0.8 + 0.2 * Double(start - range.lowerBound) / Double(range.count) }
    while start < stop {
      var end = start + 1
      while end < range.upperBound, entries[end].word == entries[start].word { end += 1 }
      left -= (end - start) * 5
      if end - start > 1, key.continues(after: entries[start].word, at: word) {
        steps.append(.split(range, word: word, from: end - range.lowerBound))
        let isComparing = key.column == .text && word == 0
        return steps.append(
          isComparing ? .compare(start..<end, from: 0) : .load(start..<end, word: word + 1, from: 0))
      }
      start = end
    }
    if start < range.upperBound { steps.append(.split(range, word: word, from: start - range.lowerBound)) }
  }

  private mutating func finish(_ from: Int, _ left: inout Int) {
    if from == 0 {
      buffer = []
      slots.reserveCapacity(numbers.count)
      places = Array(repeating: 0, count: numbers.count)
      left -= numbers.count
    }
    let end = min(entries.count, from + Self.bite)
    for place in from..<end {
      slots.append(entries[place].slot)
      places[Int(entries[place].slot)] = UInt32(place)
    }
    left -= (end - from) * 10
    guard end == entries.count else { return steps.append(.finish(from: end)) }
    result = SortedRows(numbers: numbers, slots: slots, places: places, through: through)
    entries = []
  }
}
