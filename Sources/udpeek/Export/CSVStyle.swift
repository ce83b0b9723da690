import CaptureFile
import PayloadText

/// A variant of CSV: exact for programs, or adapted for spreadsheets.
struct CSVStyle: Hashable, Sendable {
  /// Whether the file begins with a byte order mark: Excel assumes the locale's charset without one.
  var hasByteOrderMark = false
  /// Whether cells that spreadsheets take for formulas get an apostrophe (`CSVGuard`).
  var guardsFormulas = false

  /// The bytes before the heading.
  var beginning: [UInt8] { hasByteOrderMark ? [0xef, 0xbb, 0xbf] : [] }
}
