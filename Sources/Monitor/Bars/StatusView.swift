import Basics
import DisplayFilter
import PayloadText
import TerminalUI
import UDPCore

/// The status line: whether the view follows, the rate, and a number for every loss. Losses that are not zero are never
/// left out.
struct StatusView {
  let state: State

  func draw(on canvas: inout Canvas, in rect: Rect) {
    let area = rect.dropping(left: rect.columns > 1 ? 1 : 0)
    canvas.draw(
      LinePart.fitted(
        parts(isASCII: canvas.isASCII), columns: area.columns, gap: "  ", more: " " + state.symbols.ellipsis), in: area)
  }

  private func parts(isASCII: Bool) -> [LinePart] {
    let theme = state.configuration.theme
    let counters = state.log.counters
    let shown = state.filtering.run.shownCount
    return [mode(theme)] + new(theme) + job(theme) + rate(isASCII: isASCII, theme) + [
      figure("recv", counters.received, rank: 75, theme),
      figure("sent", counters.sent, rank: 40, theme),
      figure("shown", shown, rank: 30, theme),
      figure("hidden", max(0, state.heldCount - shown), rank: 35, theme),
      loss("evicted", "ev", counters.evicted, rank: 20, theme.warning),
      loss("trunc", "tr", counters.truncated, rank: 21, theme.warning),
    ] + (counters.failed > 0 ? [loss("failed", "fail", counters.failed, rank: 0, theme.failure)] : []) + [drops(theme)]
  }

  private func mode(_ theme: Theme) -> LinePart {
    let word: Phrase
    switch state.table.viewport.mode {
    case .following: word = "FOLLOW"
    case .still: word = "STILL"
    case .frozen: word = "FROZEN"
    }
    return LinePart(
      state.words(word), style: state.table.viewport.isFollowing ? theme.live : theme.still, rank: LinePart.kept + 9)
  }

  private func new(_ theme: Theme) -> [LinePart] {
    let count = state.newCount
    guard count > 0 else { return [] }
    let text: SafeText = "+\(Figures.grouped(count))"
    return [LinePart(state.words("\(text) new"), text, "+\(Figures.rounded(count))", style: theme.warning, rank: 80)]
  }

  /// What is being repeated.
  private func job(_ theme: Theme) -> [LinePart] {
    guard let job = state.compose.job else { return [] }
    let share = SafeText(job.progress)
    let seconds = Double(job.interval) / 1e9
    let every = seconds == seconds.rounded() ? "\(Int(seconds))" : "\(seconds)"
    let stop: Phrase = "\(state.symbols.dot) \(state.key("interrupt")) stops"
    return [
      LinePart(
        state.words("sending \(share) every \(every) s \(stop)"), state.words("sending \(share) \(stop)"),
        state.words("\(share) \(stop)"), style: theme.warning, rank: LinePart.kept + 2)
    ]
  }

  private func rate(isASCII: Bool, _ theme: Theme) -> [LinePart] {
    if state.configuration.startsAtTop { return [] }
    let rate = state.rates.meter
    let datagrams: SafeText = "\(Figures.grouped(rate.datagrams))/s"
    let part = LinePart(
      datagrams + " \(Figures.bytes(rate.bytes))/s", datagrams, style: theme.plain, rank: 60)
    let recent = Array(rate.history.datagrams.suffix(60))
    guard recent.contains(where: { $0 > 0 }) else { return [part] }
    let line = Sparkline(recent).text(columns: min(8, recent.count), ascii: isASCII)
    return [part, LinePart(line, style: theme.accent, rank: 10)]
  }

  private func figure(_ name: Phrase, _ count: Int, rank: Int, _ theme: Theme) -> LinePart {
    LinePart(state.words("\(name) \(Figures.grouped(count))"), style: theme.plain, rank: rank)
  }

  /// A loss; `rank` is for none.
  private func loss(_ name: Phrase, _ brief: Phrase, _ count: Int, rank: Int, _ style: Style) -> LinePart {
    let text = state.words("\(name) \(Figures.grouped(count))")
    guard count > 0 else { return LinePart(text, style: state.configuration.theme.plain, rank: rank) }
    return LinePart(
      text, state.words("\(brief) \(Figures.grouped(count))"), state.words("\(brief) \(Figures.rounded(count))"),
      style: style,
      rank: LinePart.kept)
  }

  private func drops(_ theme: Theme) -> LinePart {
    let count = state.source.drops.count
    let bound: SafeText = state.source.drops.isLowerBound ? state.symbols.atLeast + " " : ""
    let number = bound + SafeText(Figures.grouped(count))
    return LinePart(
      state.words("kernel drops \(number)"), state.words("drops \(number)"),
      state.words("dr \(state.source.drops.isLowerBound ? state.symbols.atLeast : "")\(Figures.rounded(count))"),
      style: count > 0 ? theme.failure : theme.plain, rank: count > 0 ? LinePart.kept + 1 : 44)
  }
}
