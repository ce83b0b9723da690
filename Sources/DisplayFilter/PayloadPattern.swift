/// A string to find in decoded text, folded in advance. Compared as UTF-8, where no match can begin inside a character.
struct TextPattern: Sendable {
  /// The relation of the string to the text.
  let relation: FilterTextRelation
  /// The string.
  let text: FilterText
  private let ignoresCase: Bool
  private let bytes: [UInt8]

  /// Creates a pattern of a string with this relation to the text.
  init(_ relation: FilterTextRelation, _ text: FilterText) {
    self.relation = relation
    self.text = text
    ignoresCase = text.ignoresCase
    bytes = text.ignoresCase ? text.utf8.map(Self.folded) : text.utf8
  }

  /// Whether the text has the relation.
  func matches(_ text: String) -> Bool {
    let span = text.utf8Span.span
    guard bytes.count <= span.count else { return false }
    switch relation {
    case .equals: return bytes.count == span.count && matches(span, at: 0)
    case .startsWith: return matches(span, at: 0)
    case .contains: return isContained(in: span)
    }
  }

  private func isContained(in span: Span<UInt8>) -> Bool {
    guard let first = bytes.first else { return true }
    for start in 0...span.count - bytes.count {
      let byte = ignoresCase ? Self.folded(span[start]) : span[start]
      if byte == first, matches(span, at: start) { return true }
    }
    return false
  }

  private func matches(_ span: Span<UInt8>, at start: Int) -> Bool {
    for index in bytes.indices {
      let byte = span[start + index]
      guard (ignoresCase ? Self.folded(byte) : byte) == bytes[index] else { return false }
    }
    return true
  }

  @inline(__always)
  private static func folded(_ byte: UInt8) -> UInt8 {
    byte &- UInt8(ascii: "A") < 26 ? byte | 0x20 : byte
  }
}

/// Bytes to find in a payload; `nil` matches any byte.
struct BytePattern: Sendable {
  private let bytes: [UInt8?]
  /// The longest run of known bytes, and its offset in the pattern; `nil` if every byte may be any.
  private let run: (search: ByteSearch, start: Int)?

  /// Creates a pattern of bytes; `nil` matches any byte.
  init(_ bytes: [UInt8?]) {
    self.bytes = bytes
    var longest = 0..<0
    var start = 0
    for (index, byte) in (bytes + [nil]).enumerated() where byte == nil {
      if index - start > longest.count { longest = start..<index }
      start = index + 1
    }
    run = longest.isEmpty ? nil : (ByteSearch(bytes[longest].compactMap(\.self)), longest.lowerBound)
  }

  /// Whether the bytes occur in the payload at `range` of `block`.
  func matches(_ block: RawSpan, _ range: Range<Int>) -> Bool {
    guard bytes.count <= range.count else { return false }
    guard let run else { return true }
    var place = range.lowerBound + run.start
    while let hit = run.search.first(in: block, range, from: place) {
      let start = hit - run.start
      guard start + bytes.count <= range.upperBound else { return false }
      if bytes.indices.allSatisfy({ bytes[$0] == nil || bytes[$0] == block.byte(at: start + $0) }) { return true }
      place = hit + 1
    }
    return false
  }
}

extension RawSpan {
  /// The byte at `offset`, which must be inside the span.
  @inline(__always)
  func byte(at offset: Int) -> UInt8 {
    unsafe unsafeLoad(fromByteOffset: offset, as: UInt8.self)
  }

  /// Reads `width` bytes at `offset` as a big-endian number; `nil` if the span is too short.
  func number(at offset: Int, width: Int) -> UInt64? {
    guard offset + width <= byteCount else { return nil }
    var number: UInt64 = 0
    for place in offset..<offset + width { number = number << 8 | UInt64(byte(at: place)) }
    return number
  }
}
