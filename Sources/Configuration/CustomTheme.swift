package import Monitor
package import TerminalUI

/// A theme of the user: a built-in theme with some of its styles replaced.
package struct CustomTheme: Hashable, Sendable {
  /// The built-in theme that provides all other styles.
  package var base = "default"
  /// The replaced styles.
  package var styles: [Theme.Part: Style] = [:]

  /// The complete theme.
  var theme: Theme {
    var theme = Theme.named(base)
    for (part, style) in styles { theme[part] = style }
    return theme
  }
}
