import Basics
import DisplayFilter
import PayloadText
import TerminalUI
import UDPCore

/// The first line: what is bound, the filter in force, how many rows it shows, what is recorded.
struct TitleView {
  let state: State

  func draw(on canvas: inout Canvas, in rect: Rect) {
    guard !rect.isEmpty else { return }
    let theme = state.configuration.theme
    let progress = state.source.files.progress.map(state.words)
    var rest = rect.dropping(left: 1).dropping(right: 1)
    if let recording = state.recording {
      let style = recording.figures.missed > 0 ? theme.warning : theme.live
      rest = canvas.drawRight(text(recording, columns: rect.columns), style: style, in: rest).dropping(right: 3)
    }
    rest = canvas.drawRight(count(in: rest.columns), style: theme.plain, in: rest).dropping(right: 3)
    if state.configuration.replies {
      let showsWithheld = state.source.withheld > 0 && rest.columns >= 60
      let rule: Phrase = showsWithheld ? "REPLY (\(Figures.grouped(state.source.withheld)) withheld)" : "REPLY"
      rest = canvas.drawRight(state.words(rule), style: theme.warning, in: rest).dropping(right: 2)
    }
    if let filter {
      let others = LinePart.width(of: subjects[0]) + (progress.map { $0.width + 2 } ?? 0)
      let room = max(16, rest.columns / 2, rest.columns - others - 2)
      let shown = shortened(filter, to: room)
      let style = state.filtering.run.filter.isEverything ? theme.quiet : theme.accent
      rest = canvas.drawRight(shown, style: style, in: rest).dropping(right: 2)
    }
    if let progress {
      rest = canvas.drawRight(progress, style: theme.warning, in: rest).dropping(right: 2)
    }
    let fitting = subjects.first { LinePart.width(of: $0) <= rest.columns }
    // A file's name may be cut; half a port would be another one.
    if let shown = fitting ?? (state.showsFiles ? subjects.last : nil) { canvas.draw(shown, in: rest) }
  }

  /// Cut in the middle, between words where there are some: what was added last stands at the end.
  private func shortened(_ filter: SafeText, to columns: Int) -> SafeText {
    guard filter.width > columns else { return filter }
    return filter.wrapped(columns: columns, count: 1, state.symbols.ellipsis)[0]
  }

  /// The files, and what is bound: with addresses, with ports alone, and how many.
  private var subjects: [LinePart.Form] {
    let theme = state.configuration.theme
    let bound = state.configuration.bound
    let files = SafeText(state.configuration.files.joined(separator: "  "))
    var pieces = LinePart.Form()
    if state.showsFiles {
      pieces = [(state.words("file") + " ", theme.quiet), (files, theme.plain), ("  ", theme.plain)]
    }
    let places = places
    if state.showsFiles, places.isEmpty { return [pieces] }
    pieces.append(("udp ", theme.quiet))
    var whole = pieces
    for (index, place) in places.enumerated() {
      if index > 0 { whole.append(("  ", theme.plain)) }
      whole.append((SafeText(place.text), place.trouble == nil ? theme.plain : theme.warning))
      if let trouble = place.trouble { whole.append((" " + state.words(trouble.word), theme.warning)) }
    }
    var ports: [UInt16] = []
    for endpoint in bound where !ports.contains(endpoint.port) { ports.append(endpoint.port) }
    let trouble = places.lazy.compactMap(\.trouble).first
    let style = trouble == nil ? theme.plain : theme.warning
    let word = trouble.map { " " + state.words($0.word) } ?? SafeText()
    let short = ports.map { ":\($0)" }.joined(separator: " ")
    let shortest = ports.count > 1 ? ":\(ports[0]) +\(ports.count - 1)" : short
    return [whole] + [short, shortest].map { pieces + [(SafeText($0) + word, style)] }
  }

  private var places: [BoundPlace] {
    let configuration = state.configuration
    if !configuration.places.isEmpty { return configuration.places }
    return configuration.bound.map { BoundPlace($0.text(configuration.interfaces)) }
  }

  /// `● REC 1.2 MB`, with the rate where there is room.
  private func text(_ recording: RecordingMeter, columns: Int) -> SafeText {
    let mark = state.symbols.recording
    if columns < 50 { return mark }
    var text: SafeText = "\(mark) \(Figures.bytes(recording.figures.bytes))"
    if columns >= 100 { text += " \(Figures.bytes(recording.rate))/s" }
    if recording.figures.missed > 0 { text += " " + state.words("\(Figures.rounded(recording.figures.missed)) missed") }
    return text
  }

  private var filter: SafeText? {
    let filtering = state.filtering
    let filter = filtering.run.filter
    let off: SafeText? = filtering.choice.aside.map { state.words("(off) \($0.canonical)") }
    guard !filter.isEverything else { return off }
    return SafeText(filter.canonical) + (off.map { "  " + $0 } ?? "")
  }

  /// The count in the longest form that leaves the line something else.
  private func count(in columns: Int) -> SafeText {
    let forms = state.countForms
    return forms.first { $0.width <= columns } ?? forms[forms.count - 1]
  }
}

extension BoundPlace.Trouble {
  /// A word for the title.
  fileprivate var word: Phrase {
    switch self {
    case .down: "(down)"
    case .gone: "(gone)"
    case .noAddress: "(no address)"
    }
  }
}

extension State {
  /// Rows that the log holds and that are not cleared away.
  var heldCount: Int {
    let first = table.firstNumber
    return log.segments.reduce(0) { count, segment in
      let numbers = segment.numbers
      guard numbers.upperBound > first else { return count }
      return count + Int(numbers.upperBound - max(numbers.lowerBound, first))
    }
  }

  /// `312 of 98,305`, and how far the judging is while it goes on.
  var countText: SafeText { countForms[0] }

  /// The same, the longest form first; in the last ones numbers are rounded: `312 of 98k`.
  var countForms: [SafeText] {
    let (held, run) = (heldCount, filtering.run)
    if run.filter.isEverything { return [SafeText(Figures.grouped(held)), SafeText(Figures.rounded(held))] }
    let count: Phrase = "\(Figures.grouped(run.shownCount)) of \(Figures.grouped(held))"
    let rounded: Phrase = "\(Figures.rounded(run.shownCount)) of \(Figures.rounded(held))"
    guard !run.isComplete, held > 0 else { return [words(count), words(rounded)] }
    return [words("\(count) (\(min(99, run.judged * 100 / held))% judged)"), words(count), words(rounded)]
  }
}
