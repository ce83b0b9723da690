package import PayloadText

/// One column of one row of a canvas.
package struct Cell: Hashable, Sendable {
  /// What part of a glyph the cell holds.
  package enum Kind: UInt8, Hashable, Sendable {
    /// A glyph of one column.
    case single
    /// The left half of a glyph of two columns.
    case wideStart
    /// The right half; its glyph is the one to the left.
    case wideEnd
  }

  /// The glyph; in a `wideEnd` the same as in its `wideStart`.
  package internal(set) var glyph: SafeText.Glyph
  /// How it looks; both halves of a wide glyph look the same.
  package internal(set) var style: Style
  /// What part of the glyph it holds.
  package internal(set) var kind: Kind

  /// The base character of the glyph, for those who do not know `SafeText`.
  @inlinable package var base: Unicode.Scalar { glyph.base }
  /// Whether it has combining marks.
  @inlinable package var hasMarks: Bool { glyph.hasMarks }
  /// Its combining marks.
  package var marks: [Unicode.Scalar] { glyph.marks }

  /// Whether both look the same. Spelled out, so that comparing two screens makes no calls.
  package static func == (left: Cell, right: Cell) -> Bool {
    left.glyph.base == right.glyph.base && left.style.foreground == right.style.foreground
      && left.style.attributes.rawValue == right.style.attributes.rawValue && left.kind == right.kind
      && left.glyph.first == right.glyph.first && left.glyph.second == right.glyph.second
      && left.glyph.third == right.glyph.third
  }

  /// A space in `style`.
  static func blank(_ style: Style) -> Cell { Cell(glyph: .blank, style: style, kind: .single) }
}
