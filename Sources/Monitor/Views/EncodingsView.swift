import PayloadText
import TerminalUI
import UDPCore

/// The list from which an encoding is chosen.
struct EncodingsView {
  let list: EncodingList
  let interfaces: InterfaceNames
  let theme: Theme

  func draw(on canvas: inout Canvas, in rect: Rect) {
    let title: SafeText = list.peer.map { "encoding of \($0.text(interfaces))" } ?? "encoding of all peers"
    let size = Size(columns: max(42, title.width + 6), rows: EncodingList.entries.count + 2)
    let box = rect.centered(size)
    let inside = canvas.frame(box, style: theme.quiet)
    canvas.draw(
      " \(title) ", at: Position(column: box.column + 2, row: box.row), style: theme.accent, in: box)
    // The selected entry stays in sight, with the list at rest as long as it fits.
    let first = max(0, min(list.selected - inside.rows / 2, EncodingList.entries.count - inside.rows))
    for (index, entry) in EncodingList.entries.dropFirst(first).prefix(inside.rows).enumerated() {
      let line = inside.line(index)
      let name = entry?.name ?? "auto"
      canvas.draw(" \(name)", at: line.origin, style: theme.plain, in: line)
      if entry == nil {
        canvas.draw("decided by what the peer writes", at: line.dropping(left: 7).origin, style: theme.quiet, in: line)
      }
      if first + index == list.selected {
        canvas.restyle(line) { $0.attributes.formUnion(theme.selection) }
      }
    }
  }
}
