package import Basics
import PayloadText
package import PeerText

/// Everything besides the datagram that verdicts depend on: the encodings, the time, the marks.
package struct FilterContext {
  /// The peers' encodings and texts.
  package var texts: PeerTexts
  /// The current time in nanoseconds since the Unix epoch, from which `age` is counted.
  package var now: Int64
  /// The numbers of the rows that the user marked.
  package var marked: Set<UInt64>

  /// Creates a context, without marks by default.
  package init(texts: PeerTexts, now: Int64, marked: Set<UInt64> = []) {
    self.texts = texts
    self.now = now
    self.marked = marked
  }
}

/// The failure of a filter to judge a datagram, because its regular expression exceeded its limit.
package struct FilterFailure: Error, Hashable, Sendable {
  /// The datagram's number.
  package var number: UInt64

  /// Creates a failure at the datagram with this number.
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

/// The failures among rows that are judged once, counted.
package struct FilterFailures: Sendable {
  /// The first failure; `nil` while there is none.
  package private(set) var first: FilterFailure?
  /// The number of failures.
  package private(set) var count = 0

  /// Creates a count of no failures.
  package init() {}

  /// Counts one more failure.
  package mutating func add(_ failure: FilterFailure) {
    first = first ?? failure
    count += 1
  }

  /// A closing sentence about all failures; `nil` if it would add nothing to the message about the first.
  /// - Parameter consequence: the fate of such rows, as in `they are shown`.
  package func summary(_ consequence: Phrase) -> Phrase? {
    count > 1 ? "the regular expression gave up on \(count) rows in total: \(consequence)" : nil
  }
}

/// A limit on the work of one call, which keeps the screen responsive. Work is counted, not timed, so that the same
/// call always does the same.
package struct FilterBudget: Hashable, Sendable {
  /// The most rows to judge.
  package var rows: Int
  /// The most that reading payloads may cost, in units of about a nanosecond; a row that has begun is completed.
  package var cost: Int

  /// Creates a budget, unlimited by default.
  package init(rows: Int = .max, cost: Int = .max) {
    self.rows = rows
    self.cost = cost
  }

  /// The budget of a frame, which takes well under a frame's time.
  package static let frame = FilterBudget(rows: 400_000, cost: 8_000_000)

  /// The budget for a search that runs alongside a filter: half that of a frame.
  package static let find = FilterBudget(rows: 200_000, cost: 4_000_000)
}
