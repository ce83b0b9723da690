package import TerminalUI

/// The styles of the screen. No background is ever painted; without colours the attributes say enough.
package struct Theme: Hashable, Sendable {
  /// A part of the screen that has a style; the raw value is its name in the configuration.
  package enum Part: String, CaseIterable, Sendable {
    case plain, quiet, heading, accent, incoming, outgoing, failure, warning, escape, live, still, selection
    case unfocused
  }

  /// Words of ours: what is bound, sentences.
  package var plain = Style.plain
  /// Less important parts: units, rules, hints.
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
  /// Parts that deserve a look.
  package var warning = Style(.yellow, .bold)
  /// Escapes and bytes that are no text.
  package var escape = Style(.magenta, .underline)
  /// Matches of the search, in rows and in the detail.
  package var match = Style(.yellow, [.bold, .reverse])
  /// The status line's first word while following.
  package var live = Style(.green, [.bold, .reverse])
  /// The status line's first word while the view stands still.
  package var still = Style(.yellow, [.bold, .reverse])
  /// Laid over the selected row or entry of the pane that has the keys.
  package var selection: Style.Attributes = .reverse
  /// Laid over the selected row of the other panes.
  package var unfocused: Style.Attributes = .underline

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

  /// The names of the themes that are shipped.
  package static let shippedNames = shipped.map(\.name)

  /// Returns the shipped theme with a name; the standard one if there is none.
  package static func named(_ name: String) -> Theme { shipped.first { $0.name == name }?.theme ?? .standard }

  /// The style of a pane's title: reversed where the pane has the keys, so that colours are not needed to find it.
  func title(isFocused: Bool) -> Style { isFocused ? accent.adding(.reverse) : plain }

  /// The style of the table's headings, which are its title.
  func heading(isFocused: Bool) -> Style {
    isFocused ? heading : Style(heading.foreground, heading.attributes.subtracting(.bold).union(.dim))
  }

  /// Lays the cursor of a pane over a style.
  func select(_ style: inout Style, isFocused: Bool) {
    style.attributes.formSymmetricDifference(isFocused ? selection : unfocused)
  }

  /// The style of a part. Of the selection, focused or not, only the attributes count.
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
      case .unfocused: Style(.standard, unfocused)
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
      case .unfocused: unfocused = newValue.attributes
      }
    }
  }
}
