import PayloadText
import TerminalUI

/// What was just said, cut before its tail where it is too long.
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
    let room = rect.dropping(right: notice.tail.width)
    if room.columns < min(notice.text.width, 8) { return canvas.draw([(notice.text + notice.tail, style)], in: rect) }
    let used = canvas.draw([(notice.text, style)], in: room)
    return used + canvas.draw([(notice.tail, style)], in: rect.dropping(left: used))
  }
}
