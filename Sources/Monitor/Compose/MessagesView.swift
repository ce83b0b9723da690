import Basics
import PayloadText
import TerminalUI

/// The list from which a saved message is chosen.
struct MessagesView {
  let list: SelectableList<SavedMessage>
  let look: Look

  func draw(on canvas: inout Canvas, in rect: Rect) {
    let theme = look.theme
    let nameWidth = min(24, list.entries.reduce(0) { max($0, SafeText($1.name).width) })
    let textWidth = list.entries.reduce(0) { max($0, text(of: $1).width) }
    let frame = ListFrame(
      title: look.words("saved messages"), columns: max(40, nameWidth + textWidth + 6), search: list.search, look: look)
    frame.draw(list, on: &canvas, in: rect) { canvas, entry, line in
      canvas.draw([(SafeText(entry.name), theme.accent)], in: line.dropping(left: 1).taking(left: nameWidth))
      canvas.draw([(text(of: entry), theme.plain)], in: line.dropping(left: nameWidth + 3).dropping(right: 1))
    }
  }

  /// The message with the form and the encoding that were chosen for it.
  private func text(of entry: SavedMessage) -> SafeText {
    let message = entry.message
    let kind = [message.form == .text ? nil : message.form?.rawValue, message.encoding?.name].compactMap { $0 }
    return SafeText(kind.isEmpty ? message.text : "\(message.text)  (\(kind.joined(separator: ", ")))")
  }
}
