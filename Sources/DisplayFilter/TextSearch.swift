import PayloadText
import UDPCore

/// A search for a text in payloads of one encoding: in their bytes, wherever that gives the same answer as decoding
/// them.
struct TextSearch: Sendable {
  /// The result of a search in the bytes.
  enum Answer {
    case found
    case missing
    /// The payload has to be decoded.
    case unknown
  }

  /// The offsets at which a match of the bytes is a match of the characters.
  private enum Alignment: Sendable {
    case anywhere
    /// At even offsets of the payload.
    case even
    case table(CharacterBytes)
    /// Anywhere, unless a tone mark follows and joins the last letter.
    case toneMarks
  }

  /// The most byte sequences of a text; with more, decoding is simpler.
  private static let mostWays = 8

  private let relation: FilterTextRelation
  private let alignment: Alignment
  /// Every byte sequence that decodes to the text; `nil` if payloads have to be decoded.
  private let ways: [ByteSearch]?
  /// Whether the text is empty.
  private let isEmpty: Bool

  /// Creates a search for `text`, which has this relation to payloads in `encoding`.
  init(_ relation: FilterTextRelation, _ text: FilterText, in encoding: TextEncoding) {
    self.relation = relation
    isEmpty = text.utf8.isEmpty
    var alignment: Alignment? = .anywhere
    var bytesOf: (Unicode.Scalar) -> [[UInt8]]? = { _ in nil }
    switch encoding {
    case .utf8: bytesOf = { $0 == "\u{fffd}" ? nil : [Array(String($0).utf8)] }
    case .utf16LE, .utf16BE:
      alignment = .even
      bytesOf = { $0 == "\u{fffd}" ? nil : (try? TextEncoder.encode(String($0), as: encoding)).map { [$0] } }
    case .windows1258:
      // Marks join letters, so only ASCII can be found in the bytes.
      alignment = .toneMarks
      bytesOf = { $0.isASCII ? [[UInt8($0.value)]] : nil }
    case .hex: alignment = nil
    default:
      if let table = CharacterBytes.of(encoding) {
        alignment = .table(table)
        bytesOf = { table.byteSequences(for: $0, encoding) }
      } else if let singles = Self.singles(encoding) {
        bytesOf = { scalar in
          scalar == "\u{fffd}" ? nil : singles.indices.filter { singles[$0] == scalar }.map { [UInt8($0)] }
        }
      } else {
        alignment = nil
      }
    }
    self.alignment = alignment ?? .anywhere
    ways = alignment == nil ? nil : Self.ways(of: text, bytesOf)
  }

  /// The scalar of each byte of a single-byte encoding; `nil` for other encodings.
  private static func singles(_ encoding: TextEncoding) -> [Unicode.Scalar?]? {
    guard let decoder = try? TextDecoder(encoding) else { return nil }
    let units = decoder.decode((0...0xff).map { UInt8($0) }).units
    guard units.count == 256 else { return nil }
    return units.map { if case .scalar(let scalar) = $0 { scalar } else { nil } }
  }

  private static func ways(
    of text: FilterText, _ bytesOf: (Unicode.Scalar) -> [[UInt8]]?
  ) -> [ByteSearch]? {
    var ways: [(bytes: [UInt8], folds: [UInt8])] = [([], [])]
    for scalar in text.string.unicodeScalars {
      let isLetter = text.ignoresCase && scalar.isASCII && scalar.properties.isAlphabetic
      let small = isLetter ? Unicode.Scalar(UInt8(scalar.value) | 0x20) : scalar
      guard let all = bytesOf(small) else { return nil }
      // The letter's two cases differ only in its one byte.
      let fold = { (byte: UInt8) -> UInt8 in isLetter && byte == UInt8(small.value) ? 0x20 : 0 }
      ways = ways.flatMap { way in all.map { (way.bytes + $0, way.folds + $0.map(fold)) } }
      if ways.count > mostWays { return nil }
    }
    return ways.filter { !$0.bytes.isEmpty }.map { ByteSearch($0.bytes, folds: $0.folds) }
  }

  /// Searches the payload at `range` of `block`.
  func answer(_ block: RawSpan, _ range: Range<Int>) -> Answer {
    if isEmpty { return relation == .equals ? (range.isEmpty ? .found : .missing) : .found }
    guard let ways else { return .unknown }
    var answer = Answer.missing
    for way in ways {
      switch look(for: way, block, range) {
      case .found: return .found
      case .unknown: answer = .unknown
      case .missing: break
      }
    }
    return answer
  }

  /// Whether a tone mark at `place` joins the letter before it.
  private func isJoined(at place: Int, _ block: RawSpan, _ range: Range<Int>) -> Bool {
    guard case .toneMarks = alignment, place < range.upperBound else { return false }
    return TextDecoder.vietnameseMarks.contains(block.byte(at: place))
  }

  /// The cost of a search in the bytes, in nanoseconds per byte.
  var costPerByte: Int { if case .table = alignment { 2 } else { 1 } }

  private func look(for way: ByteSearch, _ block: RawSpan, _ range: Range<Int>) -> Answer {
    switch relation {
    case .equals:
      return way.count == range.count && way.matches(block, at: range.lowerBound, end: range.upperBound)
        ? .found : .missing
    case .startsWith:
      guard way.matches(block, at: range.lowerBound, end: range.upperBound) else { return .missing }
      return isJoined(at: range.lowerBound + way.count, block, range) ? .unknown : .found
    case .contains: break
    }
    var place = range.lowerBound
    var start = range.lowerBound
    var answer = Answer.missing
    while let hit = way.first(in: block, range, from: place) {
      switch alignment {
      case .anywhere: return .found
      case .even: if (hit - range.lowerBound).isMultiple(of: 2) { return .found }
      case .table(let table):
        switch table.begins(at: hit, in: block, from: &start, end: range.upperBound) {
        case true?: return .found
        case nil: return .unknown
        case false?: break
        }
      case .toneMarks:
        if !isJoined(at: hit + way.count, block, range) { return .found }
        answer = .unknown
      }
      place = hit + 1
    }
    return answer
  }
}
