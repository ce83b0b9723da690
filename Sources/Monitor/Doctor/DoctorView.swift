import Basics
import Diagnosis
import PayloadText
import TerminalUI

/// The report of why nothing arrives: causes with evidence and cure, in a frame that scrolls.
struct DoctorView {
  /// A line of the report, wrapped and styled.
  struct Line {
    let text: SafeText
    let style: Style
    let indent: Int
  }

  let doctor: Doctor
  /// The place among several that are bound, as in `place 1 of 3`; `nil` for any other.
  let place: Phrase?
  let look: Look

  func draw(on canvas: inout Canvas, in rect: Rect) {
    let inside = canvas.frame(rect, style: look.theme.quiet)
    let title = look.words("why nothing arrives")
    var subject: SafeText = "\(look.symbols.dot) \(SafeText(doctor.target.text)) "
    if let place { subject = "\(subject)\(look.symbols.dot) \(look.words(place)) " }
    canvas.draw(
      [(" \(title) ", look.theme.accent), (subject, look.theme.quiet)],
      in: rect.dropping(left: 2).dropping(right: 2))
    let lines = Self.lines(of: doctor, columns: inside.columns, look)
    let offset = min(doctor.offset, max(0, lines.count - inside.rows))
    let end = rect.line(rect.rows - 1).dropping(left: 2).dropping(right: 2)
    for (index, line) in lines.dropFirst(offset).prefix(inside.rows).enumerated() {
      canvas.draw([(line.text, line.style)], in: inside.line(index).dropping(left: 1 + line.indent))
    }
    if lines.count > offset + inside.rows {
      canvas.drawRight(" \(look.words("more below")) ", style: look.theme.quiet, in: end)
    }
    canvas.cursor = nil
  }

  /// The lines of the report in a frame with so many columns inside.
  static func lines(of doctor: Doctor, columns: Int, _ look: Look) -> [Line] {
    guard let diagnosis = doctor.diagnosis else {
      let text = look.words(
        "examining sockets, interfaces, routes, the firewall and counters; this takes a second or two")
      return text.wrapped(columns: max(2, columns - 2)).map { Line(text: $0, style: look.theme.quiet, indent: 0) }
    }
    return diagnosis.lines.flatMap { line -> [Line] in
      let text = look.catalogue(line.text)
      let shown = line.role == .command ? "$ " + text : text
      return shown.wrapped(columns: max(2, columns - 2 - line.indent)).enumerated().map { index, part in
        Line(
          text: part, style: style(line.role, look.theme),
          indent: line.indent + (index > 0 && line.role == .command ? 2 : 0))
      }
    }
  }

  private static func style(_ role: ReportLine.Role, _ theme: Theme) -> Style {
    switch role {
    case .heading: theme.heading
    case .cause(.certain): theme.failure
    case .cause(.rising): theme.warning
    case .cause(.possible): theme.plain
    case .evidence, .good, .blank: theme.quiet
    case .command: theme.accent
    case .advice: theme.plain
    case .bad: theme.warning
    }
  }
}
