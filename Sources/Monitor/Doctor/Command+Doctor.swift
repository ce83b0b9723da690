import TerminalUI
import UDPCore

/// The report of why nothing arrives.
extension Command {
  static let doctor = Command(
    "doctor",
    "say why nothing arrives at an endpoint, with evidence and cure; a sender's address may follow; on an empty screen {fields}",
    keys: [], in: .panes,
    argument: CommandArgument(
      "ENDPOINT",
      candidates: { state, before in
        before.isEmpty ? state.configuration.bound.map { $0.text(state.configuration.interfaces) } : []
      }
    ) { (state, text, effects) throws(CommandArgument.Problem) in try state.openDoctor(for: text, &effects) }
  ) { $0.openDoctor(&$1) }
  static let doctorAgain = Command(
    "doctor-again", "examine again", keys: [.character("r")], in: [.doctor], footer: "Examine",
    isUseful: { $0.canExamineAgain }
  ) { $0.examineAgain(&$1) }
  static let doctorNext = Command(
    "doctor-next", "examine the next place that is bound", keys: [.character("n"), .tab], in: [.doctor],
    footer: "Next place", isUseful: { $0.canExamineNext }
  ) { $0.examineNext(&$1) }

  /// Why nothing arrives.
  static let doctoring: [Command] = [doctor, doctorAgain, doctorNext]
}
