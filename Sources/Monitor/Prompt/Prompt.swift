import Basics
import DisplayFilter
import PayloadText
import TerminalUI

/// A line above the status line that takes the keys until it is accepted or left: filter, find, command.
struct Prompt: Sendable {
  /// The purpose of a line.
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
  /// The problem with the line; the range counts scalars of it.
  var problem: (text: Phrase, range: Range<Int>)?
  /// The interpretation of the line; several where it can become each of these.
  var echo: [Phrase] = []
  /// The completions that Tab found, or a hint; shown until the line changes.
  var offer: [Phrase] = []
  /// Whether a filter is looked for, not a text.
  var findsByFilter = false
  /// The search before, in a find line.
  var origin: FindOrigin?
  /// The view before, for going back.
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

  /// The history of its lines.
  var history: HistoryKind {
    switch kind {
    case .filter: .filter
    case .find: .find
    case .command: .command
    case .write: .path
    }
  }
}
