package import Basics
import PayloadText
package import PeerText
package import UDPCore

/// Everything besides the datagram that verdicts depend on: the encodings, the time, the marks, the rules.
package struct FilterContext {
  /// The peers' encodings and texts.
  package var texts: PeerTexts
  /// The current time in nanoseconds since the Unix epoch, from which `age` is counted.
  package var now: Int64
  /// The numbers of the rows that the user marked.
  package var marked: Set<UInt64>
  /// The rules, and the rows that they answered.
  package var rules: RuleTraces
  /// The numbers of the rows before which datagrams of their peer are missing.
  package var gaps: Set<UInt64> = []
  /// The numbers of the requests that nobody has answered in time.
  package var unanswered: Set<UInt64> = []

  /// A context that knows nothing.
  static var empty: FilterContext { FilterContext(texts: PeerTexts(encodingForAll: nil), now: 0) }

  /// Creates a context, without marks and rules by default.
  package init(texts: PeerTexts, now: Int64, marked: Set<UInt64> = [], rules: RuleTraces = RuleTraces()) {
    self.texts = texts
    self.now = now
    self.marked = marked
    self.rules = rules
  }
}

/// The names of rules, and the rows that they answered.
package struct RuleTraces: Hashable, Sendable {
  /// The most answered rows that are kept; of more, the filter shows the answers alone.
  private static let limit = 100_000

  /// The rules' names, by number.
  package var names: [String] = []
  private var answered: [UInt64: RuleNumber] = [:]

  /// Creates traces of no rules.
  package init() {}

  /// The name of a rule; `nil` if it is not known.
  package func name(of rule: RuleNumber) -> String? {
    Int(rule.value) < names.count ? names[Int(rule.value)] : nil
  }

  /// The rule that answered a row; `nil` if none did.
  package func rule(answering row: UInt64) -> RuleNumber? { answered[row] }

  /// Records that a rule answered a row. Rows before `oldest` are forgotten when there are too many.
  package mutating func add(_ rule: RuleNumber, answering row: UInt64, oldest: UInt64) {
    if answered.count >= Self.limit { answered = answered.filter { $0.key >= oldest } }
    if answered.count < Self.limit { answered[row] = rule }
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

  /// The budget of one of the slices in which a screen works: a millisecond or two. What a slice learns of encodings is
  /// forgotten at its end, so with 1,000 peers smaller ones would take half as long again in all.
  package static let slice = FilterBudget(rows: 200_000, cost: 2_000_000)

  /// The same while keys are pressed: as a rule enough for the rows in sight.
  package static let besideKeys = FilterBudget(rows: 40_000, cost: 400_000)
}
