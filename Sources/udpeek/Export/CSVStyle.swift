import CaptureFile
import PayloadText

/// What CSV is written for: programs read it as it is, spreadsheets take some of it for something else.
struct CSVStyle: Hashable, Sendable {
  /// Whether a byte order mark stands at the beginning: Excel takes a file without one for the locale's charset.
  var hasByteOrderMark = false
  /// Whether cells that spreadsheets take for formulas get an apostrophe (`CSVGuard`).
  var guardsFormulas = false

  /// What stands before the heading.
  var beginning: [UInt8] { hasByteOrderMark ? [0xef, 0xbb, 0xbf] : [] }
}
