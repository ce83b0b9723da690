import PayloadText
import TerminalUI

/// The last line: keys of commands that can do something where the keys go, from the command table.
struct FooterView {
  let state: State

  func draw(on canvas: inout Canvas, in rect: Rect) {
    let theme = state.configuration.theme
    var rest = rect.dropping(left: 1)
    for (key, word) in entries {
      guard key.width + word.width + 1 <= rest.columns else { return }
      let used = canvas.draw([(key, theme.accent), (" ", theme.plain), (word, theme.quiet)], in: rest)
      rest = rest.dropping(left: used + 2)
    }
  }

  /// Function keys in their order, then the others in the table's.
  private var entries: [(SafeText, SafeText)] {
    let focus = state.focus
    let commands = Command.all.filter { $0.footer != nil && $0.focuses.contains(focus) && $0.isUseful(state) }
    let keyed = commands.compactMap { command in command.shownKey.map { (key: $0, word: command.footer ?? "") } }
    let (functions, others) = (
      keyed.filter { $0.key.functionNumber != nil }, keyed.filter { $0.key.functionNumber == nil }
    )
    let ordered = functions.sorted { ($0.key.functionNumber ?? 0) < ($1.key.functionNumber ?? 0) }
    let all = focus.isEditor || !focus.isPane ? others + ordered : ordered + others
    return all.map { (SafeText($0.key.name), SafeText($0.word)) }
  }
}

extension Key {
  /// The number of a function key.
  fileprivate var functionNumber: Int? {
    if case .function(let number) = self { return number }
    return nil
  }
}

extension Focus {
  fileprivate var isPane: Bool { Set<Focus>.panes.contains(self) }
}
