package import TerminalUI

/// The keys of the commands: those of the table, except where the user chose others.
package struct Keymap: Sendable {
  private let chosen: [String: [Key]]
  /// Whether these are the keys of a relay's screen.
  private let isOfRelay: Bool
  /// Indices in `Command.all`.
  private let commands: [Focus: [Key: Int]]
  /// The commands that footers may name, as indices in `Command.all`, with the keys that they name.
  private let footers: [Focus: [(index: Int, key: Key)]]

  /// The keys of the table.
  package static let standard = Keymap()

  /// - Parameter chosen: keys by the commands' names; none takes a command's keys away. Where two commands would have a
  ///   key, the first of the table has it.
  /// - Parameter isOfRelay: whether these are the keys of a relay's screen: the commands of relays come first then, and
  ///   have no keys otherwise.
  package init(_ chosen: [String: [Key]] = [:], isOfRelay: Bool = false) {
    self.chosen = chosen
    self.isOfRelay = isOfRelay
    let all = Command.all.enumerated()
    let own = isOfRelay ? all.filter(\.element.isOfRelay) : []
    let ordered = own + all.filter { !$0.element.isOfRelay }
    var map: [Focus: [Key: Int]] = [:]
    for (index, command) in ordered {
      for focus in command.focuses {
        for key in Self.counting(chosen[command.name] ?? command.keys, in: focus) where map[focus]?[key] == nil {
          map[focus, default: [:]][key] = index
        }
      }
    }
    commands = map
    var footers: [Focus: [(index: Int, key: Key)]] = [:]
    for (index, command) in ordered where command.footer != nil || command.instead != nil {
      for focus in command.focuses {
        let keys = (chosen[command.name] ?? command.keys).filter { map[focus]?[$0] == index }
        if let key = Self.shown(keys, in: focus) {
          footers[focus, default: []].append((index, key))
        }
      }
    }
    self.footers = Dictionary(uniqueKeysWithValues: footers.map { ($0, Self.ordered($1, in: $0)) })
  }

  /// Returns the same keys for the screen of a relay, or for another screen.
  package func ofRelay(_ isOfRelay: Bool) -> Keymap {
    isOfRelay == self.isOfRelay ? self : Keymap(chosen, isOfRelay: isOfRelay)
  }

  /// The commands that the footer may name, with the keys that it names, in the order of the footer.
  func footer(in focus: Focus) -> [(index: Int, key: Key)] { footers[focus] ?? [] }

  /// In the table function keys in their order, then the others in the order of commands; elsewhere the other way
  /// round.
  private static func ordered(_ all: [(index: Int, key: Key)], in focus: Focus) -> [(index: Int, key: Key)] {
    let functions = all.filter { $0.key.functionNumber != nil }
      .sorted { ($0.key.functionNumber ?? 0) < ($1.key.functionNumber ?? 0) }
    let others = all.filter { $0.key.functionNumber == nil }
    return focus == .table ? functions + others : others + functions
  }

  /// The command that a key means where the keys go.
  func command(for key: Key, in focus: Focus) -> Command? {
    commands[focus]?[key].map { Command.all[$0] }
  }

  /// A command's keys.
  func keys(of command: Command) -> [Key] { chosen[command.name] ?? command.keys }

  /// A command's keys for the help: those that mean it somewhere. On another screen, a relay's have all that they would
  /// have on theirs.
  func keysInForce(of command: Command) -> [Key] {
    let keys = keys(of: command)
    if command.isOfRelay, !isOfRelay { return keys }
    let places = command.focuses.isDisjoint(with: .panes) ? command.focuses : command.focuses.intersection(.panes)
    return keys.filter { key in places.contains { self.command(for: key, in: $0)?.name == command.name } }
  }

  /// The key of a command that footers name: a function key before others, since an input method does not eat it.
  func shownKey(of command: Command, in focus: Focus) -> Key? {
    Self.shown(keys(of: command).filter { self.command(for: $0, in: focus)?.name == command.name }, in: focus)
  }

  private static func shown(_ keys: [Key], in focus: Focus) -> Key? {
    let keys = counting(keys, in: focus)
    return keys.first { $0.functionNumber != nil } ?? keys.first
  }

  /// Returns the name of a command in a sentence: its key where the keys go, a letter before others; `:NAME` where it
  /// has none.
  /// - Parameter focus: the place where the key is to count; where the command does not, its first place counts.
  func reference(to name: String, in focus: Focus = .table) -> String {
    key(of: name, in: focus)?.name ?? ":\(name)"
  }

  /// The key by which sentences call a command; `nil` where it has none that counts.
  func key(of name: String, in focus: Focus = .table) -> Key? {
    guard let command = Command.named(name) else { preconditionFailure("no command is called \(name)") }
    let place = command.focuses.contains(focus) ? focus : Focus.allCases.first { command.focuses.contains($0) }
    guard let place else { return nil }
    let keys = Self.counting(keys(of: command), in: place).filter { self.command(for: $0, in: place)?.name == name }
    return keys.first { if case .character(let letter) = $0 { letter != " " } else { false } } ?? keys.first
  }

  /// A text in which commands stand in braces, with what they are called in their place: `{undo} brings them back`.
  package func filled(_ text: String) -> String {
    guard text.utf8.contains(UInt8(ascii: "{")) else { return text }
    var filled = ""
    var rest = text[...]
    while let start = rest.firstIndex(of: "{"), let end = rest[start...].firstIndex(of: "}") {
      let name = rest[rest.index(after: start)..<end]
      filled += rest[..<start]
      filled += Command.named(name) == nil ? String(rest[start...end]) : reference(to: String(name))
      rest = rest[rest.index(after: end)...]
    }
    return filled + rest
  }

  /// The keys that count in a focus: no letters where letters are typed.
  private static func counting(_ keys: [Key], in focus: Focus) -> [Key] {
    guard focus.takesLetters else { return keys }
    return keys.filter { if case .character = $0 { false } else { true } }
  }
}

extension Key {
  /// The number of a function key.
  var functionNumber: Int? {
    if case .function(let number) = self { return number }
    return nil
  }
}

extension Keymap: Equatable {
  package static func == (left: Keymap, right: Keymap) -> Bool {
    left.chosen == right.chosen && left.isOfRelay == right.isOfRelay
  }
}
