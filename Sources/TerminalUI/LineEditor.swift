import PayloadText

/// A line that a person edits, or several: Emacs and arrow keys, history, paste. A step of the cursor is one glyph with its
/// combining marks. Places and lengths are counted in scalars.
package struct LineEditor: Hashable, Sendable {
  /// What a key did.
  package enum Outcome: Hashable, Sendable {
    /// The text is another one now.
    case changed
    /// The key was the editor's and the text is the same; the cursor may have moved.
    case moved
    /// Enter.
    case submitted
    /// Esc.
    case cancelled
    /// Not a key of the editor.
    case ignored
  }

  /// What becomes of a newline in pasted text. It never submits.
  package enum PastedNewline: Hashable, Sendable {
    /// A space, as a tab does; newlines at the end are dropped.
    case space
    /// A line feed: the text has several lines. A tab and ESC stay too.
    case keep
  }

  /// Lines that the history keeps; the oldest go first.
  package static let historyLimit = 1_000

  /// What becomes of newlines in pasted text.
  package let newlines: PastedNewline
  /// The cursor, a count of scalars from 0 to the text's length.
  package private(set) var cursor: Int
  /// The lines to recall, the oldest first.
  package private(set) var history: [String]

  /// The text.
  private(set) var scalars: [Unicode.Scalar] = []
  /// The columns of each scalar; 0 where it stands on the glyph before it.
  private(set) var widths: [UInt8] = []

  /// What was cut last, for `^Y`.
  var killed: [Unicode.Scalar] = []
  /// Whether the last key cut something, so that the next cut joins it.
  var isKilling = false
  /// Where in the history the text comes from; `nil` when it is a new one.
  private var recalled: Int?
  /// The new text, while an old one is recalled.
  private var draft = ""

  /// An editor with the cursor behind `text`; `history` has its oldest line first.
  package init(text: String = "", history: [String] = [], newlines: PastedNewline = .space) {
    self.newlines = newlines
    self.history = Array(history.suffix(LineEditor.historyLimit))
    cursor = 0
    replace(0..<0, with: Array(text.unicodeScalars))
  }

  /// The text. Setting it puts the cursor behind it and leaves the history.
  package var text: String {
    get { string(0..<scalars.count) }
    set {
      recalled = nil
      setText(newValue)
    }
  }

  /// Where in the history the text comes from, changed or not; `nil` when it is a new one.
  package var recalledLine: Int? { recalled }

  /// Cuts all of the text, for `^Y` to put back.
  package mutating func cutAll() {
    killed = scalars
    isKilling = false
    setText("")
  }

  /// Puts another text in place of this one, which is no line of the history any more.
  package mutating func replaceAll(with text: String) {
    recalled = nil
    setText(text)
  }

  /// The length of the text in scalars.
  package var count: Int { scalars.count }

  /// Whether there is no text.
  package var isEmpty: Bool { scalars.isEmpty }

  /// Puts `text` in the place of `range`, as a completion does, and the cursor behind it.
  package mutating func replace(_ range: Range<Int>, with text: String) {
    replace(range.clamped(to: 0..<scalars.count), with: Array(text.unicodeScalars))
  }

  /// Moves the cursor to a place, or to the nearest one that is not inside a glyph, to its left.
  package mutating func moveCursor(to place: Int) {
    cursor = glyphStart(place.clamped(0...scalars.count))
  }

  /// Adds the text to the history, but not twice in a row and not an empty one. The text stays.
  package mutating func remember() {
    recalled = nil
    let line = text
    guard !line.isEmpty, history.last != line else { return }
    history.append(line)
    if history.count > LineEditor.historyLimit { history.removeFirst() }
  }

  /// Goes `step` lines through the history: -1 to an older one. The new text is kept as the last line.
  mutating func recall(_ step: Int) -> Outcome {
    let place = recalled ?? history.count
    let next = (place + step).clamped(0...history.count)
    guard next != place else { return .moved }
    if recalled == nil { draft = text }
    recalled = next == history.count ? nil : next
    setText(next == history.count ? draft : history[next])
    return .changed
  }

  private mutating func setText(_ text: String) {
    replace(0..<scalars.count, with: Array(text.unicodeScalars))
  }
}

extension LineEditor {
  /// A part of the text.
  func string(_ range: Range<Int>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars[range])
    return String(view)
  }

  /// Changes a part of the text and puts the cursor behind the new one, or behind the marks that join it.
  mutating func replace(_ range: Range<Int>, with new: [Unicode.Scalar]) {
    scalars.replaceSubrange(range, with: new)
    widths.replaceSubrange(range, with: repeatElement(0, count: new.count))
    let end = range.lowerBound + new.count
    measure(from: glyphStart(range.lowerBound == 0 ? 0 : range.lowerBound - 1), through: end)
    cursor = glyphEnd(end)
  }

  /// Measures what begins in a range, and what follows as long as it could join a glyph in it.
  private mutating func measure(from start: Int, through end: Int) {
    var glyph = start
    var index = start
    while index < scalars.count {
      let scalar = scalars[index]
      if index > start, scalarWidth(scalar) == 0, SafeText(string(glyph..<index + 1)).glyphs.count == 1 {
        widths[index] = 0
      } else {
        if index > end && widths[index] > 0 { return }
        glyph = index
        let single = SafeText.Glyph(scalar)
        widths[index] = single.origin == .text ? single.width : UInt8(clamping: SafeText(String(scalar)).width)
      }
      index += 1
    }
  }

  /// The beginning of the glyph that holds `place`, or `place` at the end of the text.
  func glyphStart(_ place: Int) -> Int {
    var place = place
    while place > 0, place < scalars.count, widths[place] == 0 { place -= 1 }
    return place
  }

  /// `place`, or the end of the glyph that it is inside of.
  func glyphEnd(_ place: Int) -> Int {
    var place = place
    while place > 0, place < scalars.count, widths[place] == 0 { place += 1 }
    return place
  }

  /// The place one glyph to the left.
  func previousGlyph(_ place: Int) -> Int { place == 0 ? 0 : glyphStart(place - 1) }

  /// The place one glyph to the right.
  func nextGlyph(_ place: Int) -> Int { place >= scalars.count ? scalars.count : glyphEnd(place + 1) }
}
