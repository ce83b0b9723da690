import Basics
import Impairment
import PayloadText
import TerminalUI
import UDPCore

/// The pane of a relay: the sliders, and what became of the datagrams of all clients and of each; side by side where the
/// window is wide.
struct RelayView {
  let relaying: Relaying
  let isFocused: Bool
  let isASCII: Bool
  let look: Look

  func draw(on canvas: inout Canvas, in rect: Rect) {
    guard !rect.isEmpty else { return }
    canvas.rule(title, in: rect, style: look.theme.quiet)
    let layout = RelayLayout(rect, hasOthers: relaying.hasOthers)
    drawSliders(on: &canvas, in: layout.sliders)
    drawFigures(on: &canvas, in: layout.figures)
  }

  // MARK: Title

  private var title: [LinePart] {
    let whose =
      relaying.client.map { SafeText(look.name(of: $0.peer)) } ?? look.words("all clients")
    var title = PaneTitle(look.words("relay"), isFocused: isFocused, look)
    title.add([whose], rank: 85)
    let directions: Phrase = relaying.directions.count == 1 ? relaying.directions[0].phrase : "both directions"
    title.add(directions, rank: 75)
    if !relaying.isImpaired { title.add("all off", rank: 88, style: look.theme.warning) }
    for direction in relaying.held {
      let waiting = Figures.grouped(relaying.waiting(direction))
      title.add(
        relaying.client == nil
          ? "holding \(direction.phrase): \(waiting) waiting"
          : "holding \(direction.phrase) of all clients: \(waiting) waiting", brief: "holding: \(waiting)", rank: 87,
        style: look.theme.warning)
    }
    guard let report = relaying.report else { return title.parts }
    title.add(
      report.clients.count == 1 ? "1 client" : "\(Figures.grouped(report.clients.count)) clients", rank: 60)
    if report.endedCount > 0 { title.add("\(Figures.grouped(report.endedCount)) ended", rank: 50) }
    if report.refused > 0 {
      title.add("\(Figures.grouped(report.refused)) refused: too many clients", rank: 80, style: look.theme.warning)
    }
    if let next = report.nextChange {
      title.add("the profile changes in \(Figures.span(next))", brief: "change in \(Figures.span(next))", rank: 70)
    }
    title.add("seed \(String(report.seed))", rank: 40)
    return title.parts
  }

  // MARK: Sliders

  private func drawSliders(on canvas: inout Canvas, in rect: Rect) {
    let names = RelaySlider.allCases.map { look.words($0.name) }
    let width = names.reduce(0) { max($0, $1.width) }
    let bar = max(0, min(20, rect.columns - width - 26))
    for (index, slider) in RelaySlider.allCases.enumerated() where index < rect.rows {
      let line = rect.line(index)
      let all = relaying.directions.map(relaying.settings)
      let words = all.map { look.words(slider.words($0)) }
      let style = relaying.isImpaired ? look.theme.plain : look.theme.quiet
      var pieces: LinePart.Form = [(names[index].padded(toColumns: width), style), ("  ", style)]
      if bar > 0 {
        let done = Int((all.reduce(0) { max($0, slider.position($1)) } * Double(bar)).rounded())
        let mark = relaying.isImpaired ? look.theme.accent : look.theme.quiet
        pieces.append((SafeText(String(repeating: isASCII ? "#" : "━", count: done)), mark))
        pieces.append((SafeText(String(repeating: isASCII ? "-" : "─", count: bar - done)), look.theme.quiet))
        pieces.append(("  ", style))
      }
      for (place, word) in words.enumerated() where place == 0 || word != words[0] {
        let isSplit = words.contains { $0 != words[0] }
        if place > 0 { pieces.append(("  ", style)) }
        if isSplit { pieces.append((look.words(relaying.directions[place].word) + " ", look.theme.quiet)) }
        pieces.append((word, style))
      }
      canvas.draw(pieces, in: line.dropping(left: 1))
      if slider == relaying.slider {
        canvas.restyle(line.dropping(left: 1).taking(left: width)) { look.theme.select(&$0, isFocused: isFocused) }
      }
    }
    let last = RelaySlider.allCases.count
    if let others = relaying.others, rect.rows > last {
      let lines = look.words("also \(others)").wrapped(columns: rect.columns - 1)
      for (index, line) in lines.prefix(rect.rows - last).enumerated() {
        canvas.draw([(line, look.theme.quiet)], in: rect.line(last + index).dropping(left: 1))
      }
    }
  }

  // MARK: Figures

  /// A column of the figures behind the client.
  private enum Column: CaseIterable {
    case received, sent, lost, dropped, waiting, median, late

