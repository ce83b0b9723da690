import Alarms
import Basics
import PayloadText
import TerminalUI
import UDPCore

/// The list of alarms, with what is known of the selected one below it.
struct AlarmsView {
  let list: SelectableList<AlarmRecord>
  let look: Look

  /// The lines below the list.
  private static let detailRows = 3

  func draw(on canvas: inout Canvas, in rect: Rect) {
    let hasDetail = rect.rows >= 9
    let area = hasDetail ? rect.dropping(bottom: Self.detailRows) : rect
    let frame = ListFrame(title: look.words("alarms"), columns: rect.columns - 4, search: nil, look: look)
    let nameColumns = min(28, list.entries.map { SafeText($0.name).width }.max() ?? 0)
    frame.draw(list, on: &canvas, in: area) { canvas, alarm, line in draw(alarm, nameColumns, on: &canvas, in: line) }
    guard hasDetail, let alarm = list.selected else { return }
    let box = rect.dropping(top: rect.rows - Self.detailRows)
    canvas.fill(box)
    let below = box.dropping(left: 3)
    for (place, parts) in detail(of: alarm).enumerated() { canvas.draw(parts, in: below.line(place)) }
  }

  private func draw(_ alarm: AlarmRecord, _ nameColumns: Int, on canvas: inout Canvas, in line: Rect) {
    let theme = look.theme
    let style = !alarm.isInForce ? theme.quiet : alarm.isAcknowledged ? theme.plain : theme.failure
    let sign: SafeText = !alarm.isInForce ? "   " : alarm.isAcknowledged ? "[x]" : "[ ]"
    let name = SafeText(alarm.name)
    let shown = name.width <= nameColumns ? name : name.shortened(to: nameColumns, look.symbols.ellipsis)
    canvas.draw([(" \(sign) ", style), (shown, style)], in: line)
    var parts: [LinePart] = []
    // The name often says what is wrong, but never who.
    let subject = subject(of: alarm)
    if let subject { parts.append(LinePart(subject, style: style, rank: LinePart.kept)) }
    parts.append(LinePart(look.words(alarm.text), style: style, rank: subject == nil ? LinePart.kept : 60))
    if alarm.count > 1 {
      parts.append(LinePart(look.words("\(Figures.grouped(alarm.count)) times"), style: theme.quiet, rank: 50))
    }
    if let ending = alarm.ending { parts.append(LinePart(look.words(ending), style: theme.quiet, rank: 40)) }
    let rest = line.dropping(left: nameColumns + 7).dropping(right: 1)
    canvas.draw(LinePart.fitted(parts, columns: rest.columns, gap: "  "), in: rest)
  }

  private func subject(of alarm: AlarmRecord) -> SafeText? {
    alarm.subject { look.name(of: $0) }.map { SafeText($0) }
  }

  /// The lines about the selected alarm: whom it is about, since when, and whether it is acknowledged.
  private func detail(of alarm: AlarmRecord) -> [[(SafeText, Style)]] {
    let theme = look.theme
    let begin = TimeText.clock(alarm.begin, look.utcOffsets).first ?? ""
    let last = TimeText.clock(alarm.last, look.utcOffsets).first ?? ""
    let state: Phrase
    if let ending = alarm.ending {
      let end = alarm.ended.flatMap { TimeText.clock($0, look.utcOffsets).first } ?? ""
      state = "over since \(end): \(ending)"
    } else {
      state =
        alarm.isAcknowledged
        ? "acknowledged: no bell and no program until it is over" : "in force, not acknowledged"
    }
    let times: Phrase =
      alarm.count > 1
      ? "since \(begin), \(Figures.grouped(alarm.count)) times, the last at \(last)" : "since \(begin)"
    return [
      [(SafeText(alarm.name), theme.plain), ("  ", theme.plain), (subject(of: alarm) ?? "", theme.plain)],
      [(look.words(alarm.text), theme.plain), ("  ", theme.plain), (look.words(times), theme.quiet)],
      [(look.words(state), alarm.isInForce && !alarm.isAcknowledged ? theme.warning : theme.quiet)],
    ]
  }
}
