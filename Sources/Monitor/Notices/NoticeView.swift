import PayloadText
import TerminalUI

/// The sentence that was just said, in as many lines as it needs, as far as the window has them.
struct NoticeView {
  let lines: [SafeText]
  let kind: Notice.Kind
  let theme: Theme

  private var style: Style {
    switch kind {
    case .information: theme.accent
    case .warning: theme.warning
    case .failure: theme.failure
    }
  }

  func draw(on canvas: inout Canvas, in rect: Rect) {
    for (index, line) in lines.enumerated() {
      canvas.draw([(line, style)], in: rect.line(index).dropping(left: rect.columns > 1 ? 1 : 0))
    }
  }
}
