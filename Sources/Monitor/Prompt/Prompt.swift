import Basics
import DisplayFilter
import PayloadText
import TerminalUI

/// A line above the status line that takes the keys until it is accepted or left: filter, find, command.
struct Prompt: Sendable {
  /// What is typed.
  enum Kind: Sendable, Hashable {
    case filter
    case find
    case command
    /// The path of the file to write to.
    case write
  }

  let kind: Kind
  var editor: LineEditor
  /// Whether it was changed since it was read.
  var isUnread = false
  /// What is wrong with the line; the range counts scalars of it.
  var problem: (text: Phrase, range: Range<Int>)?
  /// What the line was understood as; several where it can become each of these.
  var echo: [Phrase] = []
  /// What Tab found, or what can be done; shown until the line changes.
  var offer: [Phrase] = []
  /// Whether a filter is looked for, not a text.
  var findsByFilter = false
  /// What was looked for before, in a find line.
  var origin: FindOrigin?
  /// Where the view was before, for going back.
  let viewport: Viewport

  init(_ kind: Kind, text: String = "", history: [String], viewport: Viewport) {
    self.kind = kind
    self.viewport = viewport
    editor = LineEditor(text: text, history: history)
  }

  var focus: Focus {
    switch kind {
    case .filter: .filter
    case .find: .find
    case .command: .command
    case .write: .write
    }
  }

  /// Which history its lines go to.
  var history: HistoryKind {
    switch kind {
    case .filter: .filter
    case .find: .find
    case .command: .command
    case .write: .path
    }
  }
}
