/// Judges payloads as text in a single-byte encoding.
struct AlphabetScorer: Sendable {
  /// A byte's symbol in the table of letters, its case, and its own cost.
  private struct Entry {
    var symbol: UInt8
    var letterCase: UInt8
    var cost: Int16
  }

  private let entries: [Entry]
  private let costs: [Int16]
  private let count: Int

  /// Punctuation outside ASCII that is common in text.
  private static let commonPunctuation = Set("«»“”„‘’–—…°№·•©€£§²³µ±×\u{a0}".unicodeScalars)

  /// Returns `nil` if glibc lacks the converter.
  init?(_ encoding: TextEncoding, _ frequencies: LetterFrequencies, _ ascii: ASCIIText) {
    guard case .iconv(let name, _) = encoding.method, let iconv = Iconv(from: name, to: TextEncoding.scalarsName) else {
      return nil
    }
    costs = frequencies.costs
    count = frequencies.count
    entries = iconv.byteTable().enumerated().map { (byte, unit) in
      guard case .scalar(let scalar) = unit else {
        return Entry(symbol: LetterFrequencies.otherPunctuation, letterCase: 0, cost: Int16(Cost.badByte))
      }
      let properties = scalar.properties
      let letterCase: UInt8 = properties.isUppercase ? 2 : properties.isLowercase ? 1 : 0
      let folded = Self.folded(scalar)
      if scalar.isASCII, !(frequencies.isLatin && properties.isAlphabetic) {
        // The case of ASCII letters matters only if they belong to the alphabet.
        return Entry(symbol: ascii.symbols[byte], letterCase: 0, cost: 0)
      }
      if let symbol = frequencies.symbols[folded] { return Entry(symbol: symbol, letterCase: letterCase, cost: 0) }
      if properties.isAlphabetic {
        return Entry(symbol: LetterFrequencies.foreignLetter, letterCase: letterCase, cost: Int16(Cost.nats(4)))
      }
      let cost: Cost =
        if properties.generalCategory == .control { .nats(12) } else {
          Self.commonPunctuation.contains(scalar) ? .nats(2.5) : .nats(5)
        }
      return Entry(symbol: LetterFrequencies.otherPunctuation, letterCase: 0, cost: Int16(cost))
    }
  }

  private static func folded(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    if scalar == "\u{130}" { return "i" }
    let lower = scalar.properties.lowercaseMapping.unicodeScalars
    return lower.count == 1 ? lower.first ?? scalar : scalar
  }

  /// Returns the payload's cost, or any value above `limit` once that is certain.
  func cost(_ payload: RawSpan, limit: Cost) -> Cost {
    let end = payload.byteCount
    var total = 0
    var offset = payload.asciiRun(from: 0)
    var last = offset == 0 ? Entry(symbol: 0, letterCase: 0, cost: 0) : entries[Int(payload[byte: offset &- 1])]
    while offset < end {
      let byte = payload[byte: offset]
      let entry = entries[Int(byte)]
      total &+= Cost(costs[Int(last.symbol) &* count &+ Int(entry.symbol)]) &+ Cost(entry.cost)
      if entry.letterCase != 0 { total &+= Cost(Self.caseCost(last.letterCase, entry.letterCase)) }
      last = entry
      offset &+= 1
      if byte < 0x80 {
        // ASCII costs may be slightly negative; the margin allows for that.
        if total > limit &+ 32 { return total }
        let run = payload.asciiRun(from: offset)
        if run > 0 {
          offset &+= run
          last = entries[Int(payload[byte: offset &- 1])]
        }
      } else if total > limit &+ 32 {
        return total
      }
    }
    return total
  }

  /// The cost of one letter's case after another's: 1 is lowercase, 2 uppercase, 0 no letter before. Words usually stay
  /// in lowercase, or in uppercase if they began so.
  @inline(__always)
  private static func caseCost(_ first: UInt8, _ second: UInt8) -> Cost {
    switch (first, second) {
    case (0, 1): 2
    case (0, _): 4
    case (1, 1): 0
    case (1, _): 20
    case (_, 1): 1
    default: 6
    }
  }
}
