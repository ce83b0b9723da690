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
    let count = self.count
    let progress = state.files.progress.map(state.words)
    var rest = rect.dropping(left: 1).dropping(right: 1)
    if let recording = state.recording {
      let style = recording.figures.missed > 0 ? theme.warning : theme.live
      rest = canvas.drawRight(text(recording, columns: rect.columns), style: style, in: rest).dropping(right: 3)
    }
    rest = canvas.drawRight(count, style: theme.plain, in: rest).dropping(right: 3)
    if state.configuration.replies {
      let showsWithheld = state.withheld > 0 && rest.columns >= 60
      let rule: Phrase = showsWithheld ? "REPLY (\(Figures.grouped(state.withheld)) withheld)" : "REPLY"
      rest = canvas.drawRight(state.words(rule), style: theme.warning, in: rest).dropping(right: 2)
    }
    if let filter {
      let others = LinePart.width(of: subject) + (progress.map { $0.width + 2 } ?? 0)
      let room = max(16, rest.columns / 2, rest.columns - others - 2)
      let shown = shortened(filter, to: room)
      let style = state.filtering.run.filter.isEverything ? theme.quiet : theme.accent
      rest = canvas.drawRight(shown, style: style, in: rest).dropping(right: 2)
    }
    if let progress {
      rest = canvas.drawRight(progress, style: theme.warning, in: rest).dropping(right: 2)
    }
    canvas.draw(subject, in: rest)
  }

  /// Cut in the middle: what was added last stands at the end.
  private func shortened(_ filter: SafeText, to columns: Int) -> SafeText {
    guard filter.width > columns else { return filter }
    let head = columns / 3
    return filter.prefix(columns: head) + state.symbols.ellipsis
      + filter.dropFirst(columns: filter.width - (columns - head - 1))
  }

  /// The files, and what is bound.
  private var subject: LinePart.Form {
    let theme = state.configuration.theme
    let files = SafeText(state.configuration.files.joined(separator: "  "))
    var pieces = LinePart.Form()
    if state.showsFiles {
      pieces = [(state.words("file") + " ", theme.quiet), (files, theme.plain), ("  ", theme.plain)]
    }
    let places = places
    if state.showsFiles, places.isEmpty { return pieces }
    pieces.append(("udp ", theme.quiet))
    for (index, place) in places.enumerated() {
      if index > 0 { pieces.append(("  ", theme.plain)) }
      pieces.append((SafeText(place.text), place.trouble == nil ? theme.plain : theme.warning))
      if let trouble = place.trouble { pieces.append((" " + state.words(trouble.word), theme.warning)) }
    }
    return pieces
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

  private var count: SafeText { state.countText }
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
    let first = firstNumber
    return log.segments.reduce(0) { count, segment in
      let numbers = segment.numbers
      guard numbers.upperBound > first else { return count }
      return count + Int(numbers.upperBound - max(numbers.lowerBound, first))
    }
  }

  /// `312 of 98,305`, and how far the judging is while it goes on.
  var countText: SafeText {
    let held = heldCount
    let run = filtering.run
    if run.filter.isEverything { return SafeText(Figures.grouped(held)) }
    let count: Phrase = "\(Figures.grouped(run.shownCount)) of \(Figures.grouped(held))"
    guard !run.isComplete, held > 0 else { return words(count) }
    return words("\(count) (\(min(99, run.judged * 100 / held))% judged)")
  }
}
