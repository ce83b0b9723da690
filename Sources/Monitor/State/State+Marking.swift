import DisplayFilter
import PayloadText
import UDPCore

/// Marks and notes: what the person puts on rows.
extension State {
  /// Marks the selected row or takes its mark away, and goes on to the next one.
  mutating func toggleMark() {
    guard let number = viewport.selected else { return say("no row is selected") }
    if marked.remove(number) == nil { marked.insert(number) }
    filtering.run.rejudge(number)
    judge()
    if viewport.isFollowing { standStill() }
    move(.lines(1))
  }

  /// Narrows the filter to marked rows; where it says so already, that is taken back.
  mutating func filterMarked() {
    if let expression = filtering.accepted.expression, !filtering.isOff, let rest = expression.without(.flag(.marked)) {
      return accept(rest.map { DisplayFilter($0, interfaces: configuration.interfaces) } ?? .everything)
    }
    guard !marked.isEmpty else { return say("no row is marked: \(key("mark")) marks one") }
    narrow(by: .flag(.marked))
  }

  /// Goes to the next marked row that is shown, and on from the other end.
  mutating func goToMark(_ direction: Finding.Direction) {
    guard let selected = viewport.selected else { return say("no row is selected") }
    let order = rowOrder
    let shown = marked.filter { order.isShown($0) }.sorted { order.precedes($0, $1) }
    guard let first = shown.first, let last = shown.last else {
      return say(marked.isEmpty ? "no row is marked: \(key("mark")) marks one" : "no marked row is shown") { _ in true }
    }
    let next =
      direction == .newer
      ? shown.first { order.precedes(selected, $0) } : shown.last { order.precedes($0, selected) }
    select(next ?? (direction == .newer ? first : last))
    if next == nil { say(direction == .newer ? "the first marked row again" : "the last marked row again") }
  }

  /// Bytes of a note at most, so that it fits into a comment of a capture file with what it is on.
  private static let longestNote = 3_900

  /// Writes a note on the selected row; nothing takes it away.
  mutating func note(_ text: String?, _ effects: inout [Effect]) {
    guard let number = viewport.selected else { return say("no row is selected") }
    let row: SafeText = "row \(Figures.grouped(number))"
    if let text, text.utf8.count > Self.longestNote {
      return say("a note has at most \(Figures.grouped(Self.longestNote)) bytes", .failure)
    }
    guard text != nil || notes[number] != nil else { return say("there is no note on \(row): :note TEXT writes one") }
    setNote(text, on: number)
    if recording != nil { effects.append(.recordNote(text, row: number)) }
    // A row that is written on is one to stay with.
    standStill()
    say(text == nil ? "the note on \(row) is gone" : "noted on \(row)")
  }

  /// Takes over what files say of rows.
  mutating func take(notes: [(row: UInt64, note: String?)]) {
    for (row, note) in notes { setNote(note, on: row) }
  }

  private mutating func setNote(_ text: String?, on row: UInt64) {
    notes[row] = text
    widths.forgetRows()
    sorting.isOutdated = sorting.isOutdated || sorting.column == .note
  }
}
