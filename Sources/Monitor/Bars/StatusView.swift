import Basics
import DisplayFilter
import PayloadText
import TerminalUI
import UDPCore

/// The status line: whether the view follows, the rate, and a number for every loss. Losses that are not zero are never
/// left out.
struct StatusView {
  let figures: StatusFigures
  let look: Look

  func draw(on canvas: inout Canvas, in rect: Rect) {
    let area = rect.dropping(left: rect.columns > 1 ? 1 : 0)
    canvas.draw(
      LinePart.fitted(
        parts(isASCII: canvas.isASCII), columns: area.columns, gap: "  ", more: " " + look.symbols.ellipsis), in: area)
  }

  private func parts(isASCII: Bool) -> [LinePart] {
    let theme = look.theme
    let counters = figures.counters
    let state = [modePart(theme)] + newPart(theme) + jobPart(theme) + (figures.pairing?.parts(look) ?? [])
    return state + rate(isASCII: isASCII, theme) + [
      figure("recv", counters.received, rank: 75, theme),
      figure("sent", figures.sent, rank: 40, theme),
      figure("shown", figures.shown, rank: 30, theme),
      figure("hidden", max(0, figures.held - figures.shown), rank: 35, theme),
      loss("evicted", "ev", counters.evicted, rank: 20, theme.warning),
      loss("trunc", "tr", counters.truncated, rank: 21, theme.warning),
    ] + (figures.alarms > 0 ? [loss("alarms", "al", figures.alarms, rank: 79, theme.failure)] : [])
      + (counters.failed > 0 ? [loss("failed", "fail", counters.failed, rank: 0, theme.failure)] : []) + [drops(theme)]
  }

  private func modePart(_ theme: Theme) -> LinePart {
    let word: Phrase
    switch figures.mode {
    case .following: word = "FOLLOW"
    case .still: word = "PAUSED"
    case .frozen: word = "FROZEN"
    }
    return LinePart(
      look.words(word), style: figures.mode == .following ? theme.live : theme.still, rank: LinePart.kept + 9)
  }

  private func newPart(_ theme: Theme) -> [LinePart] {
    let new = figures.new
    guard new > 0 else { return [] }
    let text: SafeText = "+\(Figures.grouped(new))"
    return [LinePart(look.words("\(text) new"), text, "+\(Figures.rounded(new))", style: theme.warning, rank: 80)]
  }

  /// The message that is being repeated.
  private func jobPart(_ theme: Theme) -> [LinePart] {
    guard let job = figures.job else { return [] }
    let share = SafeText(job.progress)
    let seconds = Double(job.interval) / 1e9
    let every = seconds == seconds.rounded() ? "\(Int(seconds))" : "\(seconds)"
    let stop: Phrase = "\(look.symbols.dot) \(look.key("interrupt")) stops"
    return [
      LinePart(
        look.words("sending \(share) every \(every) s \(stop)"), look.words("sending \(share) \(stop)"),
        look.words("\(share) \(stop)"), style: theme.warning, rank: LinePart.kept + 2)
    ]
  }

  private func rate(isASCII: Bool, _ theme: Theme) -> [LinePart] {
    guard let rate = figures.meter else { return [] }
    let datagrams: SafeText = "\(Figures.grouped(rate.datagrams))/s"
    let part = LinePart(
      datagrams + " \(Figures.bytes(rate.bytes))/s", datagrams, style: theme.plain, rank: 60)
    let recent = Array(rate.history.datagrams.suffix(60))
    guard recent.contains(where: { $0 > 0 }) else { return [part] }
    let line = Sparkline(recent).text(columns: min(8, recent.count), ascii: isASCII)
    return [part, LinePart(line, style: theme.accent, rank: 10)]
  }

  private func figure(_ name: Phrase, _ count: Int, rank: Int, _ theme: Theme) -> LinePart {
    LinePart(look.words("\(name) \(Figures.grouped(count))"), style: theme.plain, rank: rank)
  }

  /// A loss; `rank` is for none.
  private func loss(_ name: Phrase, _ brief: Phrase, _ count: Int, rank: Int, _ style: Style) -> LinePart {
    let text = look.words("\(name) \(Figures.grouped(count))")
    guard count > 0 else { return LinePart(text, style: look.theme.plain, rank: rank) }
    return LinePart(
      text, look.words("\(brief) \(Figures.grouped(count))"), look.words("\(brief) \(Figures.rounded(count))"),
      style: style,
      rank: LinePart.kept)
  }

  private func drops(_ theme: Theme) -> LinePart {
    let drops = figures.drops
    let count = drops.count
    let bound: SafeText = drops.isLowerBound ? look.symbols.atLeast + " " : ""
    let number = bound + SafeText(Figures.grouped(count))
    return LinePart(
      look.words("kernel drops \(number)"), look.words("drops \(number)"),
      look.words("dr \(drops.isLowerBound ? look.symbols.atLeast : "")\(Figures.rounded(count))"),
      style: count > 0 ? theme.failure : theme.plain, rank: count > 0 ? LinePart.kept + 1 : 44)
  }
}

/// What the status line shows.
struct StatusFigures: Hashable {
  /// A message that is being repeated.
  struct Repetition: Hashable {
    /// The repetitions so far, of all.
    let progress: String
    /// Nanoseconds from one to the next.
    let interval: UInt64
  }

  let mode: Viewport.Mode
  /// The log's counts.
  let counters: LogCounters
  /// The kernel's drops.
  let drops: KernelDrops
  /// Rows that the filter shows.
  let shown: Int
  /// Rows that the log holds and that are not cleared away.
  let held: Int
  /// Datagrams that left, those that a relay passed on included.
  let sent: Int
  /// Rows that came since the view stopped following.
  let new: Int
  /// The state of pairing requests with answers; `nil` while it is off.
  let pairing: PairingStatus?
  /// The message that is being repeated.
  let job: Repetition?
  /// The number of alarms in force.
  let alarms: Int
  /// The rates; `nil` where files are read that do not grow.
  let meter: RateMeter?
}
