import Basics
import DisplayFilter
import PayloadText
import PeerText
import TerminalUI
import UDPCore

/// A datagram of a conversation as lines of text, with the times beside its first line.
struct ConversationMessage {
  let row: UInt64
  let isTheirs: Bool
  /// The time of day.
  let time: SafeText
  /// The time since the message before.
  let delay: SafeText
  /// The text, wrapped.
  let lines: [SafeText]
  let style: Style
}

/// The measures of the pane: times at the left, then the text, theirs at its left and ours at its right.
struct ConversationLayout {
  /// Columns of the time of day, and of the time since the message before.
  let (time, delay): (Int, Int)
  /// The columns of the text, and those that a message takes at most.
  let (text, message): (Int, Int)
  /// The rows of the pane, and those that a message takes at most.
  let (rows, most): (Int, Int)

  init(columns: Int, rows: Int) {
    time = columns >= 60 ? 12 : 8
    delay = columns >= 60 ? 9 : 8
    text = max(2, columns - time - delay - 5)
    // In a wide pane a message leaves a part of the other side free, so that the sides can be told apart.
    message = text >= 60 ? text * 3 / 4 : text
    (self.rows, most) = (max(0, rows), max(1, rows * 2 / 3))
  }

  /// The column at which the text begins.
  var start: Int { time + delay + 4 }
}

extension SafeText {
  /// The text in at most `count` lines of at most so many columns: broken at a blank where there is one in the second half
  /// of a line, else between two characters.
  func folded(columns: Int, count: Int, _ ellipsis: SafeText) -> [SafeText] {
    var (lines, rest): ([SafeText], SafeText) = ([], self)
    while rest.width > columns {
      if lines.count + 1 == count { return lines + [rest.prefix(columns: columns - ellipsis.width) + ellipsis] }
      let glyphs = rest.glyphs
      // A wide character that does not fit whole begins the next line.
      let fitting = glyphs.count(fitting: columns)
      let end = glyphs[..<min(glyphs.count, fitting + 1)].lastIndex(of: .blank).flatMap { $0 > fitting / 2 ? $0 : nil }
      if fitting == 0 { break }
      let head = glyphs[..<(end ?? fitting)].reduce(into: SafeText()) { $0 += SafeText($1) }
      lines.append(head)
      rest = rest.dropFirst(columns: head.width + (end == nil ? 0 : 1))
    }
    return lines + [rest]
  }
}

extension [SafeText.Glyph] {
  /// The number of glyphs from the front that fit whole into so many columns.
  fileprivate func count(fitting columns: Int) -> Int {
    var room = columns
    return firstIndex { glyph in
      room -= Int(glyph.width)
      return room < 0
    } ?? count
  }
}
