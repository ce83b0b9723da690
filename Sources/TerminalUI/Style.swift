/// A foreground colour. A background is never painted, so that every terminal theme stays readable.
package enum Color: UInt8, CaseIterable, Hashable, Sendable {
  /// The terminal's default foreground.
  case standard
  case black, red, green, yellow, blue, magenta, cyan, white
  case brightBlack, brightRed, brightGreen, brightYellow, brightBlue, brightMagenta, brightCyan, brightWhite
}

/// The look of a cell.
package struct Style: Hashable, Sendable {
  /// The attributes besides colour; they remain when colours are off.
  package struct Attributes: OptionSet, Hashable, Sendable {
    /// The bits, one per attribute.
    package let rawValue: UInt8

    /// Creates the attributes whose bits are set.
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Bold.
    package static let bold = Attributes(rawValue: 1)
    /// Dim; not every terminal supports it.
    package static let dim = Attributes(rawValue: 2)
    /// Foreground and background swapped.
    package static let reverse = Attributes(rawValue: 4)
    /// Underlined.
    package static let underline = Attributes(rawValue: 8)
  }

  /// The colour of the text.
  package var foreground: Color
  /// The attributes besides the colour.
  package var attributes: Attributes

  /// Creates a style; the default is plain.
  package init(_ foreground: Color = .standard, _ attributes: Attributes = []) {
    self.foreground = foreground
    self.attributes = attributes
  }

  /// The terminal's default foreground without attributes.
  package static let plain = Style()

  /// Returns the style with `more` attributes.
  package func adding(_ more: Attributes) -> Style { Style(foreground, attributes.union(more)) }

  /// The style with `reverse` toggled, which distinguishes our escapes from a payload's own text, even in a selected
  /// row.
  package var reversed: Style { Style(foreground, attributes.symmetricDifference(.reverse)) }
}

extension Style: CustomStringConvertible {
  /// The style in words, for screen files: "bold reverse red", or "plain".
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
