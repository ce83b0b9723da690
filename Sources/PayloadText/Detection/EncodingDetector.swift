/// What is known about writings: judges payloads against every encoding that auto mode can find.
///
/// Making it reads the tables and opens glibc's converters, a few milliseconds: there is one, made when it is first
/// needed.
final class EncodingDetector: Sendable {
  static let shared = EncodingDetector()

  /// What auto mode can find, each with what it costs before anything is known, in nats. Where two give the same text
  /// for the same bytes, the first is taken.
  static let candidates: [(encoding: TextEncoding, prior: Double)] = [
    (.utf8, 0), (.gb18030, 1.5), (.windows1252, 2), (.shiftJIS, 2.5), (.big5, 2.5), (.eucKR, 2.5), (.windows1251, 2.5),
    (.eucJP, 3), (.windows1253, 3), (.tis620, 3), (.koi8R, 3), (.utf16LE, 3), (.hex, 5), (.utf16BE, 5),
    (.windows1250, 5), (.windows1254, 5), (.windows1255, 5), (.windows1256, 5), (.cp866, 6), (.iso8859Part7, 5),
    (.iso8859Part2, 6), (.koi8U, 6), (.iso8859Part5, 7), (.cp437, 7),
  ]

  /// How many bytes of one payload are looked at.
  static let window = 256

  private enum Scorer {
    case utf8
    case utf16(bigEndian: Bool)
    case binary
    case pairs(PairScorer)
    case letters([AlphabetScorer])
    /// glibc lacks the converter.
    case missing
  }

  private let ascii = ASCIIText()
  private let unicode: UnicodeScorer
  private let binary: BinaryScorer
  private let scorers: [Scorer]

  private init() {
    let ascii = ascii
    unicode = UnicodeScorer(ascii)
    binary = BinaryScorer(ascii)
    scorers = Self.candidates.map { Self.scorer(for: $0.encoding, ascii) }
  }

  private static func scorer(for encoding: TextEncoding, _ ascii: ASCIIText) -> Scorer {
    func letters(_ frequencies: LetterFrequencies...) -> Scorer {
      let scorers = frequencies.compactMap { AlphabetScorer(encoding, $0, ascii) }
      return scorers.isEmpty ? .missing : .letters(scorers)
    }
    return switch encoding {
    case .utf8: .utf8
    case .utf16LE: .utf16(bigEndian: false)
    case .utf16BE: .utf16(bigEndian: true)
    case .hex: .binary
    case .gb18030: .pairs(.gb18030(ascii))
    case .big5: .pairs(.big5(ascii))
    case .shiftJIS: .pairs(.shiftJIS(ascii))
    case .eucJP: .pairs(.eucJP(ascii))
    case .eucKR: .pairs(.eucKR(ascii))
    case .windows1251: letters(.russian, .ukrainian)
    case .koi8R, .cp866, .iso8859Part5: letters(.russian)
    case .koi8U: letters(.ukrainian)
    case .windows1253, .iso8859Part7: letters(.greek)
    case .tis620: letters(.thai)
    case .windows1250, .iso8859Part2: letters(.central)
    case .windows1254: letters(.turkish)
    case .windows1255: letters(.hebrew)
    case .windows1256: letters(.arabic)
    default: letters(.german, .french, .western)
    }
  }

  /// What a payload costs in each candidate beyond the best one, at most `limit`; `nil` for a payload that tells
  /// nothing: ASCII without control characters. Looks at no more than `window` bytes.
  func judge(_ payload: RawSpan, limit: Cost) -> SIMD32<UInt8>? {
    guard let first = Self.firstTelling(payload) else { return nil }
    // UTF-16 stays in step.
    let start = max(0, first - 1) & ~1
    let whole = payload.extracting(start..<min(payload.byteCount, start + Self.window))
    let isCut = start + Self.window < payload.byteCount
    let (length, shared) = Self.withoutPadding(whole, isCut: isCut)
    let bytes = whole.extracting(0..<length)
    var costs = SIMD32<Int16>(repeating: .max)
    var best = Cost.max / 2
    for (index, scorer) in scorers.enumerated() {
      let bound = best + limit
      let cost: Cost? =
        switch scorer {
        case .utf8: unicode.utf8Cost(bytes, limit: bound - shared) + shared
        case .utf16(let bigEndian): unicode.utf16Cost(whole, bigEndian: bigEndian, limit: bound)
        case .binary: binary.cost(bytes)
        case .pairs(let scorer): scorer.cost(bytes, limit: bound - shared) + shared
        case .letters(let scorers):
          scorers.reduce(into: Cost.max / 2) { $0 = min($0, $1.cost(bytes, limit: bound - shared)) } + shared
        case .missing: nil
        }
      guard let cost else { continue }
      best = min(best, cost)
      costs[index] = Int16(clamping: cost)
    }
    var beyond = SIMD32<UInt8>(repeating: UInt8(limit))
    for index in scorers.indices { beyond[index] = UInt8(clamping: min(limit, Cost(costs[index]) - best)) }
    return beyond
  }

  /// Whether a payload tells anything about its encoding.
  static func isTelling(_ payload: RawSpan) -> Bool { firstTelling(payload) != nil }

  /// Where the first byte is that tells something: outside ASCII, or a control character that texts do not have.
  private static func firstTelling(_ payload: RawSpan) -> Int? {
    var offset = 0
    while offset &+ 8 <= payload.byteCount {
      let word = unsafe payload.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self).littleEndian
      // Some byte below 0x20, or 0x80 and above.
      let low = (word &- 0x2020_2020_2020_2020) & ~word
      if (low | word) & 0x8080_8080_8080_8080 != 0 { break }
      offset &+= 8
    }
    while offset < payload.byteCount {
      let byte = payload[byte: offset]
      if byte >= 0x80 || byte < 0x20 && byte != 0x0a && byte != 0x0d && byte != 0x09 { return offset }
      offset &+= 1
    }
    return nil
  }

  /// The length of the payload without the zeros that fill it up, and what its control characters cost every text.
  private static func withoutPadding(_ payload: RawSpan, isCut: Bool) -> (length: Int, cost: Cost) {
    var end = payload.byteCount
    if !isCut { while end > 0, payload[byte: end &- 1] == 0 { end &-= 1 } }
    var cost = 0
    var hasText = false
    for offset in 0..<end {
      let byte = payload[byte: offset]
      if byte < 0x20 {
        switch byte {
        case 0: cost &+= .nul
        case 0x09, 0x0a, 0x0d: break
        case 0x01...0x04, 0x1b: cost &+= offset == 0 || offset &+ 1 == end || byte == 0x1b ? .framing : .control
        default: cost &+= .control
        }
      } else if byte == 0x7f {
        cost &+= .control
      } else {
        hasText = true
      }
    }
    if !hasText { cost &+= .nats(10) }
    return (end, cost)
  }
}
