import Basics
import PayloadText
import TerminalUI

/// What sentences call keys: as they are in force, since a person may have chosen others.
extension State {
  /// What to press for a command in the panes, or to type.
  func key(_ command: String) -> SafeText {
    SafeText(configuration.keymap.calling(command, in: panes.focused.focus))
  }

  /// What the key of a command that counts in lines alone does, with something before it; nothing where it has no key,
  /// since it cannot be typed after `:`.
  func offer(_ before: Phrase, _ command: String, _ does: Phrase) -> Phrase {
    configuration.keymap.key(of: command).map { "\(before)\($0.name) \(does)" } ?? ""
  }

  /// How to leave the program from where there is no step back.
  var waysOut: Phrase {
    let keymap = configuration.keymap
    let quit = Command.named("quit").flatMap { keymap.shownKey(of: $0, in: .table) }
    let names = [keymap.key(of: "back-or-quit"), quit].compactMap { $0?.name }
    guard let first = names.first, let last = names.last else { return "\(":quit") quits" }
    return names.count == 1 ? "\(first) quits" : "\(first) or \(last) quits"
  }
}
