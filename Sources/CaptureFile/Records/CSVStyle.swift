/// A variant of CSV: exact for programs, or adapted for spreadsheets.
package struct CSVStyle: Hashable, Sendable {
  /// Whether the file begins with a byte order mark: Excel assumes the locale's charset without one.
  package var hasByteOrderMark: Bool
  /// Whether cells that spreadsheets take for formulas get an apostrophe (`CSVGuard`).
  package var guardsFormulas: Bool

  /// The exact variant, unless told otherwise.
  package init(hasByteOrderMark: Bool = false, guardsFormulas: Bool = false) {
    self.hasByteOrderMark = hasByteOrderMark
    self.guardsFormulas = guardsFormulas
  }

  /// The bytes before the heading.
  var beginning: [UInt8] { hasByteOrderMark ? [0xef, 0xbb, 0xbf] : [] }
}
