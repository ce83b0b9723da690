/// What lies over the panes and has the keys: a help, a list to choose from, or a question.
enum Overlay: Sendable {
  case help(Help)
  case encodings(EncodingList)
  case messages(MessageList)
  /// The column to sort by.
  case sorting(SortList)
  /// What of the selected row, or of the marked ones, goes to the clipboard.
  case copying
  /// The question before quitting.
  case quitting

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
