/// Text that is safe for a terminal: the one type that can be drawn or printed. Each glyph is a base scalar with at
/// most two combining marks, or part of an escape of ours that a payload cannot forge.
package struct SafeText: Hashable, Sendable {
  /// What a glyph stands for.
  package enum Origin: UInt8, Sendable, Hashable {
    /// Itself.
    case text
    /// A control, invisible or unassigned code point, made visible.
    case escape
    /// A byte that could not be decoded.
    case badByte
  }

  /// One drawn unit, 1 or 2 columns wide. It cannot hold a scalar that is unsafe.
  package struct Glyph: Hashable, Sendable {
    /// What is drawn first; its width is the glyph's.
    package fileprivate(set) var base: Unicode.Scalar
    /// At most two combining marks; "\0" where there is none.
    package fileprivate(set) var mark1: Unicode.Scalar = "\0"
    package fileprivate(set) var mark2: Unicode.Scalar = "\0"
    /// Columns: 1 or 2.
    package fileprivate(set) var width: UInt8
    /// What it stands for, so that the screen can style what is not the text itself.
    package fileprivate(set) var origin: Origin
  }

  /// What is drawn, from left to right.
  package private(set) var glyphs: [Glyph]
  /// Columns that the text takes.
  package private(set) var width: Int
  /// Whether the source holds bidi controls: its row is flagged.
  package private(set) var hasBidiControls = false
  /// Scalars of the source that are not shown: selectors, tags, and marks beyond two a base.
  package private(set) var droppedCount = 0

  /// No text.
  package init() {
    glyphs = []
    width = 0
  }

  /// One glyph.
  package init(_ glyph: Glyph) {
    glyphs = [glyph]
    width = Int(glyph.width)
  }

  /// Whether there is nothing to draw.
  package var isEmpty: Bool { glyphs.isEmpty }

  /// The same glyph `count` times; none when `count` is negative.
  package static func repeating(_ glyph: Glyph, count: Int) -> SafeText {
    var text = SafeText()
    text.glyphs = Array(repeating: glyph, count: max(0, count))
    text.width = text.glyphs.count * Int(glyph.width)
    return text
  }

  /// The same scalar, made safe, `count` times; none when `count` is negative.
  package static func repeating(_ scalar: Unicode.Scalar, count: Int) -> SafeText {
    repeating(Glyph(scalar), count: count)
  }
}

extension SafeText.Glyph {
  /// A space.
  package static let blank = SafeText.Glyph(base: " ", width: 1, origin: .text)

  /// A byte that could not be decoded: U+FFFD.
  static let badByte = SafeText.Glyph(base: "\u{fffd}", width: 1, origin: .badByte)

  /// The one marked cell that stands for a control or an invisible scalar.
  static let marked = SafeText.Glyph(base: ".", width: 1, origin: .escape)

  /// One scalar; a marked cell where it may not be drawn alone.
  package init(_ scalar: Unicode.Scalar) {
    if ScalarClass(scalar) == .allowed, case .cells(let width) = Placement(scalar, isMark: false) {
      self.init(base: scalar, width: width, origin: .text)
    } else {
      self = .marked
    }
  }

  /// A part of an escape, or a backslash.
  fileprivate init(escape byte: UInt8, origin: SafeText.Origin) {
    self.init(base: Unicode.Scalar(byte), width: 1, origin: origin)
  }

  /// The base and its marks: 1 to 3 scalars.
  package var scalars: [Unicode.Scalar] {
    mark1 == "\0" ? [base] : mark2 == "\0" ? [base, mark1] : [base, mark1, mark2]
  }
}

extension SafeText {
  mutating func reserve(_ count: Int) {
    glyphs.reserveCapacity(count)
  }

  /// Printable ASCII, U+0020 to U+007E.
  mutating func append(ascii byte: UInt8) {
    assert((0x20...0x7e).contains(byte))
    glyphs.append(Glyph(base: Unicode.Scalar(byte), width: 1, origin: .text))
    width += 1
  }

  mutating func append(_ glyph: Glyph) {
    glyphs.append(glyph)
    width += Int(glyph.width)
  }

  /// An escape of ours, printable ASCII.
  mutating func append(escape: String, origin: Origin = .escape) {
    glyphs += escape.utf8.lazy.map { Glyph(escape: $0, origin: origin) }
    width += escape.utf8.count
  }

  /// An allowed scalar with its columns.
  mutating func append(_ scalar: Unicode.Scalar, columns: UInt8) {
    append(Glyph(base: scalar, width: columns, origin: .text))
  }

  /// What became of a combining mark.
  enum Attachment {
    case attached
    /// The base before it has two marks already.
    case full
    /// Nothing before it is a base: the text begins, or an escape of ours stands there.
    case noBase
  }

  /// Puts a combining mark on the last glyph, where that is text.
  mutating func attach(_ mark: Unicode.Scalar) -> Attachment {
    guard let last = glyphs.indices.last, glyphs[last].origin == .text else { return .noBase }
    if glyphs[last].mark1 == "\0" {
      glyphs[last].mark1 = mark
    } else if glyphs[last].mark2 == "\0" {
      glyphs[last].mark2 = mark
    } else {
      return .full
    }
    return .attached
  }

  /// Nothing, but with what this text says of its source.
  func emptied() -> SafeText {
    var text = self
    text.glyphs = []
    text.width = 0
    return text
  }

  mutating func noteBidiControl() { hasBidiControls = true }

  mutating func noteDropped() { droppedCount += 1 }

  /// Appends another text; what it says of its source is kept too.
  package static func += (left: inout SafeText, right: SafeText) {
    left.glyphs += right.glyphs
    left.width += right.width
    left.hasBidiControls = left.hasBidiControls || right.hasBidiControls
    left.droppedCount += right.droppedCount
  }
}
