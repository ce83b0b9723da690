import Basics
import PayloadText
import TerminalUI

/// The line that is typed above the status line: filter, find, command. A mistake is red, with a caret under it and
/// its reason.
struct PromptView {
  let prompt: Prompt
  /// The number of rows that the filter shows.
  let count: SafeText
  /// Whether peers are looked for, not rows.
  let findsPeers: Bool
  /// The progress or the outcome of the search.
  let findPlace: SafeText?
  /// The doubt about a match; `nil` for none.
  let findDoubt: SafeText?
  let theme: Theme
  /// Gives a sentence in the person's language.
  let words: (Phrase) -> SafeText

  func draw(on canvas: inout Canvas, in rect: Rect) {
    guard !rect.isEmpty else { return }
    if rect.rows > 2 {
      canvas.rule(
        [LinePart(title, style: theme.title(isFocused: true), rank: LinePart.kept)], in: rect, style: theme.quiet)
    }
    let lines = rect.dropping(top: rect.rows > 2 ? 1 : 0)
    let isWrong = prompt.problem != nil
    let styles = LineEditor.Styles(
      prompt: theme.accent, text: isWrong ? theme.failure : theme.plain, mark: theme.failure.adding(.underline))
    let field = lines.line(0).dropping(left: 1)
    prompt.editor.draw(
      on: &canvas, in: field, prompt: mark, styles: styles, marks: prompt.problem.map { [$0.range] } ?? [])
    drawNote(on: &canvas, in: lines.line(1).dropping(left: 1))
  }

  private func drawNote(on canvas: inout Canvas, in line: Rect) {
    if !prompt.offer.isEmpty { return drawList(prompt.offer.map(words), on: &canvas, in: line) }
    guard let problem = prompt.problem else {
      var rest = line
      if let findPlace, prompt.kind == .find {
        rest = rest.dropping(left: canvas.draw([(findPlace, theme.accent), ("  ", theme.plain)], in: rest))
      }
      if let findDoubt, prompt.kind == .find {
        canvas.draw([(findDoubt, theme.failure)], in: rest)
        return
      }
      guard !prompt.echo.isEmpty else { return }
      let used = canvas.draw([("= ", theme.quiet)], in: rest)
      return drawList(prompt.echo.map(words), on: &canvas, in: rest.dropping(left: used))
    }
    let reason = words(problem.text)
    // The caret stands below the mistake as long as both it and the reason can be seen.
    let scalars = prompt.editor.text.unicodeScalars.prefix(problem.range.lowerBound)
    let indent = mark.width + SafeText(String(String.UnicodeScalarView(scalars))).width
    if indent + 2 + reason.width <= line.columns {
      canvas.draw([("^ ", theme.failure), (reason, theme.failure)], in: line.dropping(left: indent))
    } else if indent < line.columns, reason.width + 1 <= indent {
      canvas.draw("^", at: line.dropping(left: indent).origin, style: theme.failure, in: line)
      canvas.draw(
        reason, at: line.dropping(left: indent - reason.width - 1).origin, style: theme.failure, in: line)
    } else {
      // The end of what is wrong with a filter says what to do, and so does a command anywhere.
      let isWrapped = prompt.kind == .filter || reason.namesCommand
      let ends = isWrapped ? reason.wrapped(columns: line.columns, count: 1, canvas.ellipsis) : []
      canvas.draw([(ends.last ?? reason, theme.failure)], in: line)
    }
  }

  /// As many as there is room for, and how many more there are.
  private func drawList(_ list: [SafeText], on canvas: inout Canvas, in line: Rect) {
    var shown: SafeText = ""
    for (index, word) in list.enumerated() {
      let longer = index == 0 ? word : shown + " " + word
      let rest = list.count - index - 1
      let more: SafeText = rest == 0 ? "" : " " + words("and \(Figures.grouped(rest)) more")
      if index > 0, longer.width + more.width > line.columns {
        shown += " " + words("and \(Figures.grouped(rest + 1)) more")
        break
      }
      shown = longer
    }
    canvas.draw([(shown, theme.quiet)], in: line)
  }

  private var mark: SafeText {
    switch prompt.kind {
    case .filter: "/ "
    case .find: words(prompt.findsByFilter ? "find by filter" : "find") + " "
    case .command: ": "
    case .write: words("to") + " "
    }
  }

  private var title: SafeText {
    switch prompt.kind {
    case .filter: words("filter: \(count)")
    case .find:
      words(
        findsPeers
          ? "find a peer by its address or name"
          : prompt.findsByFilter
            ? "find by a filter in the rows shown" : "find a text in the rows shown")
    case .command: words("command")
    case .write: words("write the rows shown: \(count)")
    }
  }
}
