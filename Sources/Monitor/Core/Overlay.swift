import Alarms
import Rules
import Structure

/// A help, a list to choose from, or a question, which lies over the panes and has the keys.
enum Overlay: Sendable {
  /// A help.
  case help(Help)
  /// The choice of an encoding.
  case encodings(EncodingList)
  /// The choice of a saved message.
  case messages(SelectableList<SavedMessage>)
  /// The column to sort by.
  case sorting(SelectableList<Column>)
  /// The rules that answer.
  case rules(SelectableList<RuleRecord>)
  /// The alarms.
  case alarms(SelectableList<AlarmRecord>)
  /// The hosts.
  case hosts(SelectableList<HostRecord>)
  /// The fields that were found in the datagrams of the selected row's kind.
  case structure(SelectableList<StructureRow>, StructureReport)
  /// The report of why nothing arrives.
  case doctor(Doctor)
  /// The choice of what goes to the clipboard, of the selected row or of the marked ones.
  case copying
  /// The choice of the rows that a recording begins with.
  case recording
  /// The question before quitting.
  case quitting

  /// Changes the selection of the list that is open, if one is.
  mutating func apply(_ change: ListChange) {
    switch self {
    case .encodings(var open):
      open.list.apply(change)
      self = .encodings(open)
    case .messages(var list):
      list.apply(change)
      self = .messages(list)
    case .sorting(var list):
      list.apply(change)
      self = .sorting(list)
    case .rules(var list):
      list.apply(change)
      self = .rules(list)
    case .alarms(var list):
      list.apply(change)
      self = .alarms(list)
    case .hosts(var list):
      list.apply(change)
      self = .hosts(list)
    case .structure(var list, let report):
      list.apply(change)
      self = .structure(list, report)
    case .help, .doctor, .copying, .recording, .quitting: break
    }
  }

  /// The place where keys go while it is open.
  var focus: Focus {
    switch self {
    case .help(let help): help.search?.isTyping == true ? .helpSearch : .help
    case .encodings: .encodings
    case .messages: .messages
    case .sorting: .sorting
    case .rules: .rules
    case .alarms: .alarms
    case .hosts: .hosts
    case .structure: .structure
    case .doctor: .doctor
    case .copying: .copying
    case .recording: .recording
    case .quitting: .quitting
    }
  }
}
