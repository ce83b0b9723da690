import Basics
import DisplayFilter
import PayloadText
import UDPCore

/// Marks and notes: what the person puts on rows.
extension State {
  /// Marks the selected row or takes its mark away, and selects the next one.
  mutating func toggleMark() {
    guard let number = table.viewport.selected else { return say("no row is selected") }
    let isMarked = !table.marked.contains(number)
    interaction.undoStack.push(.mark(row: number, wasMarked: !isMarked))
    setMark(isMarked, on: number)
    if table.viewport.isFollowing { stopFollowing() }
    if panes.focused == .table { move(.lines(1)) }
    let row = SafeText(Figures.grouped(number))
    guard let next = table.viewport.selected, next != number else {
      return say(isMarked ? "row \(row) is marked" : "row \(row) is no longer marked")
    }
    let selected = SafeText(Figures.grouped(next))
    guard isMarked else { return say("row \(row) is no longer marked; now on row \(selected)") }
    table.justMarked = (number, next)
    say("row \(row) is marked; now on row \(selected)")
  }

  /// The row that a note goes to: the selected one, or the one that was marked just before it came to be selected. Who
  /// marks a row and then writes a note means that row.
  var noteRow: UInt64? {
    guard let justMarked = table.justMarked, justMarked.next == table.viewport.selected,
      table.marked.contains(justMarked.row),
      log[justMarked.row] != nil
    else { return table.viewport.selected }
    return justMarked.row
  }

  /// Marks a row, or takes its mark away.
  mutating func setMark(_ isMarked: Bool, on number: UInt64) {
    if isMarked { table.marked.insert(number) } else { table.marked.remove(number) }
    filtering.run.rejudge(number)
    finding.rejudgeMark(of: number)
    judge()
  }

  /// Narrows the filter to marked rows; where it says so already, that is taken back.
  mutating func filterMarked() {
    if let rest = filtering.active.expression?.without(.flag(.marked)) {
      return chooseActive(rest.map { DisplayFilter($0, interfaces: configuration.interfaces) } ?? .everything)
    }
    guard !table.marked.isEmpty else { return say("no row is marked: \(key("mark")) marks one") }
    narrow(by: .flag(.marked))
  }

  /// Goes to the next marked row that is shown, and on from the other end.
  mutating func goToMark(_ direction: Finding.Direction) {
    guard let selected = table.viewport.selected else { return say("no row is selected") }
    let order = rowOrder
    let shown = table.marked.filter { order.isShown($0) }.sorted { order.precedes($0, $1) }
    guard let first = shown.first, let last = shown.last else {
      return say(table.marked.isEmpty ? "no row is marked: \(key("mark")) marks one" : "no marked row is shown") { _ in
        true
      }
    }
    let next =
      direction == .newer
      ? shown.first { order.precedes(selected, $0) } : shown.last { order.precedes($0, selected) }
    select(next ?? (direction == .newer ? first : last))
    if next == nil { say(direction == .newer ? "the first marked row again" : "the last marked row again") }
  }

  /// Bytes of a note at most, so that it fits into a comment of a capture file with what it is on.
  private static let longestNote = 3_900

  /// Writes a note on the selected row; without a text takes it away.
  mutating func note(_ text: String?, _ effects: inout [Effect]) {
    guard let number = noteRow else { return say("no row is selected") }
    let row: Phrase = "row \(Figures.grouped(number))"
    if let text, text.utf8.count > Self.longestNote {
      return say("a note has at most \(Figures.grouped(Self.longestNote)) bytes", .failure)
    }
    guard text != nil || table.notes[number] != nil else {
      return say("there is no note on \(row): :note TEXT writes one")
    }
    interaction.undoStack.push(.note(row: number, before: table.notes[number]))
    writeNote(text, on: number, &effects)
    // Stop following: the user is working on this row.
    stopFollowing()
    say(text == nil ? "removed the note on \(row)" : "added a note to \(row)")
  }

  /// Takes over what files say of rows.
  mutating func notesArrived(_ notes: [(row: UInt64, note: String?)]) {
    for (row, note) in notes {
      setNote(note, on: row)
      saving.work.notes[row] = note
    }
  }

  /// Takes over the marks that are in files.
  mutating func marksArrived(_ rows: [UInt64]) {
    table.marked.formUnion(rows)
    saving.work.marks.formUnion(rows)
    for row in rows {
      filtering.run.rejudge(row)
      finding.rejudgeMark(of: row)
    }
    judge()
  }

  /// Writes a note on a row, into the recording too, or takes it away.
  mutating func writeNote(_ text: String?, on row: UInt64, _ effects: inout [Effect]) {
    setNote(text, on: row)
    if recordsRow(row) { saving.work.notes[row] = text }
    if saving.recording != nil { effects.append(.recordNote(text, row: row)) }
  }

  private mutating func setNote(_ text: String?, on row: UInt64) {
    table.notes[row] = text
    finding.rejudge(note: text, of: row)
    table.widths.forgetRows()
    table.sorting.isOutdated = table.sorting.isOutdated || table.sorting.column == .note
  }
}
