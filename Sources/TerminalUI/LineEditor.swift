import PayloadText

/// An editor for one or several lines of text, with Emacs and arrow keys, history and paste. The cursor moves by
/// glyphs, each with its combining marks. Positions and lengths are counted in scalars.
package struct LineEditor: Hashable, Sendable {
  /// The effect of a key.
  package enum Outcome: Hashable, Sendable {
    /// The text changed.
    case changed
    /// The editor handled the key without changing the text; the cursor may have moved.
    case moved
    /// Enter was pressed.
    case submitted
    /// Esc was pressed.
    case cancelled
    /// The editor does not handle the key.
    case ignored
  }

  /// The treatment of newlines in pasted text. They never submit.
  package enum PastedNewline: Hashable, Sendable {
    /// Newlines and tabs become spaces; newlines at the end are dropped.
    case space
    /// Newlines, tabs and ESC are kept, so the text may have several lines.
    case keep
  }

  /// The maximum number of lines in the history; the oldest are dropped first.
  package static let historyLimit = 1_000

  /// The treatment of newlines in pasted text.
  package let newlines: PastedNewline
  /// The position of the cursor, from 0 to the length of the text.
  package private(set) var cursor: Int
  /// The lines to recall, oldest first.
  package private(set) var history: [String]

  /// The scalars of the text.
  private(set) var scalars: [Unicode.Scalar] = []
  /// The columns of each scalar; 0 if it combines with the glyph before it.
  private(set) var widths: [UInt8] = []

  /// A part of the text that is only suggested: what is typed or pasted takes its place, and any other key makes it a
  /// text like any other. `nil` where nothing is suggested.
  package private(set) var suggestion: Range<Int>?

  /// The text cut last, for `^Y`.
  var killed: [Unicode.Scalar] = []
  /// Whether the last key cut something, so that the next cut is added to it.
  var isKilling = false
  /// The index of the recalled history line; `nil` for a new text.
  private var recalled: Int?
  /// The new text, saved while a history line is recalled.
  private var draft = ""

  /// Creates an editor with the cursor after `text`; the oldest line comes first in `history`.
  package init(text: String = "", history: [String] = [], newlines: PastedNewline = .space) {
    self.newlines = newlines
    self.history = Array(history.suffix(LineEditor.historyLimit))
    cursor = 0
    replace(0..<0, with: Array(text.unicodeScalars))
  }

  /// The text. Setting it moves the cursor to its end and leaves the history.
  package var text: String {
    get { string(0..<scalars.count) }
    set {
      recalled = nil
      setText(newValue)
    }
  }

  /// Makes the text from a position on a suggestion.
  package mutating func suggest(from start: Int) {
    suggestion = start < scalars.count ? start..<scalars.count : nil
  }

  /// Ends the suggestion, whose text stays.
  /// - Returns: the part of the text that was suggested.
  mutating func takeSuggestion() -> Range<Int>? {
    defer { suggestion = nil }
    return suggestion
  }

  /// The index of the recalled history line, even if edited since; `nil` for a new text.
  package var recalledLine: Int? { recalled }

  /// Cuts the whole text; `^Y` restores it.
  package mutating func cutAll() {
    killed = scalars
    isKilling = false
    setText("")
  }

  /// Replaces the whole text and leaves the history.
  package mutating func replaceAll(with text: String) {
    recalled = nil
    setText(text)
  }

  /// The length of the text in scalars.
  package var count: Int { scalars.count }

  /// Whether the text is empty.
  package var isEmpty: Bool { scalars.isEmpty }

  /// Replaces `range` with `text`, as a completion does, and moves the cursor to its end.
  package mutating func replace(_ range: Range<Int>, with text: String) {
    replace(range.clamped(to: 0..<scalars.count), with: Array(text.unicodeScalars))
  }

  /// Moves the cursor to a position; one inside a glyph becomes the start of that glyph.
  package mutating func moveCursor(to place: Int) {
    suggestion = nil
    cursor = glyphStart(place.clamped(0...scalars.count))
  }

  /// Adds the text to the history unless it is empty or repeats the last line. The text stays.
  package mutating func remember() {
    recalled = nil
    let line = text
    guard !line.isEmpty, history.last != line else { return }
    history.append(line)
    if history.count > LineEditor.historyLimit { history.removeFirst() }
  }

  /// Moves `step` lines through the history: -1 to an older line. The new text is kept as the last line.
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
  /// Returns a part of the text.
  func string(_ range: Range<Int>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars[range])
    return String(view)
  }

  /// Replaces a part of the text and moves the cursor after the new part, and after marks that combine with it.
  mutating func replace(_ range: Range<Int>, with new: [Unicode.Scalar]) {
    suggestion = nil
    scalars.replaceSubrange(range, with: new)
    widths.replaceSubrange(range, with: repeatElement(0, count: new.count))
    let end = range.lowerBound + new.count
    measure(from: glyphStart(range.lowerBound == 0 ? 0 : range.lowerBound - 1), through: end)
    cursor = glyphEnd(end)
  }

  /// Measures the scalars of a range, and those after it that may combine with its last glyph.
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

  /// Returns the start of the glyph that contains `place`, or `place` at the end of the text.
  func glyphStart(_ place: Int) -> Int {
    var place = place
    while place > 0, place < scalars.count, widths[place] == 0 { place -= 1 }
    return place
  }

  /// Returns the end of the glyph that `place` is inside of, or else `place`.
  func glyphEnd(_ place: Int) -> Int {
    var place = place
    while place > 0, place < scalars.count, widths[place] == 0 { place += 1 }
    return place
  }

  /// Returns the position one glyph to the left.
  func previousGlyph(_ place: Int) -> Int { place == 0 ? 0 : glyphStart(place - 1) }

  /// Returns the position one glyph to the right.
  func nextGlyph(_ place: Int) -> Int { place >= scalars.count ? scalars.count : glyphEnd(place + 1) }
}
