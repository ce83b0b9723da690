extension SafeText: ExpressibleByStringLiteral {
  /// Creates a text from a literal, made safe like any other string.
  package init(stringLiteral value: String) {
    self.init(value)
  }
}

extension SafeText: ExpressibleByStringInterpolation {
  /// Makes each segment safe on its own, so that a mark in one cannot join the words before it.
  package struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var text = SafeText()

    /// Prepares for a text of about `literalCapacity` columns.
    package init(literalCapacity: Int, interpolationCount: Int) {
      text.reserve(literalCapacity + 8 * interpolationCount)
    }

    /// Appends words from the source code.
    package mutating func appendLiteral(_ literal: String) {
      text += SafeText(literal)
    }

    /// Appends text that is already safe, unchanged.
    package mutating func appendInterpolation(_ safe: SafeText) {
      text += safe
    }

    /// Appends anything that describes itself, made safe for the screen.
    package mutating func appendInterpolation(_ value: some CustomStringConvertible) {
      text += SafeText(value.description)
    }

    /// Appends a string made safe for output without attributes: a literal backslash is doubled.
    package mutating func appendInterpolation(escaped value: some CustomStringConvertible) {
      text += SafeText(escaped: value.description)
    }
  }

  /// Creates a text from its segments.
  package init(stringInterpolation: StringInterpolation) {
    self = stringInterpolation.text
  }
}

extension SafeText: CustomStringConvertible {
  /// The safe string, with escapes spelled out.
  package var description: String {
    var string = String.UnicodeScalarView()
    for glyph in glyphs {
      string.append(glyph.base)
      if glyph.hasMarks { string.append(contentsOf: glyph.marks) }
    }
    return String(string)
  }
}
