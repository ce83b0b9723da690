package import Basics
import DisplayFilter
import Plumbing
package import UDPCore

/// A rule's record: what it did so far.
package struct RuleRecord: Hashable, Sendable {
  /// The rule's number, which its answers carry.
  package let number: RuleNumber
  /// The rule's name.
  package let name: String
  /// The condition as it was written.
  package var condition = ""
  /// The answer as it was written, one message after another.
  package var reply = ""
  /// Whether it answers now.
  package var isArmed = true
  /// Whether the set still has it.
  package var isCurrent = true
  /// The datagrams that matched.
  package var hits = 0
  /// The messages that left.
  package var answers = 0
  /// The messages that did not leave, by reason.
  package var withheld: [ReplyWithheld: Int] = [:]
  /// The time of the last match, in nanoseconds since 1970; `nil` if there was none.
  package var lastHit: Int64?
  /// The reason why it was disarmed or could not make its message; `nil` if nothing is wrong.
  package var problem: Phrase?

  /// Creates the record of a rule that did nothing yet.
  package init(number: RuleNumber, name: String) {
    self.number = number
    self.name = name
  }

  /// The number of messages that did not leave.
  package var withheldCount: Int { withheld.values.reduce(0, +) }
}

/// The records of all rules since the start, those of earlier sets included, so that a row's rule always has a name.
package final class RuleBook: Sendable {
  private struct Contents {
    var records: [RuleRecord] = []
    var numbers: [String: Int] = [:]
    /// The index of the companion's record, which no set of rules changes.
    var companion: Int?
    var version = 0
  }

  private let contents = Lock(Contents())

  /// Creates a book without rules.
  package init() {}

  /// The records in the order in which their rules appeared first.
  package var records: [RuleRecord] { contents.withLock { $0.records } }

  /// A number that changes with each change.
  package var version: Int { contents.withLock { $0.version } }

  /// Returns the name of a rule; `nil` for a number that no rule had.
  package func name(of rule: RuleNumber) -> String? {
    contents.withLock { book in
      Int(rule.value) < book.records.count ? book.records[Int(rule.value)].name : nil
    }
  }

  /// Enters the rules of a new set and returns their numbers. A rule with a known name keeps its record.
  func enter(_ set: RuleSet) -> [RuleNumber] {
    contents.withLock { book in
      book.version += 1
      for index in book.records.indices { book.records[index].isCurrent = index == book.companion }
      return set.rules.map { rule in
        let index = book.numbers[rule.name] ?? min(book.records.count, Int(RuleNumber.maximum))
        let number = RuleNumber(UInt16(index))
        if index == book.records.count { book.records.append(RuleRecord(number: number, name: rule.name)) }
        book.numbers[rule.name] = index
        book.records[index].condition = rule.condition.source
        book.records[index].reply = rule.summary
        book.records[index].isCurrent = true
        book.records[index].problem = nil
        return number
      }
    }
  }

  /// Enters what answers beside the rules, under a number that no rule has, and returns it.
  func enter(_ companion: any RuleCompanion) -> RuleNumber {
    contents.withLock { book in
      let number = RuleNumber(UInt16(clamping: book.records.count))
      var record = RuleRecord(number: number, name: companion.name)
      record.condition = companion.condition
      record.reply = companion.summary
      book.companion = book.records.count
      book.records.append(record)
      book.version += 1
      return number
    }
  }

  /// Arms or disarms a rule.
  package func setArmed(_ isArmed: Bool, _ rule: RuleNumber) {
    change(rule) {
      $0.isArmed = isArmed
      if isArmed { $0.problem = nil }
    }
  }

  /// Whether a rule answers.
  package func isArmed(_ rule: RuleNumber) -> Bool {
    contents.withLock { Int(rule.value) < $0.records.count && $0.records[Int(rule.value)].isArmed }
  }

  /// Changes a rule's record.
  package func change(_ rule: RuleNumber, _ body: (inout RuleRecord) -> Void) {
    contents.withLock { book in
      guard Int(rule.value) < book.records.count else { return }
      body(&book.records[Int(rule.value)])
      book.version += 1
    }
  }
}

extension Rule {
  /// The messages as they were written.
  var summary: String {
    steps.compactMap { if case .send(let message) = $0 { message.source } else { nil } }.joined(separator: " · ")
  }
}
