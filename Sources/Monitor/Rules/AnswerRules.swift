import Basics
import DisplayFilter
package import Rules
import UDPCore

/// The rules that answer datagrams: what they did, and the rows that they answered.
struct AnswerRules: Sendable {
  /// The rules' records, by number; those of earlier sets too.
  private(set) var records: [RuleRecord] = []
  /// The names of the rules, and the rows that they answered.
  private(set) var traces = RuleTraces()

  /// The records of the rules in force.
  var current: [RuleRecord] { records.filter(\.isCurrent) }

  /// Takes the records as they are now.
  mutating func update(_ records: [RuleRecord]) {
    self.records = records
    traces.names = records.map(\.name)
  }

  /// Notes that a row is the answer of a rule.
  /// - Returns: the row that it answers; `nil` if the row is no answer.
  mutating func note(_ datagram: Datagram, oldest: UInt64) -> UInt64? {
    guard let id = datagram.transmitID, let rule = id.rule, let row = id.answeredRow else { return nil }
    traces.add(rule, answering: row, oldest: oldest)
    return row
  }
}

/// A rule in the list of rules.
extension RuleRecord: ListEntry {
  static var typing: ListTyping { .cycling }
  var names: [String] { [name] }
}
