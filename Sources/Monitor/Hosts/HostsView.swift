import Basics
import PayloadText
import TerminalUI

/// The list of hosts, with what is known of the selected one below it.
struct HostsView {
  let list: SelectableList<HostRecord>
  /// Now, in nanoseconds of the monotonic clock.
  let now: UInt64
  let look: Look

  /// The lines below the list.
  private static let detailRows = 3

  func draw(on canvas: inout Canvas, in rect: Rect) {
    let hasDetail = rect.rows >= 9
    let area = hasDetail ? rect.dropping(bottom: Self.detailRows) : rect
    let frame = ListFrame(title: look.words("hosts"), columns: rect.columns - 4, search: nil, look: look)
    let nameColumns = min(28, list.entries.map { SafeText($0.name).width }.max() ?? 0)
    frame.draw(list, on: &canvas, in: area) { canvas, host, line in draw(host, nameColumns, on: &canvas, in: line) }
    guard hasDetail, let host = list.selected else { return }
    let box = rect.dropping(top: rect.rows - Self.detailRows)
    canvas.fill(box)
    let below = box.dropping(left: 3)
    for (place, line) in detail(of: host).enumerated() {
      canvas.draw([(look.words(line), place == 0 ? look.theme.plain : look.theme.quiet)], in: below.line(place))
    }
  }

  private func draw(_ host: HostRecord, _ nameColumns: Int, on canvas: inout Canvas, in line: Rect) {
    let theme = look.theme
    let style = host.condition == .up ? theme.plain : theme.failure
    let name = SafeText(host.name)
    let shown = name.width <= nameColumns ? name : name.shortened(to: nameColumns, look.symbols.ellipsis)
    canvas.draw([(" ", style), (shown, style)], in: line)
    var parts = [LinePart(look.words(Self.word(for: host.condition)), style: style, rank: LinePart.kept)]
    if case .gone(_, let retry) = host.condition {
      let left = max(0, retry - Int64(clamping: now)) / 1_000_000_000
      parts.append(LinePart(look.words("tried again in \(String(left)) s"), style: theme.quiet, rank: 62))
    }
    parts.append(
      LinePart(
        look.words(
          host.datagrams == 1 ? "1 datagram" : "\(Figures.grouped(host.datagrams)) datagrams"), style: theme.plain,
        rank: 60))
    if let clock = host.clock {
      parts.append(LinePart(look.words("clock \(Self.signed(clock.ahead))"), style: theme.quiet, rank: 50))
    }
    if host.kernelDrops > 0 {
      parts.append(
        LinePart(look.words("\(Figures.grouped(host.kernelDrops)) dropped"), style: theme.warning, rank: 70))
    }
    if let missed = missed(of: host) {
      parts.append(LinePart(look.words("\(Figures.span(missed)) missed"), style: theme.warning, rank: 65))
    }
    if case .gone(let reason, _) = host.condition {
      parts.append(LinePart(look.words(reason), style: style, rank: 40))
    }
    let rest = line.dropping(left: nameColumns + 3).dropping(right: 1)
    canvas.draw(LinePart.fitted(parts, columns: rest.columns, gap: "  "), in: rest)
  }

  /// The time for which nothing was seen of a host, in all and until now; `nil` for none.
  private func missed(of host: HostRecord) -> Int64? {
    let current = host.goneSince.map { max(0, Int64(clamping: now) - $0) } ?? 0
    return host.missed + current > 0 ? host.missed + current : nil
  }

  private static func word(for condition: HostRecord.Condition) -> Phrase {
    switch condition {
    case .connecting: "connecting"
    case .up: "connected"
    case .gone: "gone"
    }
  }

  /// The lines about the selected host: where it is, its clock, what is missing.
  private func detail(of host: HostRecord) -> [Phrase] {
    let clock: Phrase
    if let measured = host.clock {
      let error = Figures.span(measured.roundTrip / 2)
      let time = Figures.span(abs(measured.ahead))
      clock =
        measured.ahead < 0
        ? "its clock is \(time) behind this one, give or take \(error)"
        : "its clock is \(time) ahead of this one, give or take \(error)"
    } else {
      clock = "its clock is not measured yet"
    }
    let missing: Phrase =
      missed(of: host).map { "it was gone for \(Figures.span($0)) in all: what arrived there meanwhile is missing" }
      ?? (host.wasConnected ? "nothing is missing since it was connected first" : "it was not connected so far")
    let ports = host.endpoints.joined(separator: "  ")
    let state: Phrase = if case .gone(let reason, _) = host.condition { reason } else { clock }
    return ["\(host.destination)  udp \(ports)", state, missing]
  }

  /// A time with its sign: `+1.204 s`.
  private static func signed(_ time: Int64) -> String { (time < 0 ? "-" : "+") + Figures.span(abs(time)) }
}
