import Basics
import Monitor
import TerminalUI

extension Section {
  static let keys = Section(
    name: "keys",
    help: [
      "Keys by command; with an empty list a command has no key and must be typed: :quit. Names of keys: x, F5,",
      "^T (Ctrl), M-x (Alt), Enter, Esc, Tab, Space, PgUp. The help screen lists the commands and their keys.",
    ],
    example: [#"freeze = ["p", "^P"]"#, "time = []"]
  ) { node, settings, reader in
    let entries = reader.table(node, at: ["keys"], "keys by command")
    for (name, value) in entries {
      guard Command.named(name) != nil else {
        let hint = Spelling.hint(for: name, among: Command.all.map(\.name))
        reader.report(ValueProblem("there is no such command\(hint)"), at: ["keys", name])
        continue
      }
      reader.attempt(at: ["keys", name]) { _ throws(ValueProblem) in settings.keys[name] = try keys(value) }
    }
    var keymap = KeyOwners(settings.keys)
    for (name, _) in entries {
      guard let wanted = settings.keys[name] else { continue }
      while let conflict = keymap.conflict(of: name) {
        settings.keys[name] = keymap.giveUp(conflict.key, of: name)
        let rest = conflict.others.filter { !wanted.contains($0) }
        let cure = "\(conflict.other) = \(Setting.list(rest.map(\.name)))"
        let (key, other) = (conflict.key.name, conflict.other)
        let reason: Phrase =
          rest.isEmpty && conflict.isTyped
          ? "\(key) is a key of '\(other)', which keeps it; to change that: \(cure); the command is then typed as :\(other)"
          : "\(key) is a key of '\(other)', which keeps it; to change that: \(cure)"
        reader.report(ValueProblem(reason), at: ["keys", name])
      }
    }
    if ways.allSatisfy({ settings.keys[$0]?.isEmpty == true }), let last = ways.last {
      settings.keys[last] = nil
      reader.report(ValueProblem("no key would be left to quit with: '\(last)' keeps its key"), at: ["keys", last])
    }
  } entries: { settings in
    settings.keys.sorted { $0.key < $1.key }.map {
      entry("keys", $0.key, of: Setting.list($0.value.map(\.name)))
    }
  }

  /// The commands that end the program, and the command line in which they can be typed.
  private static let ways = ["quit", "back-or-quit", "interrupt", "command"]

  private static func keys(_ node: TOMLNode) throws(ValueProblem) -> [Key] {
    var keys: [Key] = []
    for (index, name) in try node.strings("keys").enumerated() {
      guard let key = Key(name: name) else {
        throw ValueProblem(
          "\"\(name)\" is not a key: write a character, F1 to F24, ^A, M-a, Enter, Esc, Tab, Space, Up, PgUp, Home, Ins or Del",
          at: [String(index)])
      }
      if !keys.contains(key) { keys.append(key) }
    }
    return keys
  }
}

/// The keys of all commands, for detecting keys assigned twice.
private struct KeyOwners {
  private var keys: [String: [Key]]

  struct Conflict {
    var key: Key
    var other: String
    /// The other command's keys without this one.
    var others: [Key]
    /// Whether the other command can be typed after `:` in some pane.
    var isTyped: Bool
  }

  init(_ chosen: [String: [Key]]) {
    keys = Dictionary(uniqueKeysWithValues: Command.all.map { ($0.name, chosen[$0.name] ?? $0.keys) })
  }

  /// Returns the first key of a command that another command also has in the same place. On a relay's screen its own
  /// commands come before others, so that they have no conflict with those.
  func conflict(of name: String) -> Conflict? {
    guard let command = Command.named(name) else { return nil }
    for key in keys[name] ?? [] {
      for other in Command.all where other.name != name && other.isOfRelay == command.isOfRelay {
        let others = keys[other.name] ?? []
        if others.contains(key), !other.focuses(of: key).isDisjoint(with: command.focuses(of: key)) {
          return Conflict(
            key: key, other: other.name, others: others.filter { $0 != key },
            isTyped: !other.focuses.allSatisfy(\.takesLetters))
        }
      }
    }
    return nil
  }

  /// Removes a key from a command.
  /// - Returns: the command's remaining keys.
  mutating func giveUp(_ key: Key, of name: String) -> [Key] {
    keys[name]?.removeAll { $0 == key }
    return keys[name] ?? []
  }
}

extension Command {
  /// Returns the places where `key` invokes the command.
  fileprivate func focuses(of key: Key) -> Set<Focus> {
    if case .character = key { focuses.filter { !$0.takesLetters } } else { focuses }
  }
}
