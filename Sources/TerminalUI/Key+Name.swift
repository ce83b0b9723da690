extension Key {
  /// The name of the key in keymaps and help: "F5", "^C", "PgDn", "Space", "Esc", "M-x", "a".
  package var name: String {
    switch self {
    case .character(" "): "Space"
    case .character(let scalar): String(scalar)
    case .function(let number): "F\(number)"
    case .control(" "): "^Space"
    case .control(let scalar): "^" + String(scalar).uppercased()
    case .alt(" "): "M-Space"
    case .alt("\u{7f}"): "M-Backspace"
    case .alt("\r"): "M-Enter"
    case .alt(let scalar): "M-" + String(scalar)
    case .paste: "Paste"
    case .mouse: "Mouse"
    default: Key.words.first { $0.key == self }?.name ?? ""
    }
  }

  /// Parses a key name from a keymap: the names that `name` returns, and "C-c", "Ctrl-C", "Alt-x", "PageDown" and the
  /// like. Names are case-insensitive, single characters case-sensitive. Returns `nil` if there is no such key.
  package init?(name: String) {
    let scalars = name.unicodeScalars
    if scalars.count == 1, let scalar = scalars.first {
      guard scalar.value > 0x20, scalar.value != 0x7f else { return nil }
      self = .character(scalar)
      return
    }
    let word = name.lowercased()
    if let known = Key.words.first(where: { $0.name.lowercased() == word || $0.aliases.contains(word) }) {
      self = known.key
    } else if let rest = Key.rest(of: name, after: ["^", "c-", "ctrl-", "ctrl+"]) {
      guard let scalar = Key.single(rest.lowercased()), Key.isControllable(scalar) else { return nil }
      self = .control(scalar)
    } else if let rest = Key.rest(of: name, after: ["m-", "alt-", "alt+"]) {
      guard let scalar = Key.single(rest) else { return nil }
      self = .alt(scalar)
    } else if word.hasPrefix("f"), let number = Int(word.dropFirst()), (1...63).contains(number) {
      self = .function(number)
    } else {
      return nil
    }
  }

  private struct Word {
    var key: Key
    var name: String
    var aliases: [String] = []
  }

  private static let words: [Word] = [
    Word(key: .enter, name: "Enter", aliases: ["return", "ret", "cr", "^m", "c-m"]),
    Word(key: .escape, name: "Esc", aliases: ["escape", "^[", "c-["]),
    Word(key: .tab, name: "Tab", aliases: ["^i", "c-i"]),
    Word(key: .backTab, name: "S-Tab", aliases: ["shift-tab", "backtab"]),
    Word(key: .backspace, name: "Backspace", aliases: ["bs", "^h", "c-h", "^?"]),
    Word(key: .delete, name: "Del", aliases: ["delete"]),
    Word(key: .insert, name: "Ins", aliases: ["insert"]),
    Word(key: .up, name: "Up"),
    Word(key: .down, name: "Down"),
    Word(key: .left, name: "Left"),
    Word(key: .right, name: "Right"),
    Word(key: .home, name: "Home"),
    Word(key: .end, name: "End"),
    Word(key: .pageUp, name: "PgUp", aliases: ["pageup"]),
    Word(key: .pageDown, name: "PgDn", aliases: ["pagedown", "pgdown"]),
    Word(key: .wordLeft, name: "^Left", aliases: ["c-left", "ctrl-left", "m-left", "alt-left"]),
    Word(key: .wordRight, name: "^Right", aliases: ["c-right", "ctrl-right", "m-right", "alt-right"]),
    Word(key: .character(" "), name: "Space", aliases: ["spc"]),
  ]

  /// Returns the rest of `name` after the first matching prefix (in lower case); `nil` if none matches or nothing
  /// follows it.
  private static func rest(of name: String, after prefixes: [String]) -> String? {
    let word = name.lowercased()
    guard let prefix = prefixes.first(where: { word.hasPrefix($0) && word.count > $0.count }) else { return nil }
    return String(name.dropFirst(prefix.count))
  }

  /// Returns the single scalar that a name denotes.
  private static func single(_ name: String) -> Unicode.Scalar? {
    switch name.lowercased() {
    case "space", "spc": return " "
    case "backspace", "bs": return "\u{7f}"
    case "enter", "return": return "\r"
    default: return name.unicodeScalars.count == 1 ? name.unicodeScalars.first : nil
    }
  }

  /// Whether terminals send a byte for Ctrl and this character that no other key sends.
  private static func isControllable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "h", "i", "m": false
    case "a"..."z", " ", "\\", "]", "^", "_": true
    default: false
    }
  }
}
