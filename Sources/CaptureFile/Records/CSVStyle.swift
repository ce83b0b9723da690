/// A variant of CSV: exact for programs, or adapted for spreadsheets.
package struct CSVStyle: Hashable, Sendable {
  /// Whether the file begins with a byte order mark; without one, Excel assumes the locale's encoding.
  package var hasByteOrderMark: Bool
  /// Whether cells that spreadsheets take for formulas get an apostrophe (`CSVGuard`).
  package var guardsFormulas: Bool

  /// Creates a variant, by default the exact one.
  package init(hasByteOrderMark: Bool = false, guardsFormulas: Bool = false) {
    self.hasByteOrderMark = hasByteOrderMark
    self.guardsFormulas = guardsFormulas
  }

  /// The bytes before the header.
  var beginning: [UInt8] { hasByteOrderMark ? [0xef, 0xbb, 0xbf] : [] }
}
