import Basics
import PayloadText
import TerminalUI

/// A help that scrolls: the command table and what lines may hold, or the filter language.
struct HelpView {
  let title: SafeText
  let text: WrappedHelp
  /// Lines, wrapped to the width, that are scrolled out above.
  let offset: Int
  /// The search.
  let search: HelpSearch?
  let theme: Theme
  let catalogue: Catalogue
  let keymap: Keymap

  /// The words of the frame.
  static let closing = "{back} closes, {down} {up} {page-down} scroll, {help-search} searches"
  static let moreBelow = "more below"

  func draw(on canvas: inout Canvas, in rect: Rect) {
    let inside = canvas.frame(rect, style: theme.quiet)
    let (keysWidth, wrapped) = (text.keysWidth, text.lines)
    let title: LinePart.Form = [
      (" \(title) ", theme.accent), ("(\(catalogue(Phrase(Self.closing), keymap))) ", theme.quiet),
    ]
    canvas.draw(title, in: rect.dropping(left: 2).dropping(right: 2))
    for (index, help) in wrapped.dropFirst(offset).prefix(inside.rows).enumerated() {
      let line = inside.line(index).dropping(left: 1)
      if help.isHeading {
        canvas.draw([(help.text, theme.heading)], in: line)
      } else {
        canvas.draw([(help.keys, theme.accent)], in: line.taking(left: keysWidth))
        canvas.draw([(help.text, theme.plain)], in: line.dropping(left: keysWidth + 2))
        mark(help.keys, on: &canvas, in: line.taking(left: keysWidth))
        mark(help.text, on: &canvas, in: line.dropping(left: keysWidth + 2))
      }
    }
    let below = wrapped.count - offset - inside.rows
    let end = rect.line(rect.rows - 1).dropping(left: 2).dropping(right: 2)
    if below > 0 { canvas.drawRight(" \(catalogue(Phrase(Self.moreBelow))) ", style: theme.quiet, in: end) }
    canvas.cursor = nil
    guard let search else { return }
    let field = end.taking(left: max(0, end.columns - 14))
    if search.isTyping {
      search.editor.draw(on: &canvas, in: field, prompt: " / ", styles: LineEditor.Styles(prompt: theme.accent))
    } else {
      canvas.draw([(" / ", theme.accent), (SafeText(search.editor.text) + " ", theme.plain)], in: field)
    }
  }

  /// Marks the words that were looked for.
  private func mark(_ text: SafeText, on canvas: inout Canvas, in line: Rect) {
    guard let search else { return }
    let shown = Array(text.description.lowercased().unicodeScalars)
    for word in search.words.map({ Array($0.unicodeScalars) }) where word.count <= shown.count {
      for start in 0...shown.count - word.count where Array(shown[start..<start + word.count]) == word {
        let found = line.dropping(left: Self.width(shown[..<start])).taking(left: Self.width(word[...]))
        canvas.restyle(found) { $0 = theme.match }
      }
    }
  }

  private static func width(_ scalars: ArraySlice<Unicode.Scalar>) -> Int {
    SafeText(String(String.UnicodeScalarView(scalars))).width
  }
}
