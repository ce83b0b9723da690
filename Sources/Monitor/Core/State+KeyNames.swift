import Basics
import PayloadText
import TerminalUI

/// The names of keys in sentences: of those in force, since the user may have chosen others.
extension State {
  /// Returns the key to press for a command in the panes, or its name to type.
  func key(_ command: String) -> SafeText {
    SafeText(configuration.keymap.reference(to: command, in: panes.focused.focus))
  }

  /// Returns the effect of the key of a command that counts in lines alone, after other words; nothing where it has no
  /// key, since it cannot be typed after `:`.
  func keyHint(_ before: Phrase, _ command: String, _ does: Phrase) -> Phrase {
    configuration.keymap.key(of: command).map { "\(before)\($0.name) \(does)" } ?? ""
  }

  /// The ways to leave the program from where there is no step back.
  var quitHint: Phrase {
    let keymap = configuration.keymap
    let quit = Command.named("quit").flatMap { keymap.shownKey(of: $0, in: .table) }
    let names = [keymap.key(of: "back-or-quit"), quit].compactMap { $0?.name }
    guard let first = names.first, let last = names.last else { return "\(":quit") quits" }
    return names.count == 1 ? "\(first) quits" : "\(first) or \(last) quits"
  }
}
