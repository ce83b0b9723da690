/// Text that is safe for a terminal: the only type that can be drawn or printed. Each glyph is a base scalar with at
/// most four combining marks, the most that a curses cell can hold, or part of one of our escapes, which a payload
/// cannot forge.
package struct SafeText: Hashable, Sendable {
  /// The origin of a glyph.
  package enum Origin: UInt8, Sendable, Hashable {
    /// The text itself.
    case text
    /// A control, invisible or unassigned code point, made visible.
    case escape
    /// A byte that could not be decoded.
    case badByte
  }

  /// One drawn unit, 1 or 2 columns wide. It cannot hold an unsafe scalar.
  ///
  /// It takes 16 bytes, because a screen is an array of glyphs: a scalar takes 21 bits, so the marks, the width and the
  /// origin share three words. In text for a file, a glyph of no columns holds further marks of the one before it and
  /// is never drawn.
  package struct Glyph: Hashable, Sendable {
    /// The scalar drawn first, whose width is the glyph's.
    package fileprivate(set) var base: Unicode.Scalar
    /// The first mark, with the width and the origin above it.
    @usableFromInline package fileprivate(set) var first: UInt32
    /// The second mark, with the lower 11 bits of the fourth above it.
    @usableFromInline package fileprivate(set) var second: UInt32 = 0
    /// The third mark, with the upper 10 bits of the fourth above it.
    @usableFromInline package fileprivate(set) var third: UInt32 = 0
  }

  /// The glyphs from left to right.
  package private(set) var glyphs: [Glyph]
  /// The width in columns.
  package private(set) var width: Int
  /// Whether the source contains bidi controls, which flags its row.
  package private(set) var hasBidiControls = false
  /// The number of source scalars that are not shown: selectors, tags, and marks beyond four per base.
  package private(set) var droppedCount = 0

  /// Creates an empty text.
  package init() {
    glyphs = []
    width = 0
  }

  /// Creates a text of one glyph.
  package init(_ glyph: Glyph) {
    glyphs = [glyph]
    width = Int(glyph.width)
  }

  /// Whether there is nothing to draw.
  package var isEmpty: Bool { glyphs.isEmpty }

  /// Returns a glyph repeated `count` times; empty if `count` is negative.
  package static func repeating(_ glyph: Glyph, count: Int) -> SafeText {
    var text = SafeText()
    text.glyphs = Array(repeating: glyph, count: max(0, count))
    text.width = text.glyphs.count * Int(glyph.width)
    return text
  }

  /// Returns a scalar, made safe, repeated `count` times; empty if `count` is negative.
  package static func repeating(_ scalar: Unicode.Scalar, count: Int) -> SafeText {
    repeating(Glyph(scalar), count: count)
  }
}

extension SafeText.Glyph {
  /// A space.
  package static let blank = SafeText.Glyph(base: " ", width: 1, origin: .text)

  /// A byte that could not be decoded: U+FFFD.
  static let badByte = SafeText.Glyph(base: "\u{fffd}", width: 1, origin: .badByte)

  /// The marked cell that replaces a control or invisible scalar.
  static let marked = SafeText.Glyph(base: ".", width: 1, origin: .escape)

  /// Creates the glyph of one scalar, or a marked cell if it may not be drawn alone.
  package init(_ scalar: Unicode.Scalar) {
    if ScalarClass(scalar) == .allowed, case .cells(let width) = Placement(scalar, isMark: false) {
      self.init(base: scalar, width: width, origin: .text)
    } else {
      self = .marked
    }
  }

  /// Creates a glyph that is part of an escape, or a backslash.
  fileprivate init(escape byte: UInt8, origin: SafeText.Origin) {
    self.init(base: Unicode.Scalar(byte), width: 1, origin: origin)
  }

  /// The most marks that a glyph can have: a curses cell holds `CCHARW_MAX` characters, 5.
  package static let mostMarks = 4

