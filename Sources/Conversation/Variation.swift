import Structure
import Templates

/// The parts that vary in the messages of one direction, learned from a recording of them.
///
/// Rules that all messages agree with come before those of one size, and those before the ones of one kind. A part is
/// only found where it makes sense: a checksum that is wrong belongs to the content.
package struct Variation: Sendable {
  /// A rule that finds a part of binary messages.
  struct ByteRule: Hashable {
    var place: StructureField.Place
    var width: Int
    var meaning: VaryingPart.Meaning
    var number: Int
  }

  /// A rule that finds a part of texts.
  struct TokenRule: Hashable {
    var meaning: VaryingPart.Meaning
    var number: Int
  }

  /// The rules of the tokens of a text, by their places from the front and from the back.
  struct TokenRules: Hashable {
    var front: [Int: TokenRule] = [:]
    var back: [Int: TokenRule] = [:]
  }

  var checksums: [(match: ChecksumMatch, number: Int)] = []
  var byteRules: [ByteRule] = []
  var byteRulesOfSize: [Int: [ByteRule]] = [:]
  var byteRulesOfKind: [MessageKind: [ByteRule]] = [:]
  var tokenRules = TokenRules()
  var tokenRulesOfKind: [MessageKind: TokenRules] = [:]
  /// The sizes of messages that are no texts.
  var binarySizes: Set<Int> = []
  /// The bytes from the front that tell kinds apart, by size.
  var startCounts: [Int: Int] = [:]
  /// The places among them whose bytes never change, by size: they tell nothing apart.
  var constantStarts: [Int: Set<Int>] = [:]
  private var nextNumber = 0

  /// The bytes from the front that tell kinds apart at most.
  static let longestStart = 4

  /// Creates the variation of messages that are all compared as they are.
  package init() {}

  /// The number of a new rule.
  mutating func newNumber() -> Int {
    nextNumber += 1
    return nextNumber
  }

  // MARK: Reading

  /// Returns the parts of a message that vary, in their order.
  /// - Parameter known: the parts that its format knows; what is learned takes their place nowhere.
  package func parts(of bytes: [UInt8], beside known: [VaryingPart] = []) -> [VaryingPart] {
    var parts = known
    if let checksum = checksum(of: bytes) { parts.add([checksum]) }
    if isText(bytes) {
      let tokens = self.tokens(of: bytes)
      parts.add(self.parts(of: tokens, by: tokenRulesOfKind[.text(tokens.mask)]))
      parts.add(self.parts(of: tokens, by: tokenRules))
    } else {
      parts.add(self.parts(of: bytes, by: byteRules))
      parts.add(self.parts(of: bytes, by: byteRulesOfSize[bytes.count] ?? []))
      if !byteRulesOfKind.isEmpty { parts.add(self.parts(of: bytes, by: byteRulesOfKind[kind(of: bytes)] ?? [])) }
    }
    return parts.sorted { $0.range.lowerBound < $1.range.lowerBound }
  }

  /// Returns the kind of a message that no format names.
  package func kind(of bytes: [UInt8]) -> MessageKind {
    if isText(bytes) { return .text(tokens(of: bytes).mask) }
    let count = startCounts[bytes.count] ?? min(1, bytes.count)
    return .bytes(size: bytes.count, start: start(of: bytes, count: count))
  }

  /// Returns a message in which every part that varies is replaced by the same sign: equal ones differ in nothing else.
  package static func canonical(_ bytes: [UInt8], without parts: [VaryingPart]) -> [UInt8] {
    var canonical: [UInt8] = []
    canonical.reserveCapacity(bytes.count + 2 * parts.count)
    var place = 0
    for part in parts {
      canonical += bytes[place..<part.range.lowerBound] + [0, 0xff, 0]
      place = part.range.upperBound
    }
    return canonical + bytes[place...]
  }

  /// Whether a message is read as text: nothing before its checksum is a control character.
  func isText(_ bytes: [UInt8]) -> Bool {
    !binarySizes.contains(bytes.count) && Self.isPlain(bytes[..<bodyEnd(of: bytes)])
  }

  static func isPlain(_ bytes: ArraySlice<UInt8>) -> Bool {
    bytes.allSatisfy { $0 >= 0x20 && $0 != 0x7f || [0x09, 0x0a, 0x0d].contains($0) }
  }

  /// The end of the bytes before the checksum.
  func bodyEnd(of bytes: [UInt8]) -> Int { checksum(of: bytes)?.range.lowerBound ?? bytes.count }

  func tokens(of bytes: [UInt8]) -> TextTokens { TextTokens(bytes, end: bodyEnd(of: bytes)) }

  private func checksum(of bytes: [UInt8]) -> VaryingPart? {
    for (match, number) in checksums where !ChecksumSearch.agreeing(match, in: [bytes]).isEmpty {
      let place = match.place(in: bytes.count)
      return VaryingPart(range: place..<place + match.byteCount, meaning: .checksum(match), rule: number)
    }
    return nil
  }

  /// The first bytes, with zeros where they vary and where they never change.
  func start(of bytes: [UInt8], count: Int) -> [UInt8] {
    var start = Array(bytes.prefix(count))
    var parts: [VaryingPart] = []
    if let checksum = checksum(of: bytes) { parts.add([checksum]) }
    parts.add(self.parts(of: bytes, by: byteRules))
    parts.add(self.parts(of: bytes, by: byteRulesOfSize[bytes.count] ?? []))
    for part in parts {
      for place in part.range.clamped(to: 0..<start.count) { start[place] = 0 }
    }
    for place in constantStarts[bytes.count] ?? [] where place < start.count { start[place] = 0 }
    return start
  }

  private func parts(of bytes: [UInt8], by rules: [ByteRule]) -> [VaryingPart] {
    rules.compactMap { rule in
      let start: Int
      switch rule.place {
      case .front(let offset): start = offset
      case .back(let offset): start = bytes.count - offset
      }
      guard start >= 0, start + rule.width <= bytes.count else { return nil }
      let part = VaryingPart(range: start..<start + rule.width, meaning: rule.meaning, rule: rule.number)
      // A length that is not the message's says something else.
      if case .length(let notation, let length) = rule.meaning,
        notation.value(in: bytes[part.range]) != length.value(ofSize: bytes.count)
      {
        return nil
      }
      return part
    }
  }

  private func parts(of tokens: TextTokens, by rules: TokenRules?) -> [VaryingPart] {
    guard let rules else { return [] }
    let count = tokens.tokens.count
    return tokens.tokens.enumerated().compactMap { index, token in
      guard let rule = rules.front[index] ?? rules.back[count - 1 - index] else { return nil }
      guard token.isMoment == (rule.meaning == .moment) || rule.meaning == .identifier else { return nil }
      return VaryingPart(range: token.range, meaning: rule.meaning, rule: rule.number)
    }
  }
}

extension StructureField.Length {
  /// The number that a message of so many bytes carries; `nil` if there is none.
  func value(ofSize size: Int) -> UInt64? {
    guard scale > 0, (size - offset) % scale == 0 else { return nil }
    return UInt64(exactly: (size - offset) / scale)
  }
}
