import PayloadText
import TerminalUI

/// The line after `:`, which knows every command by its name.
extension State {
  mutating func openCommandLine() {
    prompt = Prompt(.command, history: histories[.command] ?? [], viewport: viewport)
    readCommandLine()
  }

  /// Says which commands the line can become.
  mutating func readCommandLine() {
    guard let line = prompt, line.kind == .command else { return }
    prompt?.problem = nil
    prompt?.offer = ""
    let names = Self.commands(beginning: line.editor.text)
    if names.count == 1, let command = Command.named(names[0]) {
      prompt?.echo = "\(command.name): \(command.help)"
    } else {
      prompt?.echo = SafeText(names.joined(separator: " "))
    }
  }

  mutating func completeCommand() {
    guard let line = prompt, line.kind == .command else { return }
    var beginning = line.editor.text
    while Self.commands(beginning: beginning).isEmpty { beginning.removeLast() }
    let names = Self.commands(beginning: beginning)
    // A name that does not exist is left as it is, with the nearest ones beside it.
    if beginning == line.editor.text, var common = names.first {
      for name in names {
        while !name.hasPrefix(common) { common.removeLast() }
      }
      prompt?.editor.text = common
      readCommandLine()
    }
    if names.count > 1 || beginning != line.editor.text { prompt?.offer = SafeText(names.joined(separator: " ")) }
  }

  mutating func acceptCommandLine(_ effects: inout [Effect]) {
    guard let line = prompt, line.kind == .command else { return }
    let name = line.editor.text
    if name.isEmpty {
      prompt = nil
      return
    }
    let candidates = Self.commands(beginning: name)
    guard let command = Command.named(name) ?? (candidates.count == 1 ? Command.named(candidates[0]) : nil),
      !command.focuses.isDisjoint(with: .panes)
    else {
      let reason: SafeText = candidates.isEmpty ? "no such command: Tab lists them" : "which of these? Tab completes"
      prompt?.problem = (reason, 0..<name.unicodeScalars.count)
      return
    }
    prompt = nil
    remember(command.name, .command, &effects)
    command.run(&self, &effects)
  }

  /// Names of commands for the panes that begin with `prefix`.
  private static func commands(beginning prefix: String) -> [String] {
    Command.all.filter { !$0.focuses.isDisjoint(with: .panes) && $0.name.hasPrefix(prefix) }.map(\.name)
  }
}
