/// A foreground colour. A background is never painted, so that every terminal theme stays readable.
package enum Color: UInt8, CaseIterable, Hashable, Sendable {
  /// The terminal's own foreground.
  case standard
  case black, red, green, yellow, blue, magenta, cyan, white
  case brightBlack, brightRed, brightGreen, brightYellow, brightBlue, brightMagenta, brightCyan, brightWhite
}

/// How a cell looks.
package struct Style: Hashable, Sendable {
  /// What is left of a style where colours are switched off.
  package struct Attributes: OptionSet, Hashable, Sendable {
    /// One bit an attribute.
    package let rawValue: UInt8

    /// The attributes whose bits are set.
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Bold.
    package static let bold = Attributes(rawValue: 1)
    /// Dim; not every terminal has it.
    package static let dim = Attributes(rawValue: 2)
    /// Foreground and background exchanged.
    package static let reverse = Attributes(rawValue: 4)
    /// Underlined.
    package static let underline = Attributes(rawValue: 8)
  }

  /// The colour of the text.
  package var foreground: Color
  /// What is added to the colour.
  package var attributes: Attributes

  /// A style; plain where nothing is said.
  package init(_ foreground: Color = .standard, _ attributes: Attributes = []) {
    self.foreground = foreground
    self.attributes = attributes
  }

  /// The terminal's own foreground without attributes.
  package static let plain = Style()

  /// The same style with `more` attributes.
  package func adding(_ more: Attributes) -> Style { Style(foreground, attributes.union(more)) }

  /// The same style with `reverse` the other way round: how an escape of ours is told from a payload's own text,
  /// in a selected row too.
  package var reversed: Style { Style(foreground, attributes.symmetricDifference(.reverse)) }
}

extension Style: CustomStringConvertible {
  /// The style in words, "bold reverse red", or "plain": for screen files.
  package var description: String {
    var words: [String] = []
    if attributes.contains(.bold) { words.append("bold") }
    if attributes.contains(.dim) { words.append("dim") }
    if attributes.contains(.reverse) { words.append("reverse") }
    if attributes.contains(.underline) { words.append("underline") }
    if foreground != .standard { words.append("\(foreground)") }
    return words.isEmpty ? "plain" : words.joined(separator: " ")
  }
}
