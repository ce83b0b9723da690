extension Style {
  /// Parses a style from words: `bold red`, `underline bright-blue`, `plain`. Returns `nil` if a word is unknown or
  /// there are two colours. There are no words for backgrounds.
  package init?(words: String) {
    self = .plain
    var colors = 0
    for word in words.split(whereSeparator: { $0 == " " || $0 == "," }) {
      switch word.lowercased() {
      case "plain": break
      case "bold": attributes.insert(.bold)
      case "dim": attributes.insert(.dim)
      case "reverse": attributes.insert(.reverse)
      case "underline": attributes.insert(.underline)
      case let name:
        guard let color = Color.allCases.first(where: { $0.word == name }) else { return nil }
        foreground = color
        colors += 1
      }
    }
    if colors > 1 { return nil }
  }

  /// The style in words that `init(words:)` parses.
  package var words: String {
    var words: [String] = []
    if attributes.contains(.bold) { words.append("bold") }
    if attributes.contains(.dim) { words.append("dim") }
    if attributes.contains(.reverse) { words.append("reverse") }
    if attributes.contains(.underline) { words.append("underline") }
    if foreground != .standard { words.append(foreground.word) }
    return words.isEmpty ? "plain" : words.joined(separator: " ")
  }

  /// All words that a style may contain.
  package static let vocabulary =
    ["plain", "bold", "dim", "reverse", "underline"] + Color.allCases.dropFirst().map(\.word)
}

extension Color {
  /// The name of the colour: `red`, `bright-red`.
  fileprivate var word: String {
    let name = "\(self)"
    return name.hasPrefix("bright") ? "bright-" + name.dropFirst(6).lowercased() : name
  }
}
