import DisplayFilter
import PayloadText
import TerminalUI
import UDPCore

/// The status line: whether the view follows, what was just said, the rate, and a number for every loss.
struct StatusView {
  let state: State

  /// A part of the line, in a long and a short form.
  private struct Part {
    var text: SafeText
    var brief: SafeText
    var style: Style
    /// The lowest goes first when the line is too narrow.
    var rank: Int
  }

  func draw(on canvas: inout Canvas, in rect: Rect) {
    guard !rect.isEmpty else { return }
    let theme = state.configuration.theme
    let area = rect.dropping(left: rect.columns > 1 ? 1 : 0)
    let pieces = fitting(parts(isASCII: canvas.isASCII), columns: area.columns)
    var column = area.column
    for (text, style) in pieces {
      column += canvas.draw(text, at: Position(column: column, row: area.row), style: style, in: area)
      column += canvas.draw("  ", at: Position(column: column, row: area.row), style: theme.plain, in: area)
    }
  }

  /// All parts, in their short form or left out where there is no room, the least important ones first.
  private func fitting(_ parts: [Part], columns: Int) -> [(SafeText, Style)] {
    var shown: [(part: Part, text: SafeText)?] = parts.map { ($0, $0.text) }
    let order = parts.indices.sorted { parts[$0].rank < parts[$1].rank }
    func width() -> Int { shown.reduce(-2) { $0 + ($1.map { $0.text.width + 2 } ?? 0) } }
    // What is merely good to know gives way before what matters is shortened.
    for limit in [(brief: 90, out: 45), (brief: .max, out: .max)] {
      for index in order where width() > columns && parts[index].rank < limit.brief {
        shown[index]?.text = parts[index].brief
      }
      for index in order.dropLast() where width() > columns && parts[index].rank < limit.out { shown[index] = nil }
    }
    return shown.compactMap { $0.map { ($0.text, $0.part.style) } }
  }

  private func parts(isASCII: Bool) -> [Part] {
    let theme = state.configuration.theme
    var parts = [mode(theme)]
    if let notice = state.notice {
      let style =
        switch notice.kind {
        case .information: theme.accent
        case .warning: theme.warning
        case .failure: theme.failure
        }
      parts.append(Part(text: notice.text, brief: notice.text, style: style, rank: 98))
    }
    if state.newCount > 0 {
      let new: SafeText = "+\(Figures.grouped(state.newCount)) new"
      parts.append(Part(text: new, brief: "+\(Figures.grouped(state.newCount))", style: theme.warning, rank: 97))
    }
    parts += rate(isASCII: isASCII, theme)
    let counters = state.log.counters
    let shown = state.filtering.run.shownCount
    let hidden = max(0, state.heldCount - shown)
    parts += [
      figure("recv", counters.received, rank: 60, theme.plain),
      figure("sent", counters.sent, rank: 40, theme.plain),
      figure("shown", shown, rank: 30, theme.plain),
      figure("hidden", hidden, rank: 35, theme.plain),
      loss("evicted", counters.evicted, rank: 50, theme),
      loss("trunc", counters.truncated, rank: 51, theme),
    ]
    if counters.failed > 0 { parts.append(figure("failed", counters.failed, rank: 70, theme.failure)) }
    let bound: SafeText = state.drops.isLowerBound ? state.symbols.atLeast + " " : ""
    let drops = Figures.grouped(state.drops.count)
    parts.append(
      Part(
        text: "kernel drops \(bound)\(drops)", brief: "drops \(bound)\(drops)",
        style: state.drops.count > 0 ? theme.failure : theme.plain, rank: state.drops.count > 0 ? 95 : 55))
    return parts
  }

  private func mode(_ theme: Theme) -> Part {
    let word: SafeText
    switch state.viewport.mode {
    case .following: word = "FOLLOW"
    case .still: word = "STILL"
    case .frozen: word = "FROZEN"
    }
    return Part(text: word, brief: word, style: state.viewport.isFollowing ? theme.live : theme.still, rank: 100)
  }

  private func rate(isASCII: Bool, _ theme: Theme) -> [Part] {
    let rate = state.rate
    let datagrams: SafeText = "\(Figures.grouped(rate.datagrams))/s"
    var parts = [
      Part(
        text: "\(datagrams) \(Figures.bytes(rate.bytes))/s", brief: datagrams, style: theme.plain, rank: 65)
    ]
    if rate.history.contains(where: { $0 > 0 }) {
      let line = Sparkline(rate.history).text(columns: min(8, rate.history.count), ascii: isASCII)
      parts.append(Part(text: line, brief: line, style: theme.accent, rank: 10))
    }
    return parts
  }

  private func figure(_ name: String, _ count: Int, rank: Int, _ style: Style) -> Part {
    let text: SafeText = "\(name) \(Figures.grouped(count))"
    return Part(text: text, brief: text, style: style, rank: rank)
  }

  private func loss(_ name: String, _ count: Int, rank: Int, _ theme: Theme) -> Part {
    count == 0
      ? figure(name, 0, rank: rank - 30, theme.plain) : figure(name, count, rank: rank + 30, theme.warning)
  }
}
