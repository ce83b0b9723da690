package import PayloadText

/// One column of one row of a canvas.
package struct Cell: Hashable, Sendable {
  /// The part of a glyph that a cell holds.
  package enum Kind: UInt8, Hashable, Sendable {
    /// A glyph of one column.
    case single
    /// The left half of a glyph of two columns.
    case wideStart
    /// The right half of a glyph of two columns; its glyph is the one to the left.
    case wideEnd
  }

  /// The glyph; a `wideEnd` repeats the glyph of its `wideStart`.
  package internal(set) var glyph: SafeText.Glyph
  /// The style; both halves of a wide glyph have the same.
  package internal(set) var style: Style
  /// The part of the glyph that the cell holds.
  package internal(set) var kind: Kind

  /// The base character of the glyph, for modules that do not import `PayloadText`.
  @inlinable package var base: Unicode.Scalar { glyph.base }
  /// Whether the glyph has combining marks.
  @inlinable package var hasMarks: Bool { glyph.hasMarks }
  /// The combining marks of the glyph.
  package var marks: [Unicode.Scalar] { glyph.marks }

  /// Whether both cells look the same. Written out field by field, so that comparing two screens makes no calls.
  package static func == (left: Cell, right: Cell) -> Bool {
    left.glyph.base == right.glyph.base && left.style.foreground == right.style.foreground
      && left.style.attributes.rawValue == right.style.attributes.rawValue && left.kind == right.kind
      && left.glyph.first == right.glyph.first && left.glyph.second == right.glyph.second
      && left.glyph.third == right.glyph.third
  }

  /// Returns a space in `style`.
  static func blank(_ style: Style) -> Cell { Cell(glyph: .blank, style: style, kind: .single) }
}
