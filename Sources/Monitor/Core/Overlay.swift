/// A help, a list to choose from, or a question, which lies over the panes and has the keys.
enum Overlay: Sendable {
  case help(Help)
  case encodings(EncodingList)
  case messages(SelectableList<SavedMessage>)
  /// The column to sort by.
  case sorting(SelectableList<Column>)
  /// The choice of what goes to the clipboard, of the selected row or of the marked ones.
  case copying
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
    case .help, .copying, .quitting: break
    }
  }

  var focus: Focus {
    switch self {
    case .help(let help): help.search?.isTyping == true ? .helpSearch : .help
    case .encodings: .encodings
    case .messages: .messages
    case .sorting: .sorting
    case .copying: .copying
    case .quitting: .quitting
    }
  }
}
