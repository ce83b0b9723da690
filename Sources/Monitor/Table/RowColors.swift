package import DisplayFilter
package import TerminalUI
import UDPCore

/// A style for rows that a filter shows. Judged only for rows in sight, when they are drawn.
package struct ColorRule: Hashable, Sendable {
  package var filter: DisplayFilter
  package var style: Style

  package init(filter: DisplayFilter, style: Style) {
    self.filter = filter
    self.style = style
  }
}

/// The colour rules at work on the rows of one frame.
struct RowColors {
  private var rules: [(judge: FilterJudge, style: Style)]
  private let context: FilterContext

  init(_ colors: [ColorRule], in context: FilterContext) {
    rules = colors.map { (FilterJudge($0.filter, isForDrawing: true), $0.style) }
    self.context = context
  }

  /// The style of the first rule that shows the row; `nil` when none does. A rule that cannot decide does not.
  mutating func style(of datagram: Datagram) -> Style? {
    for index in rules.indices {
      if (try? rules[index].judge.matches(datagram, in: context)) ?? false { return rules[index].style }
    }
    return nil
  }
}
