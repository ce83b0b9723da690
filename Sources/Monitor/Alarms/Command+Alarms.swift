import TerminalUI

/// The alarms.
extension Command {
  static let alarms = Command(
    "alarms", "list the alarms: those in force, and those that are over", keys: [.character("A")], in: .panes
  ) { $0.openAlarms() }
  static let acknowledge = Command(
    "acknowledge", "acknowledge the selected alarm: no bell and no program until it is over", keys: [.character(" ")],
    in: [.alarms], footer: "Acknowledge"
  ) { $0.acknowledgeAlarm(&$1) }
  static let acknowledgeAll = Command(
    "acknowledge-all", "acknowledge all alarms in force", keys: [.character("a")], in: [.alarms],
    footer: "All"
  ) { $0.acknowledgeAlarms(&$1) }
  static let alarmRows = Command(
    "alarm-rows", "show the rows of the selected alarm's peer, and its alarms", keys: [.enter], in: [.alarms],
    footer: "Rows"
  ) { $0.showRowsOfAlarm() }

  /// Alarms.
  static let alarming: [Command] = [alarms, acknowledge, acknowledgeAll, alarmRows]
}
