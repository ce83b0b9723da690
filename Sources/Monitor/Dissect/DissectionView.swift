import Basics
import PayloadText
import TerminalUI

/// The pane of Wireshark's tree: a rule that names the row, and below it the nodes, each with a sign that says whether
/// it is open.
struct DissectionView {
  let dissection: Dissecting
  /// Whether the tree is of the row that is selected in the table.
  let isOfSelectedRow: Bool
  let isFocused: Bool
  let look: Look

  func draw(on canvas: inout Canvas, in rect: Rect) {
    guard !rect.isEmpty else { return }
    let theme = look.theme
    canvas.rule(title, in: rect, style: theme.quiet)
    let area = rect.dropping(top: 1).dropping(left: 1)
    guard let tree = dissection.tree else {
      let text = dissection.problem.map(look.words) ?? ""
      for (index, line) in text.wrapped(columns: max(1, area.columns)).prefix(area.rows).enumerated() {
        canvas.draw([(line, theme.warning)], in: area.line(index))
      }
      return
    }
    let lines = dissection.visible.dropFirst(dissection.offset).prefix(area.rows)
    for (index, node) in lines.enumerated() {
      draw(tree.nodes[node], node, on: &canvas, in: area.line(index))
    }
  }

  private var title: [LinePart] {
    let row = dissection.row.map { look.words("Wireshark's tree of \(Figures.grouped($0))") }
    var title = PaneTitle(row ?? look.words("Wireshark's tree"), isFocused: isFocused, look)
    if dissection.isSlow { title.add("asking Wireshark…", rank: 80, style: look.theme.warning) }
    if dissection.tree?.isCut == true { title.add("too large: cut", rank: 70, style: look.theme.warning) }
    let count = dissection.visible.count
    if count > 0 {
      title.add([SafeText("\(Figures.grouped(dissection.selected + 1))/\(Figures.grouped(count))")], rank: 40)
    }
    return title.parts
  }

  private func draw(_ node: ProtocolTree.Node, _ index: Int, on canvas: inout Canvas, in line: Rect) {
    let theme = look.theme
    let sign: SafeText = dissection.hasChildren(index) ? (dissection.isOpen(index) ? "- " : "+ ") : "  "
    // Of a tree of another row, the bytes do not light up.
    let style = !isOfSelectedRow ? theme.quiet : node.depth == 0 ? theme.accent : theme.plain
    let indent = min(2 * node.depth, max(0, line.columns - 10))
    let place = line.dropping(left: indent)
    canvas.draw([(sign, theme.quiet), (SafeText(node.label), style)], in: place, escapes: theme.escape)
    if index == dissection.selectedNode {
      canvas.restyle(place.dropping(left: 2)) { theme.select(&$0, isFocused: isFocused) }
    }
  }
}
