/// Counts of what became of datagrams. `received + duplicated` is always `passed + lost + overflowed`.
package struct ImpairmentTally: Hashable, Sendable {
  package private(set) var received = 0
  /// The copies made.
  package private(set) var duplicated = 0
  /// The datagrams and copies that pass.
  package private(set) var passed = 0
  /// Lost on purpose.
  package private(set) var lost = 0
  /// Datagrams and copies that found the queue of the rate full.
  package private(set) var overflowed = 0
  /// Of those that pass: held for a time, sent past others, with a flipped bit, cut.
  package private(set) var delayed = 0
  package private(set) var reordered = 0
  package private(set) var corrupted = 0
  package private(set) var truncated = 0

  package init() {}

  /// Counts a datagram of this length.
  package mutating func count(_ fate: Fate, size: Int) {
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
