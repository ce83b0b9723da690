import Rules
import TerminalUI

/// The rules that answer.
extension Command {
  static let rules = Command(
    "rules", "show the rules that answer: what they answered, what was withheld and why", keys: [.character("L")],
    in: .panes,
    argument: CommandArgument(
      "NAME", isOptional: true, candidates: { state, before in before.isEmpty ? state.rules.records.map(\.name) : [] }
    ) { state, name, _ throws(CommandArgument.Problem) in try state.showRows(ofRule: name) }
  ) { $0.openRules() }
  static let ruleSwitch = Command(
    "rule-switch", "arm or disarm the selected rule", keys: [.character(" ")], in: [.rules], footer: "Arm/disarm"
  ) { $0.switchRule(&$1) }
  static let ruleRows = Command(
    "rule-rows", "show the rows that the selected rule answered, and its answers", keys: [.enter], in: [.rules],
    footer: "Rows"
  ) { $0.showRowsOfRule() }

  /// Answering by rule.
  static let answering: [Command] = [rules, ruleSwitch, ruleRows]
}
