import Synchronization

/// The class of a code point, which decides whether it may reach a terminal. In the Basic Multilingual Plane each is
/// judged once, when it is first asked for: every scalar in the table is looked up, and a screen needs few of them.
enum ScalarClass: UInt8 {
  /// Letters, numbers, punctuation, symbols, space separators, and marks with columns of their own.
  case allowed
  /// A combining mark, which joins the base before it.
  case mark
  /// C0, DEL and C1.
  case control
  /// U+2028 and U+2029.
  case separator
  /// Changes the direction of text, or used to (U+206A–206F).
  case bidi
  /// Draws nothing, or a blank where nobody expects one.
  case invisible
  /// Variation selectors and tags.
  case selector
  /// Private use, unassigned, and noncharacters.
  case unassigned

  /// Classifies a code point.
  init(_ scalar: Unicode.Scalar) {
    guard scalar.value < 0x1_0000 else {
      self = Self.judge(scalar)
      return
    }
    if let known = Self.basicPlane[scalar.value] {
      self = known
    } else {
      self = Self.judge(scalar)
      Self.basicPlane.set(self, of: scalar.value)
    }
  }

  private static let basicPlane = KnownClasses()

  private static func judge(_ scalar: Unicode.Scalar) -> ScalarClass {
    switch scalar.value {
    case 0x00...0x1f, 0x7f...0x9f: return .control
    case 0x20...0x7e, 0x4e00...0x9fff, 0xac00...0xd7a3: return .allowed
    case 0x2028, 0x2029: return .separator
    case 0x061c, 0x200e, 0x200f, 0x202a...0x202e, 0x2066...0x206f: return .bidi
    case 0x00ad, 0x034f, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x180b...0x180f, 0x200b...0x200d, 0x2060...0x2064, 0x2800,
      0x3164, 0xfeff, 0xffa0, 0xfff9...0xfffb, 0x1bca0...0x1bca3, 0x1d173...0x1d17a, 0x13430...0x1345f:
      return .invisible
    case 0xfe00...0xfe0f, 0xe0100...0xe01ef, 0xe0000...0xe007f: return .selector
    default: return judge(scalar.properties.generalCategory)
    }
  }

  private static func judge(_ category: Unicode.GeneralCategory) -> ScalarClass {
    switch category {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
      .decimalNumber, .letterNumber, .otherNumber,
      .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
      .finalPunctuation, .otherPunctuation,
      .mathSymbol, .currencySymbol, .modifierSymbol, .otherSymbol, .spaceSeparator:
      return .allowed
    case .nonspacingMark, .enclosingMark, .spacingMark: return .mark
    case .lineSeparator, .paragraphSeparator: return .separator
    case .control: return .control
    case .format: return .invisible
    case .surrogate, .privateUse, .unassigned: return .unassigned
    @unknown default: return .unassigned
    }
  }
}

/// The classes that are known, in four bits for each code point: the raw value and one, or 0 where it is not known.
/// Threads that judge one at the same time write the same.
private struct KnownClasses: ~Copyable, Sendable {
  private let words = InlineArray<4_096, Atomic<UInt64>> { _ in Atomic(0) }

  /// The class of a code point of the Basic Multilingual Plane; `nil` where it is not known yet.
  @inline(__always)
  subscript(value: UInt32) -> ScalarClass? {
    let bits = words[Int(value / 16)].load(ordering: .relaxed) >> UInt64(value % 16 * 4) & 15
    return ScalarClass(rawValue: UInt8(truncatingIfNeeded: bits) &- 1)
  }

  /// Keeps the class of a code point of the Basic Multilingual Plane.
  func set(_ scalarClass: ScalarClass, of value: UInt32) {
    let bits = UInt64(scalarClass.rawValue + 1) << UInt64(value % 16 * 4)
    words[Int(value / 16)].bitwiseOr(bits, ordering: .relaxed)
  }
}

extension Unicode.Scalar {
  /// Whether the scalar is shown as itself: it is not a control, not invisible, and does not change the direction of
  /// text.
  package var isShownAsItself: Bool {
    switch ScalarClass(self) {
    case .allowed, .mark: true
    case .control, .separator, .bidi, .invisible, .selector, .unassigned: false
    }
  }
}
