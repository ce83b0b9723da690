import Basics
import PayloadText
import Structure
import TerminalUI

/// The list of the fields that were found: place, kind, evidence and losses.
struct StructureView {
  let list: SelectableList<StructureRow>
  let title: SafeText
  let isVarying: Bool
  let isASCII: Bool
  let look: Look

  func draw(on canvas: inout Canvas, in rect: Rect) {
    let frame = ListFrame(title: title, columns: min(100, rect.columns - 4), search: nil, look: look)
    let names = list.entries.reduce(0) { max($0, $1.name?.utf8.count ?? 0) }
    frame.draw(list, on: &canvas, in: rect) { canvas, row, line in
      draw(row, nameColumns: names, on: &canvas, in: line.dropping(left: 1).dropping(right: 1))
    }
  }

  private func draw(_ row: StructureRow, nameColumns: Int, on canvas: inout Canvas, in line: Rect) {
    let theme = look.theme
    let head: LinePart.Form = [
      (row.place(isVarying: isVarying).padded(toColumns: 8), theme.quiet),
      (SafeText(row.name ?? "").padded(toColumns: nameColumns + 2), theme.accent),
    ]
    let width = LinePart.width(of: head)
    canvas.draw(head, in: line)
    var parts = [
      LinePart(look.words(row.field.summary(row.name, isASCII: isASCII)), style: theme.plain, rank: LinePart.kept)
    ]
    if let remark = row.remark {
      parts.append(
        LinePart(look.words(remark), style: row.field.isSuspicious ? theme.warning : theme.quiet, rank: 80))
    }
    if let evidence = row.evidence { parts.append(LinePart(look.words(evidence), style: theme.quiet, rank: 60)) }
    let rest = line.dropping(left: width)
    canvas.draw(LinePart.fitted(parts, columns: rest.columns, gap: "  "), in: rest)
  }
}
