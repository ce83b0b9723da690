package import DisplayFilter
package import TerminalUI

/// A style for rows that a filter shows. Judged only for rows in sight, when they are drawn.
package struct ColorRule: Hashable, Sendable {
  package var filter: DisplayFilter
  package var style: Style

  package init(filter: DisplayFilter, style: Style) {
    self.filter = filter
    self.style = style
  }
}
