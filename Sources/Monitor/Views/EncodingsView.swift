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
    let size = Size(columns: max(42, title.width + 6), rows: list.entries.count + 2)
    let box = rect.centered(size)
    let inside = canvas.frame(box, style: theme.quiet)
    canvas.draw(
      " \(title) ", at: Position(column: box.column + 2, row: box.row), style: theme.accent, in: box)
    // The selected entry stays in sight, with the list at rest as long as it fits.
    let first = max(0, min(list.selected - inside.rows / 2, list.entries.count - inside.rows))
    for (index, entry) in list.entries.dropFirst(first).prefix(inside.rows).enumerated() {
      let line = inside.line(index)
      let name = entry.encoding?.name ?? "auto"
      canvas.draw(" \(name)", at: line.origin, style: theme.plain, in: line)
      if let likelihood = entry.likelihood {
        let column = line.column + max(16, line.columns - 7)
        let percent = SafeText(Self.percent(likelihood))
        canvas.draw(percent, at: Position(column: column, row: line.row), style: theme.quiet, in: line)
      }
      if entry.encoding == nil {
        canvas.draw("decided by what the peer writes", at: line.dropping(left: 7).origin, style: theme.quiet, in: line)
      }
      if first + index == list.selected {
        canvas.restyle(line) { $0.attributes.formUnion(theme.selection) }
      }
    }
  }

  /// ` 97 %`, `< 1 %`: six columns.
  private static func percent(_ likelihood: Double) -> String {
    if likelihood < 0.01 { return " < 1 %" }
    if likelihood > 0.99 { return "> 99 %" }
    return "  \(Int((likelihood * 100).rounded())) %".suffix(6).description
  }
}
