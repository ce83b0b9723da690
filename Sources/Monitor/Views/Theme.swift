package import TerminalUI

/// The styles of the screen. No background is ever painted; without colours the attributes say enough.
package struct Theme: Hashable, Sendable {
  /// Words of ours: what is bound, sentences.
  package var plain = Style.plain
  /// What matters less: units, rules, hints.
  package var quiet = Style(.standard, .dim)
  /// The column headings.
  package var heading = Style(.standard, [.bold, .underline])
  /// The filter in force, names of keys.
  package var accent = Style(.cyan, .bold)
  /// Received rows.
  package var incoming = Style.plain
  /// Sent rows.
  package var outgoing = Style(.green)
  /// Failed rows, mistakes, losses.
  package var failure = Style(.red, .bold)
  /// What deserves a look.
  package var warning = Style(.yellow, .bold)
  /// Escapes and bytes that are no text.
  package var escape = Style(.magenta, .underline)
  /// What was looked for, in rows and in the detail.
  package var match = Style(.yellow, [.bold, .reverse])
  /// The status line's first word while following.
  package var live = Style(.green, [.bold, .reverse])
  /// The same while the view stands still.
  package var still = Style(.yellow, [.bold, .reverse])
  /// Laid over the selected row or entry.
  package var selection: Style.Attributes = .reverse

  /// 16 colours, for dark and light terminals.
  package static let standard = Theme()

  package init() {}
}
