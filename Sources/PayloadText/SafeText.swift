/// Text that is safe for a terminal: the one type that can be drawn or printed. Each glyph is a base scalar with at
/// most four combining marks, as many as a cell of curses holds, or part of an escape of ours that a payload cannot
/// forge.
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
  ///
  /// 16 bytes, since a screen is an array of them: a scalar takes 21 bits, so the marks, the width and the origin share
  /// three words. In text for a file, a glyph of no columns holds further marks of the one before it; nothing draws it.
  package struct Glyph: Hashable, Sendable {
    /// What is drawn first; its width is the glyph's.
    package fileprivate(set) var base: Unicode.Scalar
    /// The first mark, above it the width and the origin.
    @usableFromInline package fileprivate(set) var first: UInt32
    /// The second mark, above it the lower 11 bits of the fourth.
    @usableFromInline package fileprivate(set) var second: UInt32 = 0
    /// The third mark, above it the upper 10 bits of the fourth.
    @usableFromInline package fileprivate(set) var third: UInt32 = 0
  }

  /// What is drawn, from left to right.
  package private(set) var glyphs: [Glyph]
  /// Columns that the text takes.
  package private(set) var width: Int
  /// Whether the source holds bidi controls: its row is flagged.
  package private(set) var hasBidiControls = false
  /// Scalars of the source that are not shown: selectors, tags, and marks beyond four a base.
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

  /// The most marks that a glyph has: a cell of curses holds `CCHARW_MAX` characters, 5.
  package static let mostMarks = 4

  private static let mask: UInt32 = 0x1f_ffff
  private static let bits: UInt32 = 21

  fileprivate init(base: Unicode.Scalar, width: UInt8, origin: SafeText.Origin) {
    self.base = base
    first = UInt32(width) << Self.bits | UInt32(origin.rawValue) << (Self.bits + 2)
  }

  /// Columns: 1 or 2; 0 for further marks of the glyph before.
  @inlinable package var width: UInt8 { UInt8(truncatingIfNeeded: first >> 21 & 3) }

  /// What it stands for, so that the screen can style what is not the text itself.
  @inlinable package var origin: SafeText.Origin {
    switch first >> 23 {
    case 0: .text
    case 1: .escape
    default: .badByte
    }
  }

  /// Whether it has combining marks.
  @inlinable package var hasMarks: Bool { first & 0x1f_ffff != 0 }

  /// Its combining marks, at most `mostMarks`.
  package var marks: [Unicode.Scalar] {
    if !hasMarks { return [] }
    let values = [first & Self.mask, second & Self.mask, third & Self.mask, fourth]
    return values.prefix { $0 != 0 }.compactMap { Unicode.Scalar($0) }
  }

  private var fourth: UInt32 { second >> Self.bits | (third >> Self.bits) << (32 - Self.bits) }

  /// Adds a mark. Returns whether there was room.
  fileprivate mutating func add(_ mark: Unicode.Scalar) -> Bool {
    if first & Self.mask == 0 {
      first |= mark.value
    } else if second & Self.mask == 0 {
      second |= mark.value
    } else if third & Self.mask == 0 {
      third |= mark.value
    } else if fourth == 0 {
      second |= mark.value << Self.bits
      third |= (mark.value >> (32 - Self.bits)) << Self.bits
    } else {
      return false
    }
    return true
  }

  /// The base and its marks: 1 to 5 scalars.
  package var scalars: [Unicode.Scalar] { hasMarks ? [base] + marks : [base] }

  /// Whether it holds further marks of the glyph before it, which nothing draws.
  package var isContinuation: Bool { width == 0 }
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
    /// The base before it has as many marks as it may.
    case full
    /// Nothing before it is a base: the text begins, or an escape of ours stands there.
    case noBase
  }

  /// Puts a combining mark on the last glyph, where that is text.
  mutating func attach(_ mark: Unicode.Scalar) -> Attachment {
    guard let last = glyphs.indices.last, glyphs[last].origin == .text else { return .noBase }
    return glyphs[last].add(mark) ? .attached : .full
  }

  /// Goes on with a further mark of the last glyph, which has no room for it: in text for a file.
  mutating func attachFurther(_ mark: Unicode.Scalar) {
    glyphs.append(Glyph(base: mark, width: 0, origin: .text))
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
