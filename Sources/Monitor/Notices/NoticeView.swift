import PayloadText
import TerminalUI

/// What was just said, in as many lines as it needs, as far as the window has them.
struct NoticeView {
  let lines: [SafeText]
  private let style: Style

  init(_ notice: Notice, _ state: State) {
    let margin = state.size.columns > 1 ? 1 : 0
    let most = Layout.noticeRows(of: state.size, isTyping: state.prompt != nil || state.compose.panel != nil)
    let columns = state.size.columns - margin
    // A window of the status line alone has no room for two ends.
    lines =
      most == 1 && notice.tail.isEmpty
      ? [notice.text]
      : notice.text.wrapped(columns: columns, count: most, tail: notice.tail, state.symbols.ellipsis)
    let theme = state.configuration.theme
    switch notice.kind {
    case .information: style = theme.accent
    case .warning: style = theme.warning
    case .failure: style = theme.failure
    }
  }

  /// Columns of its one line, the margin not counted; `nil` when there are several.
  var columns: Int? { lines.count == 1 ? lines.first?.width : nil }

  func draw(on canvas: inout Canvas, in rect: Rect) {
    for (index, line) in lines.enumerated() {
      canvas.draw([(line, style)], in: rect.line(index).dropping(left: rect.columns > 1 ? 1 : 0))
    }
  }
}

extension State {
  /// What is said now, laid out.
  var noticeView: NoticeView? { notices.current.map { NoticeView($0, self) } }

  /// The rows of the screen in which messages stand.
  package var messageRows: Range<Int> {
    let place = Layout(self).message
    return place.row..<place.endRow
  }
}
