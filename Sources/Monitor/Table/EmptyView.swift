import Basics
import PayloadText
import TerminalUI

/// The lines in a table without rows: what is bound and how to send a first datagram, or why the filter hides all.
struct EmptyView {
  /// A line, and its style.
  struct Line {
    let text: Phrase
    let style: Theme.Part

    init(_ text: Phrase, _ style: Theme.Part = .plain) {
      self.text = text
      self.style = style
    }
  }

  let lines: [Line]
  let look: Look

  func draw(on canvas: inout Canvas, in rect: Rect) {
    let isRoomy = rect.rows > 8
    let area = rect.dropping(top: isRoomy ? 1 : 0).dropping(left: 1)
    var row = 0
    for line in lines where isRoomy || !line.text.isEmpty {
      let text = look.words(line.text)
      // What is to be typed elsewhere stays one line.
      let isTyped = text.description.hasPrefix(" ")
      for part in isTyped || text.width <= area.columns ? [text] : text.wrapped(columns: area.columns) {
        canvas.draw([(part, look.theme[line.style])], in: area.line(row))
        row += 1
      }
    }
  }
}
