import Basics
import TerminalUI
import UDPCore

/// Quitting, and the work that it would lose.
extension State {
  /// The work that quitting would lose.
  var unsavedWork: UnsavedWork {
    let noted = Set(table.notes.keys).union(saving.work.notes.keys).filter {
      table.notes[$0] != saving.work.notes[$0] && log[$0] != nil
    }
    let marked = table.marked.filter { !saving.work.marks.contains($0) && log[$0] != nil }
    let order = rowOrder
    return UnsavedWork(
      notes: noted.count, marks: marked.count, hidden: noted.union(marked).count { !order.isShown($0) },
      messages: unsentMessages, waiting: relaying.report?.waiting ?? 0)
  }

  /// The messages that are written and not sent: in the panel, and those that are kept for peers.
  private var unsentMessages: Int {
    let isWriting = compose.panel.map { !$0.isAsking && !$0.editor.isEmpty } ?? false
    return compose.drafts.count + (isWriting ? 1 : 0)
  }

  /// The marks and notes of the rows that are shown.
  var shownWork: SavedWork {
    let order = rowOrder
    return SavedWork(
      notes: table.notes.filter { order.isShown($0.key) }, marks: table.marked.filter { order.isShown($0) })
  }

  /// The marks and notes of the marked rows.
  var markedWork: SavedWork {
    let marked = Set(markedInLog)
    return SavedWork(notes: table.notes.filter { marked.contains($0.key) }, marks: marked)
  }

  /// Whether a recording is in progress that includes a row.
  func recordsRow(_ row: UInt64) -> Bool { saving.recording.map { row >= $0.firstRow } ?? false }

  /// Quits, or asks first where marks and notes would be lost.
  mutating func quit(_ effects: inout [Effect]) {
    guard !unsavedWork.isNothing else { return effects.append(.quit) }
    interaction.overlay = .quitting
  }

  /// `w` in the question: asks for the file to write to.
  mutating func saveWork() {
    interaction.overlay = nil
    if interaction.prompt != nil { leaveLine() }
    openWriteLine()
  }

  /// The first `^C`: says what a second one does.
  mutating func askByInterrupt() {
    let (again, work) = (key("interrupt"), unsavedWork)
    if work.isEmpty {
      say("\(again) again quits; any other key continues", .warning) { $0.interaction.quitArmedUntil != nil }
    } else {
      say("\(again) again quits. \(work.sentence)", .warning, tail: " (\(key("write")) writes them)") {
        $0.interaction.quitArmedUntil != nil
      }
    }
    interaction.quitArmedUntil = interaction.notices.current?.end
  }
}
