import Basics
import PayloadText
import PeerText
import TerminalUI
import UDPCore

/// The list from which an encoding is chosen.
struct EncodingsView {
  let list: EncodingList
  /// What is in force for the peer now.
  let auto: EncodingChoice?
  let interfaces: InterfaceNames
  let theme: Theme
  /// Gives a sentence in the person's language.
  let words: (Phrase) -> SafeText

  func draw(on canvas: inout Canvas, in rect: Rect) {
    let title = words(title)
    let size = Size(columns: max(48, title.width + 6), rows: list.entries.count + 2)
    let box = rect.centered(size)
    let inside = canvas.frame(box, style: theme.quiet)
    // The selected entry stays in sight, with the list at rest as long as it fits.
    let count = list.entries.count
    let first = max(0, min(list.selected - inside.rows / 2, count - inside.rows))
    draw(title, on: &canvas, in: box.line(0))
    drawEnd(isMore: first + inside.rows < count, on: &canvas, in: box.line(box.rows - 1))
    if first > 0 {
      canvas.drawRight(" \(words("more above")) ", style: theme.quiet, in: box.line(0).dropping(right: 2))
    }
    for (index, entry) in list.entries.dropFirst(first).prefix(inside.rows).enumerated() {
      let line = inside.line(index)
      let note: Phrase = entry.encoding == nil ? explanation : ""
      canvas.draw([(" \(entry.name)", theme.plain), (words(note), theme.quiet)], in: line)
      if let likelihood = entry.likelihood {
        canvas.drawRight(SafeText(Self.percent(likelihood)), style: theme.quiet, in: line.dropping(right: 1))
      }
      if first + index == list.selected { canvas.restyle(line) { $0.attributes.formUnion(theme.selection) } }
    }
  }

  private var title: Phrase {
    if list.isForMessage { return "encoding of this message" }
    guard let peer = list.peer else { return "encoding of all peers" }
    if list.others.isEmpty { return "encoding of \(peer.text(interfaces))" }
    return "encoding of \(Figures.grouped(list.others.count + 1)) peers"
  }

  /// What "auto" does.
  private var explanation: Phrase {
    if list.isForMessage, let auto { return "  the peer's own: \(auto.label)" }
    guard let auto else { return "  by what each peer writes" }
    return "  by what the peer writes; now \(auto.label)"
  }

  private func draw(_ title: SafeText, on canvas: inout Canvas, in line: Rect) {
    canvas.draw([(" \(title) ", theme.accent)], in: line.dropping(left: 2).dropping(right: 2))
  }

  private func drawEnd(isMore: Bool, on canvas: inout Canvas, in line: Rect) {
    let line = line.dropping(left: 2).dropping(right: 2)
    let search: SafeText = list.search.isEmpty ? " \(words("letters select")) " : " \(list.search) "
    let used = canvas.draw([(search, list.search.isEmpty ? theme.quiet : theme.accent)], in: line)
    if isMore { canvas.drawRight(" \(words("more below")) ", style: theme.quiet, in: line.dropping(left: used)) }
  }

  /// `97 %`, `< 1 %`.
  private static func percent(_ likelihood: Double) -> String {
    if likelihood < 0.01 { return "< 1 %" }
    if likelihood > 0.99 { return "> 99 %" }
    return "\(Int((likelihood * 100).rounded())) %"
  }
}
