import PayloadText
import TerminalUI

/// What sentences call keys: as they are in force, since a person may have chosen others.
extension State {
  /// What to press for a command in the panes, or to type.
  func key(_ command: String) -> SafeText {
    SafeText(configuration.keymap.calling(command, in: pane))
  }

  /// What the key of a command that counts in lines alone does, with something before it; nothing where it has no key,
  /// since it cannot be typed after `:`.
  func offer(_ before: SafeText, _ command: String, _ does: SafeText) -> SafeText {
    configuration.keymap.key(of: command).map { before + SafeText($0.name) + " " + does } ?? ""
  }

  /// How to leave the program from where there is no step back.
  var waysOut: SafeText {
    let keymap = configuration.keymap
    let quit = Command.named("quit").flatMap { keymap.shownKey(of: $0, in: .table) }
    let names = [keymap.key(of: "back-or-quit"), quit].compactMap { $0?.name }
    return SafeText(names.isEmpty ? ":quit" : names.joined(separator: " or ")) + " quits"
  }
}
