import Basics
import PayloadText
import TerminalUI

/// The conversation with one peer, as a chat: theirs at the left, ours at the right, the times beside.
struct ConversationView {
  let conversation: Conversation
  let messages: [ConversationMessage]
  let layout: ConversationLayout
  /// Whether rows of the log wait to be looked at.
  let isBehind: Bool
  let isFocused: Bool
  let look: Look

  func draw(on canvas: inout Canvas, in rect: Rect) {
    guard !rect.isEmpty else { return }
    let theme = look.theme
    canvas.rule(title, in: rect, style: theme.quiet)
    let area = rect.dropping(top: 1)
    if messages.isEmpty {
      canvas.draw([(look.words("no datagrams yet"), theme.quiet)], in: area.line(0).dropping(left: 1))
    }
    var row = 0
    for message in messages {
      for (index, text) in message.lines.enumerated() where row < area.rows {
        let line = area.line(row)
        draw(message, text, isFirst: index == 0, on: &canvas, in: line)
        if message.row == conversation.current { canvas.restyle(line) { theme.select(&$0, isFocused: isFocused) } }
        row += 1
      }
    }
  }

  private func draw(
    _ message: ConversationMessage, _ text: SafeText, isFirst: Bool, on canvas: inout Canvas, in line: Rect
  ) {
    let theme = look.theme
    if isFirst {
      canvas.draw([(message.time, theme.quiet)], in: line.dropping(left: 1))
      let indent = 2 + layout.time + max(0, layout.delay - message.delay.width)
      canvas.draw([(message.delay, theme.quiet)], in: line.dropping(left: indent))
    }
    // The lines of a message of ours begin at one column.
    let width = message.lines.reduce(0) { max($0, $1.width) }
    let start = layout.start + (message.isTheirs ? 0 : max(0, layout.text - width))
    canvas.draw([(text, message.style)], in: line.dropping(left: start), escapes: theme.escape)
  }

  private var title: [LinePart] {
    let name = SafeText(look.name(of: conversation.peer))
    let phrase: Phrase = "conversation with \(name)"
    var title = PaneTitle(look.words(phrase), brief: name, isFocused: isFocused, look)
    title.add([look.words("we are \(look.name(of: conversation.own))")], rank: 40)
    title.add([SafeText(Figures.grouped(conversation.rows.count))], rank: 60)
    if isBehind { title.add("still reading", rank: 70) }
    if conversation.forgotten > 0 { title.add("\(Figures.grouped(conversation.forgotten)) forgotten", rank: 70) }
    return title.parts
  }
}
