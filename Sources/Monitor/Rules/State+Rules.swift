import Basics
import DisplayFilter
import Rules
import UDPCore

/// The rules, and the list that shows them.
extension State {
  /// Takes the rules' records, and shows them where the list is open.
  mutating func rulesChanged(to records: [RuleRecord]) {
    rules.update(records)
    guard case .rules(let list) = interaction.overlay else { return }
    interaction.overlay = .rules(
      SelectableList(rules.current, selected: min(list.index, max(0, rules.current.count - 1))))
  }

  /// Notes that a row is a rule's answer: a filter for the rule shows the row that it answers too.
  mutating func noteAnswer(_ datagram: Datagram) {
    guard let row = rules.note(datagram, oldest: log.firstNumber) else { return }
    filtering.run.rejudge(row)
    finding.rejudgeMark(of: row)
  }

  mutating func openRules() {
    guard !rules.current.isEmpty else {
      if configuration.replies { return say("no rules are in force: the file has none", .warning) }
      return say("no rules answer here: start with --rules FILE, --reply-if or --reply", .warning)
    }
    interaction.overlay = .rules(SelectableList(rules.current))
  }

  /// Space: arms or disarms the selected rule.
  mutating func switchRule(_ effects: inout [Effect]) {
    guard let rule = selectedRule else { return }
    effects.append(.armRule(rule.number, !rule.isArmed))
    say(
      rule.isArmed ? "\(rule.name) is disarmed: it answers nothing" : "\(rule.name) is armed: it answers again",
      .information)
  }

  /// Enter: shows what the selected rule answered, and its answers.
  mutating func showRowsOfRule() {
    guard let rule = selectedRule else { return }
    interaction.overlay = nil
    accept(DisplayFilter(.rule(rule.name), interfaces: configuration.interfaces))
  }

  /// `:rules NAME`: shows what that rule answered, and its answers.
  mutating func showRows(ofRule name: String) throws(CommandArgument.Problem) {
    guard rules.records.contains(where: { $0.name == name }) else {
      throw CommandArgument.Problem("no rule has the name '\(name)'", all: name)
    }
    accept(DisplayFilter(.rule(name), interfaces: configuration.interfaces))
  }

  private var selectedRule: RuleRecord? {
    guard case .rules(let list) = interaction.overlay else { return nil }
    return list.selected
  }

  /// A remark about the rule that sent a row or answered it; `nil` if none did.
  func ruleRemark(_ datagram: Datagram) -> Phrase? {
    if datagram.kind == .incoming {
      let rule = rules.traces.rule(answering: datagram.number).flatMap { rules.traces.name(of: $0) }
      return rule.map { "answered by rule \($0)" }
    }
    guard let id = datagram.transmitID, let name = id.rule.flatMap({ rules.traces.name(of: $0) }) else { return nil }
    guard let row = id.answeredRow else { return "by rule \(name)" }
    return "by rule \(name), for row \(Figures.grouped(row))"
  }
}
