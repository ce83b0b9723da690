extension Style {
  /// A style in words, as `description` gives it: `bold red`, `underline bright-blue`, `plain`. `nil` when a word is
  /// none; a background cannot be written.
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

  /// The same words as `init(words:)` reads.
  package var words: String {
    var words: [String] = []
    if attributes.contains(.bold) { words.append("bold") }
    if attributes.contains(.dim) { words.append("dim") }
    if attributes.contains(.reverse) { words.append("reverse") }
    if attributes.contains(.underline) { words.append("underline") }
    if foreground != .standard { words.append(foreground.word) }
    return words.isEmpty ? "plain" : words.joined(separator: " ")
  }

  /// Every word that a style may hold.
  package static let vocabulary =
    ["plain", "bold", "dim", "reverse", "underline"] + Color.allCases.dropFirst().map(\.word)
}

extension Color {
  /// `red`, `bright-red`.
  fileprivate var word: String {
    let name = "\(self)"
    return name.hasPrefix("bright") ? "bright-" + name.dropFirst(6).lowercased() : name
  }
}
