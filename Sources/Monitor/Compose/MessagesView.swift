import Basics
import PayloadText
import TerminalUI

/// The list from which a saved message is chosen.
struct MessagesView {
  let list: MessageList
  let theme: Theme
  /// Gives a sentence in the person's language.
  let words: (Phrase) -> SafeText

  func draw(on canvas: inout Canvas, in rect: Rect) {
    let names = list.entries.map { SafeText($0.name) }
    let texts = list.entries.map { entry -> SafeText in
      let message = entry.message
      let kind = [message.form == .text ? nil : message.form?.rawValue, message.encoding?.name].compactMap { $0 }
      return SafeText(kind.isEmpty ? message.text : "\(message.text)  (\(kind.joined(separator: ", ")))")
    }
    let nameWidth = min(24, names.reduce(0) { max($0, $1.width) })
    let textWidth = texts.reduce(0) { max($0, $1.width) }
    let box = rect.centered(Size(columns: max(40, nameWidth + textWidth + 6), rows: names.count + 2))
    let inside = canvas.frame(box, style: theme.quiet)
    let first = max(0, min(list.selected - inside.rows / 2, names.count - inside.rows))
    canvas.draw([(" \(words("saved messages")) ", theme.accent)], in: box.line(0).dropping(left: 2).dropping(right: 2))
    let end = box.line(box.rows - 1).dropping(left: 2).dropping(right: 2)
    let search: SafeText = list.search.isEmpty ? " \(words("letters select")) " : SafeText(" \(list.search) ")
    canvas.draw([(search, list.search.isEmpty ? theme.quiet : theme.accent)], in: end)
    for (index, place) in (first..<min(names.count, first + inside.rows)).enumerated() {
      let line = inside.line(index)
      canvas.draw([(names[place], theme.accent)], in: line.dropping(left: 1).taking(left: nameWidth))
      canvas.draw([(texts[place], theme.plain)], in: line.dropping(left: nameWidth + 3).dropping(right: 1))
      if place == list.selected { canvas.restyle(line) { $0.attributes.formUnion(theme.selection) } }
    }
  }
}
