/// The cost of typical ASCII text, character by character: the baseline of all other costs.
struct ASCIIText: Sendable {
  /// The symbols that precede the letters in every frequency table, in this order: the payload's boundary, an ASCII
  /// letter, a digit, whitespace, ASCII punctuation.
  enum Symbol: UInt8 {
    case boundary, letter, digit, blank, punctuation
  }

  /// The cost of each byte below 0x80 in typical ASCII text, credited to an encoding that takes the byte as part of a
  /// character. Control characters get no credit.
  let credits: [UInt8]
  /// The symbol of each byte below 0x80.
  let symbols: [UInt8]

  /// Reads the generated table.
  init() {
    var credits = [UInt8](repeating: 0, count: 128)
    for (index, character) in Self.bytes(LetterFrequencies.ascii).prefix(95).enumerated() {
      credits[0x20 + index] = UInt8(clamping: Cost(packed: character))
    }
    self.credits = credits
    symbols = (0..<128).map { (byte: UInt8) in
      switch byte {
      case 0x30...0x39: Symbol.digit.rawValue
      case 0x41...0x5a, 0x61...0x7a: Symbol.letter.rawValue
      case 0x09, 0x0a, 0x0d, 0x20: Symbol.blank.rawValue
      default: Symbol.punctuation.rawValue
      }
    }
  }

  /// Returns the bytes of a generated literal.
  static func bytes(_ literal: StaticString) -> [UInt8] {
    unsafe Array(UnsafeBufferPointer(start: literal.utf8Start, count: literal.utf8CodeUnitCount))
  }

  /// Returns the lines of a generated literal.
  static func lines(_ literal: StaticString) -> [ArraySlice<UInt8>] {
    bytes(literal).split(separator: UInt8(ascii: "\n"))
  }
}