    var heading: Phrase {
      switch self {
      case .received: "In"
      case .sent: "Out"
      case .lost: "Lost"
      case .dropped: "Dropped"
      case .waiting: "Waiting"
      case .median: "p50"
      case .late: "p99"
      }
    }

    static let width = 7

    /// The columns that are dropped as the window narrows, in this order.
    static let dropOrder: [Column] = [.median, .late, .sent, .dropped, .waiting]
  }

  /// The columns that a client has at least, and those of a direction with blanks around it.
  private static let leastClient = 16
  private static let directionColumns = 6

  private func columns(in width: Int) -> [Column] {
    let hasDropped =
      relaying.report?.flows.up.counts.notPassed ?? 0 > 0
      || relaying.report?.flows.down.counts.notPassed ?? 0 > 0
    var all = Column.allCases.filter { $0 != .dropped || hasDropped }
    for column in Column.dropOrder where clientColumns(all, in: width) < Self.leastClient {
      all.removeAll { $0 == column }
    }
    return all
  }

  /// The columns that are left for a client.
  private func clientColumns(_ columns: [Column], in width: Int) -> Int {
    width - 1 - Self.directionColumns - columns.count * (Column.width + 1)
  }

  private func drawFigures(on canvas: inout Canvas, in rect: Rect) {
    guard rect.rows > 1, let report = relaying.report else { return }
    let columns = columns(in: rect.columns)
    let style = look.theme.heading(isFocused: isFocused)
    let client = clientColumns(columns, in: rect.columns)
    let lines = rect.dropping(left: 1)
    canvas.draw([(look.words("Client"), style)], in: lines.line(0).taking(left: client))
    var start = client + Self.directionColumns
    for column in columns {
      canvas.draw(
        look.words(column.heading), in: lines.line(0), start: start, width: Column.width, isRightAligned: true,
        style: style)
      start += Column.width + 1
    }
    var line = 1
    func add(_ name: SafeText, _ flow: RelayReport.Flow, _ direction: ImpairmentDirection, isChosen: Bool) {
      guard line < lines.rows else { return }
      draw(name, flow, direction, columns, client: client, on: &canvas, in: lines.line(line))
      if isChosen {
        canvas.restyle(lines.line(line).taking(left: client)) { look.theme.select(&$0, isFocused: isFocused) }
      }
      line += 1
    }
    for direction in ImpairmentDirection.allCases {
      add(
        direction == .up ? look.words("all clients") : "", report.flows[direction], direction, isChosen: false)
    }
    let flows = report.clients.flatMap { client in ImpairmentDirection.allCases.map { (client, $0) } }
    let visible = flows.dropFirst(relaying.offset).prefix(max(0, lines.rows - RelayLayout.sumRows))
    for (index, (client, direction)) in visible.enumerated() {
      add(
        direction == .up || index == 0
          ? SafeText(look.name(of: client.peer) + (client.hasOwnSettings ? " *" : "")) : "", client.flows[direction],
        direction,
        isChosen: direction == .up && relaying.scope == .client(client.ordinal))
    }
  }

  private func draw(
    _ name: SafeText, _ flow: RelayReport.Flow, _ direction: ImpairmentDirection, _ columns: [Column], client: Int,
    on canvas: inout Canvas, in line: Rect
  ) {
    let theme = look.theme
    canvas.draw(name, in: line, start: 0, width: client, isRightAligned: false, style: theme.plain)
    canvas.draw(
      look.words(direction.word), in: line, start: client + 1, width: 4, isRightAligned: false, style: theme.quiet)
    var start = client + Self.directionColumns
    for column in columns {
      let isTrouble = column == .dropped && flow.counts.notPassed > 0
      canvas.draw(
        text(of: column, flow), in: line, start: start, width: Column.width, isRightAligned: true,
        style: isTrouble ? theme.warning : theme.plain)
      start += Column.width + 1
    }
  }

  private func text(of column: Column, _ flow: RelayReport.Flow) -> SafeText {
    let counts = flow.counts
    switch column {
    case .received: return figure(counts.received)
    case .sent: return figure(counts.sent)
    case .lost: return figure(counts.lost)
    case .dropped: return figure(counts.notPassed)
    case .waiting: return figure(counts.waiting)
    case .median: return flow.median.map { SafeText(Figures.span($0)) } ?? look.symbols.none
    case .late: return flow.late.map { SafeText(Figures.span($0)) } ?? look.symbols.none
    }
  }

  private func figure(_ count: Int) -> SafeText {
    SafeText(count < 1_000_000 ? Figures.grouped(count) : Figures.rounded(count))
  }
}

extension RelayCounts {
  /// Datagrams that were not passed on for another reason than an intended loss.
  var notPassed: Int { dropped + overflowed + unbuffered + failed }
}
