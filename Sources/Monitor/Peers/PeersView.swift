import Basics
import PayloadText
import TerminalUI
import UDPCore

/// The pane of peers: a line each, sorted.
struct PeersView {
  let peers: Peers
  let visible: VisiblePeers
  let finding: Finding
  let isFocused: Bool
  let look: Look

  func draw(on canvas: inout Canvas, in rect: Rect) {
    guard !rect.isEmpty else { return }
    let theme = look.theme
    canvas.rule(title, in: rect, style: theme.quiet)
    let lines = rect.dropping(top: 1)
    let list = peers.list
    let (rows, layout) = (visible.rows, visible.layout)
    drawHeadings(layout, on: &canvas, in: lines.line(0))
    if peers.ledger.entries.isEmpty {
      canvas.draw([(look.words("no datagrams yet"), theme.quiet)], in: lines.line(1).dropping(left: 1))
    }
    let selected = list.entry(in: peers.ledger)?.peer
    for (index, row) in rows.enumerated() {
      let line = lines.line(index + 1)
      draw(row, layout, isASCII: canvas.isASCII, on: &canvas, in: line)
      if list.marked.contains(row.peer) { canvas.draw("*", at: line.origin, style: theme.accent, in: line) }
      if row.peer == selected {
        canvas.restyle(line) { theme.select(&$0, isFocused: isFocused) }
      }
    }
  }

  private var title: [LinePart] {
    let (list, ledger, symbols) = (peers.list, peers.ledger, look.symbols)
    var title = PaneTitle(look.words("peers"), isFocused: isFocused, look)
    title.add([SafeText(Figures.grouped(ledger.entries.count))], rank: 60)
    let unsorted = ledger.entries.count - list.order.count
    if unsorted > 0 { title.add("+\(Figures.grouped(unsorted)) unsorted", rank: 30) }
    let sign = list.isAscending ? symbols.ascending : symbols.descending
    title.add([look.words("by \(list.column.title)") + " " + sign], rank: 40)
    if !list.marked.isEmpty { title.add("\(Figures.grouped(list.marked.count)) marked", rank: 50) }
    if ledger.forgotten > 0 { title.add("\(Figures.grouped(ledger.forgotten)) forgotten", rank: 70) }
    if ledger.missed > 0 { title.add("\(Figures.grouped(ledger.missed)) rows not counted", rank: 70) }
    return title.parts
  }

  private func drawHeadings(_ layout: PeerLayout, on canvas: inout Canvas, in line: Rect) {
    let style = look.theme.heading(isFocused: isFocused)
    for place in layout.places {
      guard case .column(let column) = place.item else { continue }
      var heading = look.words(column.heading)
      if column == peers.list.column {
        heading += peers.list.isAscending ? look.symbols.ascending : look.symbols.descending
      }
      draw(heading, place, style: style, on: &canvas, in: line)
    }
  }

  private func draw(
    _ row: PeerRow, _ layout: PeerLayout, isASCII: Bool, on canvas: inout Canvas, in line: Rect
  ) {
    let theme = look.theme
    for place in layout.places {
      switch place.item {
      case .graph:
        let graph = Sparkline(row.arrivals).text(columns: place.width, ascii: isASCII)
        let indent = place.width - graph.width
        canvas.draw(graph, at: line.dropping(left: place.start + indent).origin, style: theme.accent, in: line)
      case .column(let column):
        let isTrouble = column == .errors && row.hasErrors
        let isLoss = column == .lost && row.hasLosses
        let style = isTrouble ? theme.failure : isLoss ? theme.warning : theme.plain
        draw(row.text(of: column), place, style: style, on: &canvas, in: line)
        if column == .address { mark(row.address, place, on: &canvas, in: line) }
      }
    }
  }

  /// Marks what was looked for; in an address that is cut there is no telling where it stands.
  private func mark(_ address: SafeText, _ place: PeerLayout.Place, on canvas: inout Canvas, in line: Rect) {
    guard finding.isHighlighted, address.width <= place.width else { return }
    let units = address.description.unicodeScalars.map { DecodedText.Unit.scalar($0) }
    for range in finding.ranges(in: units) {
      let start = SafeText(detail: DecodedText(units: Array(units[..<range.lowerBound]))).width
      let end = SafeText(detail: DecodedText(units: Array(units[..<range.upperBound]))).width
      canvas.restyle(line.dropping(left: place.start + start).taking(left: end - start)) {
        $0 = look.theme.match
      }
    }
  }

  private func draw(
    _ text: SafeText, _ place: PeerLayout.Place, style: Style, on canvas: inout Canvas, in line: Rect
  ) {
    canvas.draw(
      text, in: line, start: place.start, width: place.width, isRightAligned: place.isRightAligned, style: style)
  }
}
