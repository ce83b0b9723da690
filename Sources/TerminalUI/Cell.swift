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
  /// The first combining mark; U+0000 where there is none.
  @inlinable package var mark1: Unicode.Scalar { glyph.mark1 }
  /// The second combining mark; U+0000 where there is none.
  @inlinable package var mark2: Unicode.Scalar { glyph.mark2 }

  /// Whether both look the same. Spelled out, so that comparing two screens makes no calls.
  package static func == (left: Cell, right: Cell) -> Bool {
    left.glyph.base == right.glyph.base && left.style.foreground == right.style.foreground
      && left.style.attributes.rawValue == right.style.attributes.rawValue && left.kind == right.kind
      && left.glyph.mark1 == right.glyph.mark1 && left.glyph.mark2 == right.glyph.mark2
      && left.glyph.width == right.glyph.width && left.glyph.origin == right.glyph.origin
  }

  /// A space in `style`.
  static func blank(_ style: Style) -> Cell { Cell(glyph: .blank, style: style, kind: .single) }
}
