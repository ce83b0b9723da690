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

/// Protection of CSV cells that a spreadsheet would take for formulas: an apostrophe before them. A cell of apostrophes
/// followed by a formula always gets one more, so that reading restores the original.
package enum CSVGuard {
  /// Returns whether a cell is written with an apostrophe before it.
  /// - Parameter guardsFormulas: whether a cell that begins like a formula gets an apostrophe.
  package static func needsApostrophe(_ cell: RawSpan, guardsFormulas: Bool) -> Bool {
    guard guardsFormulas || !cell.isEmpty && cell.byte(0) == apostrophe else { return false }
    guard let first = cell.byteOffsets.first(where: { cell.byte($0) != apostrophe }) else { return false }
    return beginsFormula(cell.byte(first))
  }

  /// Returns the original cell.
  package static func unguarded(_ cell: String) -> String {
    cell.utf8.first == apostrophe && looksLikeFormula(cell) ? String(cell.dropFirst()) : cell
  }

  private static let apostrophe = UInt8(ascii: "'")

  /// Returns whether the cell begins, after any apostrophes, like a formula (OWASP, "CSV Injection").
  private static func looksLikeFormula(_ cell: String) -> Bool {
    guard let first = cell.utf8.first(where: { $0 != apostrophe }) else { return false }
    return beginsFormula(first)
  }

  private static func beginsFormula(_ byte: UInt8) -> Bool { "=+-@\t\r".utf8.contains(byte) }
}
