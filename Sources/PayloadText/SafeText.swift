/// Text that is safe for a terminal: the one type that can be drawn or printed. Each glyph is a base scalar with at
/// most two combining marks, or part of an escape of ours that a payload cannot forge.
package struct SafeText: Hashable, Sendable {
  /// What a glyph stands for.
  package enum Origin: UInt8, Sendable, Hashable {
    /// Itself.
    case text
    /// A control, invisible or unassigned code point, made visible.
    case escape
    /// A byte that could not be decoded.
    case badByte
  }

  /// One drawn unit, 1 or 2 columns wide.
  package struct Glyph: Hashable, Sendable {
    package var base: Unicode.Scalar
    /// At most two; "\0" where there is none.
    package var mark1: Unicode.Scalar = "\0"
    package var mark2: Unicode.Scalar = "\0"
    /// Columns: 1 or 2.
    package var width: UInt8
    package var origin: Origin
  }

  package private(set) var glyphs: [Glyph]

  /// Our own words: ASCII or any text from the source code.
  package init(_ literal: StaticString) {
    fatalError("not built yet")
  }

  /// Columns that the text takes.
  package var width: Int { glyphs.reduce(0) { $0 + Int($1.width) } }
}
