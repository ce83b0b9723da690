import TerminalUI

/// The lists over the panes.
extension State {
  /// Changes the selection of the list that is open, if one is.
  mutating func changeList(_ change: ListChange) { interaction.overlay?.apply(change) }

  /// Takes a key that is no command: letters select.
  mutating func typeInList(_ key: Key) {
    switch key {
    case .character("e") where isUntouchedEncodingList: changeList(.step)
    case .character(let letter): changeList(.type(letter))
    case .paste(let text): changeList(.paste(text))
    case .backspace: changeList(.typeBack)
    default: break
    }
  }

  /// Whether the first `e` steps in the list of encodings, as the one did that opened it.
  private var isUntouchedEncodingList: Bool {
    guard case .encodings(let open) = interaction.overlay else { return false }
    return open.list.search.isEmpty
  }
}
