import Basics
import PayloadText

/// Work of the user that quitting would lose: marks and notes on rows of the log that are in no file.
///
/// Marks and notes are put on rows by hand. Rows that merely came, messages that were sent and filters that were typed
/// are no work in this sense, so that nothing is asked of a user who only looked and answered.
struct UnsavedWork: Sendable, Hashable {
  /// The number of notes that were written or changed.
  var notes = 0
  /// The number of marks that were set.
  var marks = 0
  /// The number of these rows that are not shown, so that writing the rows that are shown leaves them out.
  var hidden = 0

  /// The number of messages that were written and not sent.
  var messages = 0
  /// The number of datagrams that a relay has not passed on yet.
  var waiting = 0

  /// Whether no mark and no note would be lost.
  var isEmpty: Bool { notes == 0 && marks == 0 }
  /// Whether quitting loses nothing.
  var isNothing: Bool { isEmpty && messages == 0 && waiting == 0 }

  /// The work that is in no file, counted.
  var sentence: Phrase {
    if marks == 0 { return "Not saved yet: notes \(Figures.grouped(notes))" }
    if notes == 0 { return "Not saved yet: marks \(Figures.grouped(marks))" }
    return "Not saved yet: notes \(Figures.grouped(notes)), marks \(Figures.grouped(marks))"
  }
}
