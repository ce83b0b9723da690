import Basics
import DisplayFilter
import PayloadText
import TerminalUI
import UDPCore

/// The first line: what is bound, the filter in force, how many rows it shows, what is recorded.
struct TitleView {
  let configuration: MonitorSettings
  let source: Source
  let filtering: Filtering
  let recording: RecordingMeter?
  /// What is said of the relay.
  let relay: Phrase?
  /// The count of rows that are shown, the longest form first.
  let counts: [SafeText]
  let look: Look

  func draw(on canvas: inout Canvas, in rect: Rect) {
    guard !rect.isEmpty else { return }
    let theme = look.theme
    let progress = source.files.progress.map(look.words)
    var rest = rect.dropping(left: 1).dropping(right: 1)
    if let recording {
      let style = recording.figures.missed > 0 ? theme.warning : theme.live
      rest = canvas.drawRight(text(recording, columns: rect.columns), style: style, in: rest).dropping(right: 3)
    }
    rest = canvas.drawRight(count(in: rest.columns), style: theme.plain, in: rest).dropping(right: 3)
    if configuration.replies {
      let showsWithheld = source.withheld > 0 && rest.columns >= 60
      let rule: Phrase = showsWithheld ? "REPLY (\(Figures.grouped(source.withheld)) withheld)" : "REPLY"
      rest = canvas.drawRight(look.words(rule), style: theme.warning, in: rest).dropping(right: 2)
    }
    if let relay {
      rest = canvas.drawRight(look.words(relay), style: theme.warning, in: rest).dropping(right: 2)
    }
    if let filter {
      let others = LinePart.width(of: subjects[0]) + (progress.map { $0.width + 2 } ?? 0)
      let room = max(16, rest.columns / 2, rest.columns - others - 2)
      let shown = shortened(filter, to: room)
      let style = filtering.run.filter.isEverything ? theme.quiet : theme.accent
      rest = canvas.drawRight(shown, style: style, in: rest).dropping(right: 2)
    }
    if let progress {
      rest = canvas.drawRight(progress, style: theme.warning, in: rest).dropping(right: 2)
    }
    let fitting = subjects.first { LinePart.width(of: $0) <= rest.columns }
    // A file's name may be cut; half a port would be another one.
    if let shown = fitting ?? (configuration.showsFiles ? subjects.last : nil) { canvas.draw(shown, in: rest) }
  }

  /// Cut in the middle, between words where there are some: what was added last stands at the end.
  private func shortened(_ filter: SafeText, to columns: Int) -> SafeText {
    guard filter.width > columns else { return filter }
    return filter.wrapped(columns: columns, count: 1, look.symbols.ellipsis)[0]
  }

  /// The files, and what is bound: with addresses, with ports alone, and how many.
  private var subjects: [LinePart.Form] {
    let theme = look.theme
    let bound = configuration.bound
    let files = SafeText(configuration.files.joined(separator: "  "))
    var pieces = LinePart.Form()
    if configuration.showsFiles {
      pieces = [(look.words("file") + " ", theme.quiet), (files, theme.plain), ("  ", theme.plain)]
    }
    let addresses = boundAddresses
    if !configuration.hosts.isEmpty { pieces = hosts }
    if configuration.showsFiles || !configuration.hosts.isEmpty, addresses.isEmpty { return [pieces] }
    pieces.append(("udp ", theme.quiet))
    var whole = pieces
    for (index, place) in addresses.enumerated() {
      if index > 0 { whole.append(("  ", theme.plain)) }
      whole.append((SafeText(place.text), place.trouble == nil ? theme.plain : theme.warning))
      if let trouble = place.trouble { whole.append((" " + look.words(trouble.word), theme.warning)) }
    }
    if let target = configuration.relayTargets.first {
      let more = configuration.relayTargets.count - 1
      whole.append((configuration.isASCII ? " > " : " → ", theme.quiet))
      whole.append((SafeText(look.name(of: target) + (more > 0 ? " +\(more)" : "")), theme.plain))
    }
    var ports: [UInt16] = []
    for endpoint in bound where !ports.contains(endpoint.port) { ports.append(endpoint.port) }
    let trouble = addresses.lazy.compactMap(\.trouble).first
    let style = trouble == nil ? theme.plain : theme.warning
    let word = trouble.map { " " + look.words($0.word) } ?? SafeText()
    let short = ports.map { ":\($0)" }.joined(separator: " ")
    let shortest = ports.count > 1 ? ":\(ports[0]) +\(ports.count - 1)" : short
    return [whole] + [short, shortest].map { pieces + [(SafeText($0) + word, style)] }
  }

  /// The hosts, with a word beside those that are not connected.
  private var hosts: LinePart.Form {
    let theme = look.theme
    var pieces: LinePart.Form = [(look.words(configuration.hosts.count == 1 ? "host" : "hosts") + " ", theme.quiet)]
    for (index, name) in configuration.hosts.enumerated() {
      let isUp = !source.hosts.indices.contains(index) || source.hosts[index].condition == .up
      pieces.append((SafeText(name), isUp ? theme.plain : theme.warning))
      if !isUp { pieces.append((" (" + look.words("gone") + ")", theme.warning)) }
      pieces.append(("  ", theme.plain))
    }
    return pieces
  }

  private var boundAddresses: [BoundAddress] {
    if !configuration.boundAddresses.isEmpty { return configuration.boundAddresses }
    return configuration.bound.map { BoundAddress($0.text(look.interfaces)) }
  }

  /// `● REC 1.2 MB`, with the rate where there is room.
  private func text(_ recording: RecordingMeter, columns: Int) -> SafeText {
    let mark = look.symbols.recording
    if columns < 50 { return mark }
    var text: SafeText = "\(mark) \(Figures.bytes(recording.figures.bytes))"
    if columns >= 100 { text += " \(Figures.bytes(recording.rate))/s" }
    if recording.figures.missed > 0 { text += " " + look.words("\(Figures.rounded(recording.figures.missed)) missed") }
    return text
  }

  private var filter: SafeText? {
    let filter = filtering.run.filter
    let off: SafeText? = filtering.choice.switchedOff.map { look.words("(off) \($0.canonical)") }
    guard !filter.isEverything else { return off }
    return SafeText(filter.canonical) + (off.map { "  " + $0 } ?? "")
  }

  /// The count in the longest form that leaves the line something else.
  private func count(in columns: Int) -> SafeText {
    counts.first { $0.width <= columns } ?? counts[counts.count - 1]
  }
}

extension BoundAddress.Trouble {
  /// A word for the title.
  fileprivate var word: Phrase {
    switch self {
    case .down: "(down)"
    case .gone: "(gone)"
    case .noAddress: "(no address)"
    }
  }
}
