/// Cells of CSV that a spreadsheet would take for formulas, with what keeps it from that: an apostrophe before them. What
/// begins with apostrophes and would be one without them always gets one more, so that reading gives back what was there.
package enum CSVGuard {
  /// The cell as it is written.
  /// - Parameter guardsFormulas: whether a cell that begins like a formula gets an apostrophe.
  package static func guarded(_ cell: String, guardsFormulas: Bool) -> String {
    guard looksLikeFormula(cell), guardsFormulas || cell.utf8.first == apostrophe else { return cell }
    return "'" + cell
  }

  /// The cell as it was before.
  package static func unguarded(_ cell: String) -> String {
    cell.utf8.first == apostrophe && looksLikeFormula(cell) ? String(cell.dropFirst()) : cell
  }

  private static let apostrophe = UInt8(ascii: "'")

  /// Whether it begins, behind any apostrophes, with what begins a formula (OWASP, "CSV Injection").
  private static func looksLikeFormula(_ cell: String) -> Bool {
    guard let first = cell.utf8.first(where: { $0 != apostrophe }) else { return false }
    return "=+-@\t\r".utf8.contains(first)
  }
}
