/// The likelihood of one letter of an alphabet following another. Uppercase and lowercase are the same letter here.
struct LetterFrequencies: Sendable {
  /// The number of symbols before the letters: those of `ASCIIText.Symbol`, then punctuation outside ASCII and letters
  /// of other alphabets.
  static let fixedSymbols: UInt8 = 7
  /// The symbol of punctuation outside ASCII.
  static let otherPunctuation: UInt8 = 5
  /// The symbol of letters of other alphabets.
  static let foreignLetter: UInt8 = 6

  /// The symbol of each letter.
  let symbols: [Unicode.Scalar: UInt8]
  /// The cost of each symbol after each: row of the first, column of the second.
  let costs: [Int16]
  /// The number of symbols.
  let count: Int
  /// Whether the ASCII letters are part of the alphabet.
  let isLatin: Bool

  /// Reads the generated literals: the letters in order of their symbols, and the rows of `costs`.
  init(letters: String, rows: StaticString) {
    var symbols: [Unicode.Scalar: UInt8] = [:]
    for (index, letter) in letters.unicodeScalars.enumerated() {
      symbols[letter] = Self.fixedSymbols + UInt8(truncatingIfNeeded: index)
    }
    self.symbols = symbols
    isLatin = symbols["a"] != nil
    count = Int(Self.fixedSymbols) + symbols.count
    costs = ASCIIText.lines(rows).flatMap { $0.map { Int16(clamping: Cost(packed: $0)) } }
    precondition(costs.count == count * count, "a table of letters is not square")
  }
}
