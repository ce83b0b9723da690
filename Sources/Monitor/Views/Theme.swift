package import TerminalUI

/// The styles of the screen. No background is ever painted; without colours the attributes say enough.
package struct Theme: Hashable, Sendable {
  /// What has a style; the raw value is its name in the configuration.
  package enum Part: String, CaseIterable, Sendable {
    case plain, quiet, heading, accent, incoming, outgoing, failure, warning, escape, live, still, selection
  }

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

  package init() {}

  /// 16 colours, for dark and light terminals.
  package static let standard = Theme()

  /// For a light background: no yellow, cyan or green of the lighter kind.
  package static let light: Theme = {
    var theme = Theme()
    theme.accent = Style(.blue, .bold)
    theme.outgoing = Style(.blue)
    theme.warning = Style(.magenta, .bold)
    theme.escape = Style(.red, .underline)
    theme.live = Style(.blue, [.bold, .reverse])
    theme.still = Style(.magenta, [.bold, .reverse])
    return theme
  }()

  /// Attributes alone.
  package static let mono: Theme = {
    var theme = Theme()
    for part in Part.allCases { theme[part].foreground = .standard }
    return theme
  }()

  /// The themes that are shipped, by name.
  package static let shipped: [(name: String, theme: Theme)] = [
    ("default", standard), ("light", light), ("mono", mono),
  ]

  /// The style of a part. Of the selection only the attributes count.
  package subscript(part: Part) -> Style {
    get {
      switch part {
      case .plain: plain
      case .quiet: quiet
      case .heading: heading
      case .accent: accent
      case .incoming: incoming
      case .outgoing: outgoing
      case .failure: failure
      case .warning: warning
      case .escape: escape
      case .live: live
      case .still: still
      case .selection: Style(.standard, selection)
      }
    }
    set {
      switch part {
      case .plain: plain = newValue
      case .quiet: quiet = newValue
      case .heading: heading = newValue
      case .accent: accent = newValue
      case .incoming: incoming = newValue
      case .outgoing: outgoing = newValue
      case .failure: failure = newValue
      case .warning: warning = newValue
      case .escape: escape = newValue
      case .live: live = newValue
      case .still: still = newValue
      case .selection: selection = newValue.attributes
      }
    }
  }
}