  private static let mask: UInt32 = 0x1f_ffff
  private static let bits: UInt32 = 21

  fileprivate init(base: Unicode.Scalar, width: UInt8, origin: SafeText.Origin) {
    self.base = base
    first = UInt32(width) << Self.bits | UInt32(origin.rawValue) << (Self.bits + 2)
  }

  /// The width in columns: 1 or 2, or 0 for further marks of the glyph before.
  @inlinable package var width: UInt8 { UInt8(truncatingIfNeeded: first >> 21 & 3) }

  /// The glyph's origin, so that the screen can style whatever is not the text itself.
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

  /// Adds a mark. Returns whether it fit.
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

  /// Whether it only holds further marks of the glyph before it, and is never drawn.
  package var isContinuation: Bool { width == 0 }
}

extension SafeText {
  /// Reserves space for `count` glyphs.
  mutating func reserve(_ count: Int) {
    glyphs.reserveCapacity(count)
  }

  /// Creates a text of printable ASCII; `nil` if the string has anything else, or a backslash that has to be doubled.
  /// Almost all words of a screen are such.
  init?(plain string: String, doublesBackslash: Bool) {
    let bytes = string.utf8
    let isPlain = bytes.allSatisfy { $0 &- 0x20 < 0x5f && !(doublesBackslash && $0 == UInt8(ascii: "\\")) }
    guard isPlain else { return nil }
    glyphs = bytes.map { Glyph(base: Unicode.Scalar($0), width: 1, origin: .text) }
    width = glyphs.count
  }

  /// Appends a printable ASCII byte, U+0020 to U+007E.
  mutating func append(ascii byte: UInt8) {
    assert((0x20...0x7e).contains(byte))
    glyphs.append(Glyph(base: Unicode.Scalar(byte), width: 1, origin: .text))
    width += 1
  }

  /// Appends a glyph.
  mutating func append(_ glyph: Glyph) {
    glyphs.append(glyph)
    width += Int(glyph.width)
  }

  /// Appends one of our escapes, in printable ASCII.
  mutating func append(escape: String, origin: Origin = .escape) {
    glyphs += escape.utf8.lazy.map { Glyph(escape: $0, origin: origin) }
    width += escape.utf8.count
  }

  /// Appends an allowed scalar of `columns` columns.
  mutating func append(_ scalar: Unicode.Scalar, columns: UInt8) {
    append(Glyph(base: scalar, width: columns, origin: .text))
  }

  /// The outcome of attaching a combining mark.
  enum Attachment {
    case attached
    /// The base before it has no room for another mark.
    case full
    /// There is no base before it: it begins the text, or follows one of our escapes.
    case noBase
  }

  /// Attaches a combining mark to the last glyph, if that is text.
  mutating func attach(_ mark: Unicode.Scalar) -> Attachment {
    guard let last = glyphs.indices.last, glyphs[last].origin == .text else { return .noBase }
    return glyphs[last].add(mark) ? .attached : .full
  }

  /// Appends a further mark of the last glyph, which has no room for it, in text for a file.
  mutating func attachFurther(_ mark: Unicode.Scalar) {
    glyphs.append(Glyph(base: mark, width: 0, origin: .text))
  }

  /// An empty text that keeps this text's information about its source.
  func emptied() -> SafeText {
    var text = self
    text.glyphs = []
    text.width = 0
    return text
  }

  /// Records that the source contains a bidi control.
  mutating func noteBidiControl() { hasBidiControls = true }

  /// Records that a scalar of the source is not shown.
  mutating func noteDropped() { droppedCount += 1 }

  /// Appends another text, with its information about its source.
  package static func += (left: inout SafeText, right: SafeText) {
    left.glyphs += right.glyphs
    left.width += right.width
    left.hasBidiControls = left.hasBidiControls || right.hasBidiControls
    left.droppedCount += right.droppedCount
  }
}
