import PayloadText
import TerminalUI

/// What was just said, cut where it is too long.
struct NoticeView {
  let notice: Notice
  let theme: Theme

  /// - Returns: columns used.
  func draw(on canvas: inout Canvas, in rect: Rect) -> Int {
    let style =
      switch notice.kind {
      case .information: theme.accent
      case .warning: theme.warning
      case .failure: theme.failure
      }
    return canvas.draw([(notice.text, style)], in: rect)
  }
}
