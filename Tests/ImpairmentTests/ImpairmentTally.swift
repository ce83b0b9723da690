import Impairment

/// Counts of what became of datagrams. `received + duplicated` is always `passed + lost + overflowed`.
struct ImpairmentTally: Hashable, Sendable {
  private(set) var received = 0
  /// The copies made.
  private(set) var duplicated = 0
  /// The datagrams and copies that pass.
  private(set) var passed = 0
  /// Lost on purpose.
  private(set) var lost = 0
  /// Datagrams and copies that found the queue of the rate full.
  private(set) var overflowed = 0
  /// Of those that pass: held for a time, sent past others, with a flipped bit, cut.
  private(set) var delayed = 0
  private(set) var reordered = 0
  private(set) var corrupted = 0
  private(set) var truncated = 0

  init() {}

  /// Counts a datagram of this length.
  mutating func count(_ fate: Fate, size: Int) {
    received += 1
    count(fate.datagram, size: size)
    if let copy = fate.copy {
      duplicated += 1
      count(copy, size: size)
    }
  }

  private mutating func count(_ outcome: Fate.Outcome, size: Int) {
    switch outcome {
    case .lost: lost += 1
    case .overflowed: overflowed += 1
    case .passes(let passage):
      passed += 1
      if passage.delay > 0 { delayed += 1 }
      if passage.isReordered { reordered += 1 }
      if passage.corruptedBit != nil { corrupted += 1 }
      if passage.size < size { truncated += 1 }
    }
  }
}
