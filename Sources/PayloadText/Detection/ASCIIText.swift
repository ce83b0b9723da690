/// What ASCII text at large costs, by the letter: the measure for all other costs.
struct ASCIIText: Sendable {
  /// The symbols that stand before the letters in every table of frequencies, in this order: the boundary of the
  /// payload, an ASCII letter, a digit, a blank, ASCII punctuation.
  enum Symbol: UInt8 {
    case boundary, letter, digit, blank, punctuation
  }

  /// What each byte below 0x80 costs in ASCII at large: the credit of a converter that takes it for part of a
  /// character. Control characters get none.
  let credits: [UInt8]
  /// The symbol of each byte below 0x80.
  let symbols: [UInt8]

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

  /// The bytes of a generated literal.
  static func bytes(_ literal: StaticString) -> [UInt8] {
    unsafe Array(UnsafeBufferPointer(start: literal.utf8Start, count: literal.utf8CodeUnitCount))
  }

  /// The lines of a generated literal.
  static func lines(_ literal: StaticString) -> [ArraySlice<UInt8>] {
    bytes(literal).split(separator: UInt8(ascii: "\n"))
  }
}
