/// The likelihood of characters in an East Asian language, and of one kind of character following another.
struct CharacterFrequencies: Sendable {
  /// Kinds of characters, numbered after the symbols of `ASCIIText.Symbol`.
  enum Kind: UInt8, CaseIterable {
    case ideograph = 5
    case hiragana, katakana, hangul, punctuation, other

    init(_ scalar: Unicode.Scalar) {
      switch scalar.value {
      case 0x3041...0x309e: self = .hiragana
      case 0x30a1...0x30fe: self = .katakana
      case 0xac00...0xd7a3: self = .hangul
      case 0x3400...0x9fff, 0x3005, 0x3007: self = .ideograph
      case 0x3000...0x301f, 0xff01...0xff5e, 0x2010...0x2026, 0xb7: self = .punctuation
      default: self = .other
      }
    }
  }

  /// The number of symbols and kinds together: the side length of `moves`.
  static let symbols = 11

  /// The cost of each frequent character among those of its kind, in half nats.
  let characters: [(scalar: Unicode.Scalar, cost: UInt8)]
  /// The cost of each symbol or kind after each: row of the first, column of the second.
  let moves: [Int16]

  /// Reads the generated literals: lines of equally frequent characters, each after its cost, and the rows of `moves`.
  init(characters: StaticString, rows: StaticString) {
    self.characters = ASCIIText.lines(characters).flatMap { line in
      let cost = line.first.map { $0 - UInt8(ascii: "A") } ?? 0
      return String(decoding: line.dropFirst(), as: UTF8.self).unicodeScalars.map { (scalar: $0, cost: cost) }
    }
    moves = ASCIIText.lines(rows).flatMap { $0.map { Int16(clamping: Cost(packed: $0)) } }
    precondition(moves.count == Self.symbols * Self.symbols, "a table of kinds is not square")
  }
}
