import PayloadText

/// A search for the longest part of a text that has the same bytes in every encoding, where those of two bytes each are
/// told by a zero byte: it answers most questions before anybody finds out the encoding of a peer. A flood has a
/// new one for each datagram.
package struct PlainSearch: Sendable {
  /// The characters that some encodings of East Asia give other bytes, or other meanings.
  private static let ambiguous: Set<Unicode.Scalar> = ["\\", "~"]

  private let part: ByteSearch
  private let zero = ByteSearch([0])

  /// Creates a search for a part of a text; `nil` if it has none.
  init?(_ text: FilterText) {
    var (longest, part): ([UInt8], [UInt8]) = ([], [])
    for scalar in text.string.unicodeScalars {
      if Self.isPlain(scalar) { part.append(UInt8(scalar.value)) } else { part = [] }
      if part.count > longest.count { longest = part }
    }
    guard !longest.isEmpty else { return nil }
    let folds = longest.map { byte -> UInt8 in
      text.ignoresCase && Unicode.Scalar(byte).properties.isAlphabetic ? 0x20 : 0
    }
    self.part = ByteSearch(zip(longest, folds).map { $0 | $1 }, folds: folds)
  }

  /// Whether a character has the same single byte in every encoding but those of two bytes each.
  static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    (0x20..<0x7f).contains(scalar.value) && !ambiguous.contains(scalar)
  }

  /// Creates a search for a part of what every match of an expression contains; `nil` if none is known.
  package init?(_ regex: FilterRegex) {
    guard let text = regex.necessaryText else { return nil }
    self.init(text)
  }

  /// Whether the payload at `range` of `block` lacks the text in any encoding.
  package func isMissing(_ block: RawSpan, _ range: Range<Int>) -> Bool {
    part.first(in: block, range, from: range.lowerBound) == nil
      && zero.first(in: block, range, from: range.lowerBound) == nil
  }
}
