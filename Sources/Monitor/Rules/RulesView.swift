import Basics
import PayloadText
import Rules
import TerminalUI
import UDPCore

/// The list of rules, with what the selected one does and what was withheld below it.
struct RulesView {
  let list: SelectableList<RuleRecord>
  let look: Look

  /// The lines below the list.
  private static let detailRows = 4

  func draw(on canvas: inout Canvas, in rect: Rect) {
    let hasDetail = rect.rows >= 10
    let area = hasDetail ? rect.dropping(bottom: Self.detailRows) : rect
    let frame = ListFrame(title: look.words("rules"), columns: rect.columns - 4, search: nil, look: look)
    let nameColumns = min(24, list.entries.map { SafeText($0.name).width }.max() ?? 0)
    frame.draw(list, on: &canvas, in: area) { canvas, rule, line in draw(rule, nameColumns, on: &canvas, in: line) }
    guard hasDetail, let rule = list.selected else { return }
    let box = rect.dropping(top: rect.rows - Self.detailRows)
    canvas.fill(box)
    let below = box.dropping(left: 3)
    for (place, parts) in detail(of: rule).enumerated() { canvas.draw(parts, in: below.line(place)) }
  }

  private func draw(_ rule: RuleRecord, _ nameColumns: Int, on canvas: inout Canvas, in line: Rect) {
    let theme = look.theme
    let name = rule.isArmed ? theme.plain : theme.quiet
    canvas.draw([(rule.isArmed ? " [x] " : " [ ] ", name), (SafeText(rule.name), name)], in: line)
    var parts = [
      LinePart(figures(rule), style: theme.quiet, rank: LinePart.kept)
    ]
    if let problem = rule.problem {
      let brief = look.words(rule.isArmed ? "failed: see below" : "disarmed: see below")
      parts.append(LinePart(look.words(problem), brief, style: theme.warning, rank: 80))
    } else {
      parts.append(LinePart(SafeText(rule.condition), style: theme.quiet, rank: 40))
    }
    let rest = line.dropping(left: nameColumns + 7).dropping(right: 1)
    canvas.draw(LinePart.fitted(parts, columns: rest.columns, gap: "  "), in: rest)
  }

  private func figures(_ rule: RuleRecord) -> SafeText {
    let hits = look.words("hit \(Figures.grouped(rule.hits))")
    let answers = look.words("answered \(Figures.grouped(rule.answers))")
    return rule.withheldCount == 0
      ? hits + " " + look.symbols.dot + " " + answers
      : hits + " " + look.symbols.dot + " " + answers + " " + look.symbols.dot + " "
        + look.words("withheld \(Figures.grouped(rule.withheldCount))")
  }

  /// The lines about the selected rule: when and what, the answer, what was withheld.
  private func detail(of rule: RuleRecord) -> [[(SafeText, Style)]] {
    let theme = look.theme
    let when: Phrase =
      rule.lastHit.map { "last used \(TimeText.clock($0, look.utcOffsets).first ?? "")" } ?? "not used so far"
    let withheld = ReplyWithheld.allCases.compactMap { reason in
      rule.withheld[reason].map { count in look.words("\(Figures.grouped(count)) \(reason.explanation)") }
    }
    let reasons =
      withheld.isEmpty ? "" : look.words("withheld: ") + withheld.dropFirst().reduce(withheld[0]) { $0 + "; " + $1 }
    return [
      [(look.words(when), theme.quiet), ("  ", theme.quiet), (SafeText(rule.condition), theme.plain)],
      [(look.words("answers "), theme.quiet), (SafeText(rule.reply), theme.plain)],
      [(reasons, theme.warning)], [(rule.problem.map(look.words) ?? "", theme.warning)],
    ]
  }
}
