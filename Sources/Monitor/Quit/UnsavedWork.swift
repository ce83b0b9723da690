import Basics
import PayloadText
import UDPCore

/// The marks and notes that are in a file: those that were written, recorded or read from there.
struct KeptWork: Sendable, Hashable {
  /// The notes, by the numbers of their rows.
  var notes: [UInt64: String] = [:]
  /// The numbers of the marked rows.
  var marks: Set<UInt64> = []

  /// Adds the marks and notes of a file that was written.
  mutating func add(_ work: KeptWork) {
    notes.merge(work.notes) { $1 }
    marks.formUnion(work.marks)
  }
}

/// What a person worked on and quitting would lose: marks and notes on rows of the log that are in no file.
///
/// Marks and notes are what a person puts on rows by hand. Rows that merely came, messages that were sent and filters
/// that were typed are no work in this sense, so that nothing is asked of a person who only looked and answered.
struct UnsavedWork: Sendable, Hashable {
  /// How many notes were written or changed.
  var notes = 0
  /// How many marks were set.
  var marks = 0
  /// How many of these rows are not shown, so that writing the rows that are shown leaves them out.
  var hidden = 0

  var isEmpty: Bool { notes == 0 && marks == 0 }

  /// What is in no file, counted.
  var sentence: Phrase {
    if marks == 0 { return "In no file yet: notes \(Figures.grouped(notes))" }
    if notes == 0 { return "In no file yet: marks \(Figures.grouped(marks))" }
    return "In no file yet: notes \(Figures.grouped(notes)), marks \(Figures.grouped(marks))"
  }
}

extension State {
  /// What quitting would lose.
  var unsavedWork: UnsavedWork {
    let noted = Set(table.notes.keys).union(table.kept.notes.keys).filter {
      table.notes[$0] != table.kept.notes[$0] && log[$0] != nil
    }
    let marked = table.marked.filter { !table.kept.marks.contains($0) && log[$0] != nil }
    let order = rowOrder
    return UnsavedWork(
      notes: noted.count, marks: marked.count, hidden: noted.union(marked).count { !order.isShown($0) })
  }

  /// The marks and notes of the rows that are shown.
  var shownWork: KeptWork {
    let order = rowOrder
    return KeptWork(
      notes: table.notes.filter { order.isShown($0.key) }, marks: table.marked.filter { order.isShown($0) })
  }

  /// Whether a recording is in progress that includes a row.
  func recordsRow(_ row: UInt64) -> Bool { recording.map { row >= $0.firstRow } ?? false }

  /// Quits, or asks first where marks and notes would be lost.
  mutating func quit(_ effects: inout [Effect]) {
    guard !unsavedWork.isEmpty else { return effects.append(.quit) }
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
      say("\(again) again quits; any other key goes on", .warning) { $0.interaction.quitAsked != nil }
    } else {
      say("\(again) again quits. \(work.sentence)", .warning, tail: " (\(key("write")) writes them)") {
        $0.interaction.quitAsked != nil
      }
    }
    interaction.quitAsked = notices.current?.end
  }
}
