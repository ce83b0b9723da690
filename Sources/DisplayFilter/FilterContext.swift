package import Basics
import PayloadText
package import PeerText

/// What verdicts depend on beside the datagram: the encodings, the time, the marks.
package struct FilterContext {
  /// How each peer writes.
  package var texts: PeerTexts
  /// Now, in nanoseconds since the Unix epoch: what `age` counts from.
  package var now: Int64
  /// The numbers of the rows that a person marked.
  package var marked: Set<UInt64>

  /// A context; without marks unless told.
  package init(texts: PeerTexts, now: Int64, marked: Set<UInt64> = []) {
    self.texts = texts
    self.now = now
    self.marked = marked
  }
}

/// A filter could not decide about a datagram: its regular expression needs more time than it may take.
package struct FilterFailure: Error, Hashable, Sendable {
  /// The datagram's number.
  package var number: UInt64

  /// A failure at the datagram of that number.
  package init(number: UInt64) {
    self.number = number
  }
}

extension FilterFailure: Phrased {
  /// One sentence, with the next step.
  package var phrase: Phrase {
    "the regular expression gave up at row \(number): it tries too many ways to match; make it simpler"
  }
}

/// The rows about which a filter could not decide, counted by those who read rows once.
package struct FilterFailures: Sendable {
  /// The first of them; `nil` while there is none.
  package private(set) var first: FilterFailure?
  /// How many there are.
  package private(set) var count = 0

  /// No failure yet.
  package init() {}

  /// Counts one more.
  package mutating func add(_ failure: FilterFailure) {
    first = first ?? failure
    count += 1
  }

  /// A sentence about all of them for the end; `nil` where there is nothing to add to what was said of the first.
  /// - Parameter consequence: what became of such rows: `they are shown`.
  package func summary(_ consequence: String) -> String? {
    count > 1 ? "the regular expression gave up on \(count) rows in all: \(consequence)" : nil
  }
}

/// How much work one call may do, so that a screen stays live. Counted, not timed: the same call does the same work.
package struct FilterBudget: Hashable, Sendable {
  /// Rows to be judged at most.
  package var rows: Int
  /// What reading payloads may cost, about a nanosecond each; a row that is begun is finished.
  package var cost: Int

  /// A budget; without bounds unless told.
  package init(rows: Int = .max, cost: Int = .max) {
    self.rows = rows
    self.cost = cost
  }

  /// Well inside the time of a frame.
  package static let frame = FilterBudget(rows: 400_000, cost: 8_000_000)

  /// Half of a frame's budget, for finding beside a filter.
  package static let find = FilterBudget(rows: 200_000, cost: 4_000_000)
}
