import Basics
import TerminalUI

/// The line after `:`, which knows every command by its name, and rows by their numbers.
extension State {
  /// Opens the line.
  /// - Parameters:
  ///   - text: the text that it has.
  ///   - suggestion: a text behind it, which is replaced by what is typed.
  mutating func openCommandLine(_ text: String = "", suggesting suggestion: String = "") {
    var line = Prompt(
      .command, text: text + suggestion, history: interaction.histories[.command] ?? [], viewport: table.viewport)
    line.editor.suggest(from: text.unicodeScalars.count)
    interaction.prompt = line
    readCommandLine()
  }

  /// Says which commands the line can become.
  mutating func readCommandLine() {
    guard let line = interaction.prompt, line.kind == .command else { return }
    interaction.prompt?.problem = nil
    interaction.prompt?.offer = []
    let words = CommandWords(line.editor.text)
    if let number = words.rowNumber {
      interaction.prompt?.echo = ["go to row \(number == .max ? words.name : Figures.grouped(number))"]
    } else if let command = command(words) {
      interaction.prompt?.echo = ["\(command.usagePhrase): \(Phrase(command.help))"]
      // Which row that is, where it is not the selected one.
      if command.name == "note", let row = noteRow, row != table.viewport.selected {
        interaction.prompt?.echo = [
          "\(command.usagePhrase): write a note on row \(Figures.grouped(row)), which was just marked"
        ]
      }
    } else {
      let names = commands(beginning: words.name)
      interaction.prompt?.echo = names.map { Phrase(verbatim: $0) }
    }
  }

  /// Tab: completes the name, or the argument's last word.
  mutating func completeCommand(_ effects: inout [Effect]) {
    guard let line = interaction.prompt, line.kind == .command else { return }
    let words = CommandWords(line.editor.text)
    if let argument = words.argument {
      completeArgument(argument, of: words, line.editor.text, &effects)
    } else {
      completeName(words.name)
    }
  }

  private mutating func completeName(_ name: String) {
    var beginning = name
    while commands(beginning: beginning).isEmpty { beginning.removeLast() }
    let names = commands(beginning: beginning)
    // A name that does not exist is left as it is, with the nearest ones beside it.
    if beginning == name {
      let takesArgument = names.count == 1 && Command.named(names[0])?.argument != nil
      interaction.prompt?.editor.text = (names.sharedPrefix ?? "") + (takesArgument ? " " : "")
      readCommandLine()
    }
    if names.count > 1 || beginning != name { interaction.prompt?.offer = names.map { Phrase(verbatim: $0) } }
  }

  private mutating func completeArgument(
    _ argument: String, of words: CommandWords, _ line: String, _ effects: inout [Effect]
  ) {
    guard let known = command(words)?.argument else { return }
    if known.isPath { return effects.append(.listPaths(argument)) }
    var before = argument.split(separator: " ").map(String.init)
    let word = line.hasSuffix(" ") ? "" : before.popLast() ?? ""
    let fitting = known.candidates(self, before).filter { $0.hasPrefix(word) }
    let common = fitting.sharedPrefix ?? ""
    if common.count > word.count || fitting.count == 1 {
      // A folder's name goes on, all others end.
      let end = fitting.count == 1 && !common.hasSuffix("/") ? " " : ""
      interaction.prompt?.editor.text = line.dropLast(word.count) + common + end
      readCommandLine()
    }
    if fitting.count > 1 { interaction.prompt?.offer = fitting.map { Phrase(verbatim: $0) } }
  }

  mutating func acceptCommandLine(_ effects: inout [Effect]) {
    guard let line = interaction.prompt, line.kind == .command else { return }
    let words = CommandWords(line.editor.text)
    if words.name.isEmpty {
      interaction.prompt = nil
      return
    }
    if let number = words.rowNumber {
      interaction.prompt = nil
      return jump(to: number)
    }
    guard let command = command(words) else {
      let isUnknown = commands(beginning: words.name).isEmpty
      let reason: Phrase =
        isUnknown
        ? "no such command" + keyHint(": ", "complete", "lists them")
        : "which of these?" + keyHint(" ", "complete", "completes")
      interaction.prompt?.problem = (reason, 0..<words.name.unicodeScalars.count)
      return
    }
    do throws(CommandArgument.Problem) {
      try run(command, words.argument ?? "", &effects)
    } catch {
      interaction.prompt = line
      let start = words.argumentStart
      interaction.prompt?.problem = (error.text, start + error.range.lowerBound..<start + error.range.upperBound)
    }
  }

  private mutating func run(
    _ command: Command, _ argument: String, _ effects: inout [Effect]
  ) throws(CommandArgument.Problem) {
    if let pane = closedPane(of: command) {
      interaction.prompt = nil
      return sayClosed(pane)
    }
    guard !argument.isEmpty else {
      if let known = command.argument, !known.isOptional {
        throw CommandArgument.Problem("\(command.name) needs \(Phrase(known.hint))", 0..<0)
      }
      interaction.prompt = nil
      remember(command.name, .command, &effects)
      return command.run(&self, &effects)
    }
    guard let known = command.argument else {
      throw CommandArgument.Problem("nothing can follow \(command.name)", all: argument)
    }
    interaction.prompt = nil
    var asked: [Effect] = []
    try known.run(&self, argument, &asked)
    remember("\(command.name) \(argument)", .command, &effects)
    effects += asked
  }

  /// The pane that a command acts in, where that is closed; `nil` where the command can act.
  private func closedPane(of command: Command) -> Pane? {
    let own = Pane.allCases.filter { command.focuses.contains($0.focus) && $0 != .reply }
    return own.contains { $0 == .table || panes.isOpen($0) } ? nil : own.first
  }

  private mutating func sayClosed(_ pane: Pane) {
    let sentence: Phrase
    switch pane {
    case .peers: sentence = "the peers are not open: \(key("peers")) opens them"
    case .conversation: sentence = "no conversation is open: \(key("conversation")) opens one"
    case .kinds: sentence = "the kinds are not open: \(key("kinds")) opens them"
    case .rate: sentence = "the rates are not open: \(key("rate")) opens them"
    case .graph: sentence = "the graph of fields is not open: \(key("graph")) opens it"
    case .relay: sentence = "the sliders are not open: \(key("relay")) opens them"
    case .detail: sentence = "the detail is not open: \(key("detail")) opens it"
    case .wireshark: sentence = "Wireshark's tree is not open: \(key("dissect")) opens it"
    case .table, .reply: return
    }
    say(sentence) { !$0.panes.isOpen(pane) }
  }

  /// The command that the line names, by its whole name or the beginning of that one only.
  private func command(_ words: CommandWords) -> Command? {
    let names = commands(beginning: words.name)
    let name = names.contains(words.name) ? words.name : names.count == 1 ? names[0] : nil
    return name.flatMap { Command.named($0) }
  }

  /// Names of commands for the panes that begin with `prefix`, those first that this line is most useful for.
  private func commands(beginning prefix: String) -> [String] {
    Self.byUsefulness.filter { $0.name.hasPrefix(prefix) && (isRelay || !$0.isOfRelay) }.map(\.name)
  }

  /// First what takes an argument or has no key, last what moves about and is quicker done by a key.
  private static let byUsefulness: [Command] = {
    let all = Command.all.filter { !$0.focuses.isDisjoint(with: .panes) }
    let moving = Set(Command.moving.map(\.name))
    func rank(_ command: Command) -> Int {
      command.argument != nil || command.keys.isEmpty ? 0 : moving.contains(command.name) ? 2 : 1
    }
    return (0...2).flatMap { place in all.filter { rank($0) == place } }
  }()
}
