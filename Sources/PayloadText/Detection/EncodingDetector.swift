/// A cost for each candidate, by its index.
typealias DetectorCosts = InlineArray<24, UInt8>

/// The detector behind auto mode, which judges payloads against every candidate encoding.
///
/// Creating one reads the tables and opens glibc's converters, which takes a few milliseconds; a single instance is
/// created on first use.
final class EncodingDetector: Sendable {
  /// The only instance.
  static let shared = EncodingDetector()

  /// The encodings that auto mode can detect, each with its prior cost in nats. Of two that decode the same bytes to
  /// the same text, the first is chosen.
  static let candidates: [(encoding: TextEncoding, prior: Double)] = [
    (.utf8, 0), (.gb18030, 1.5), (.shiftJIS, 2.5), (.big5, 2.5), (.eucKR, 2.5), (.eucJP, 3), (.windows1252, 2),
    (.windows1251, 2.5), (.windows1253, 3), (.tis620, 3), (.koi8R, 3), (.utf16LE, 3), (.hex, 5),
    (.utf16BE, 5), (.windows1250, 5), (.windows1254, 5), (.windows1255, 5), (.windows1256, 5), (.cp866, 6),
    (.iso8859Part7, 5),
    (.iso8859Part2, 6), (.koi8U, 6), (.iso8859Part5, 7), (.cp437, 7),
  ]

  /// The number of candidates at the front that are UTF-8 or have two-byte characters.
  private let pairs = 6

  /// Encodings that decode most of the bytes that their languages use to the same text.
  private static let families: [Set<TextEncoding>] = [
    [.windows1252, .windows1250, .windows1254, .iso8859Part2], [.windows1253, .iso8859Part7], [.koi8R, .koi8U],
  ]

  /// The number of bytes of one payload that are examined.
  static let window = 128
  /// The number of ASCII characters before the first other byte that are examined: they are text in most encodings, but
  /// rare characters in UTF-16, and unlikely in binary data.
  static let leadIn = 8

  /// The part of a payload that carries evidence of its encoding, from a few characters before the first byte that is
  /// not ASCII text.
  struct EvidenceWindow {
    /// An even offset, so that UTF-16 stays aligned.
    let start: Int
    /// At most `window`.
    let length: Int
  }

  private enum Scorer {
    case utf8
    case utf16(bigEndian: Bool)
    case binary
    case pairs(PairScorer)
    case letters([AlphabetScorer])
    /// ASCII: every other byte is invalid.
    case plain
    /// glibc lacks the converter.
    case missing
  }

  /// The number of candidates.
  static let count = candidates.count
  /// The index of `hex` among the candidates.
  static let hexPlace = candidates.firstIndex { $0.encoding == .hex } ?? 0
  /// The cost of each candidate before any evidence.
  static let priors: DetectorCosts = {
    var priors = DetectorCosts(repeating: .max)
    for (index, candidate) in candidates.enumerated() { priors[index] = UInt8(clamping: Cost.nats(candidate.prior)) }
    return priors
  }()
  /// For each candidate, the indices of those that decode nearly alike, as a bit set.
  static let siblings: [UInt32] = candidates.map { one in
    candidates.enumerated().reduce(into: 0) { bits, other in
      let isNear = families.contains { $0.contains(one.encoding) && $0.contains(other.element.encoding) }
      if isNear { bits |= 1 << other.offset }
    }
  }
  /// The indices of the encodings in which ASCII text has different bytes.
  private static let utf16Places = Set(
    candidates.indices.filter {
      [.utf16LE, .utf16BE].contains(candidates[$0].encoding)
    })

  /// Whether the candidate at index `place` is UTF-16.
  static func isUTF16(_ place: Int) -> Bool { utf16Places.contains(place) }

  /// The index of the cheapest text encoding; of equals, the first.
  static func bestText(_ costs: DetectorCosts) -> Int {
    var best = hexPlace == 0 ? 1 : 0
    for place in 0..<count where place != hexPlace && costs[place] < costs[best] { best = place }
    return best
  }

  private let unicode: UnicodeScorer
  private let binary: BinaryScorer
  private let scorers: [Scorer]
  private let ascii: ASCIIText

  private init() {
    let ascii = ASCIIText()
    self.ascii = ascii
    unicode = UnicodeScorer(ascii)
    binary = BinaryScorer(ascii)
    scorers = Self.candidates.map { Self.scorer(for: $0.encoding, ascii) }
  }

  /// Creates the scorer of an encoding, whether auto mode detects it or only the user can choose it.
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
    case .ascii: .plain
    case .gb18030, .gbk: .pairs(.gb18030(ascii))
    case .big5, .big5HKSCS: .pairs(.big5(ascii))
    case .shiftJIS: .pairs(.shiftJIS(ascii))
    case .eucJP: .pairs(.eucJP(ascii))
    case .eucKR: .pairs(.eucKR(ascii))
    case .windows1251: letters(.russian, .ukrainian)
    case .koi8R, .cp866, .iso8859Part5: letters(.russian)
    case .koi8U: letters(.ukrainian)
    case .windows1253, .iso8859Part7: letters(.greek)
    case .tis620, .iso8859Part11: letters(.thai)
    case .windows1250, .iso8859Part2, .windows1257, .iso8859Part4, .iso8859Part13, .iso8859Part16: letters(.central)
    case .windows1254, .iso8859Part3, .iso8859Part9: letters(.turkish)
    case .windows1255, .iso8859Part8: letters(.hebrew)
    case .windows1256, .iso8859Part6: letters(.arabic)
    default: letters(.german, .french, .western)
    }
  }

  /// Returns the part of a payload that carries evidence, or `nil` for ASCII text without control characters.
  static func evidenceWindow(of payload: RawSpan) -> EvidenceWindow? {
    guard let first = firstEvidence(payload) else { return nil }
    let start = max(0, first - leadIn) & ~1
    return EvidenceWindow(start: start, length: min(payload.byteCount - start, window))
  }

  /// Returns the cost of a payload in each candidate beyond the best one, at most `limit`. `first` is the likeliest
  /// candidate: the cheaper it is, the sooner the others are ruled out.
  func judge(_ payload: RawSpan, _ evidenceWindow: EvidenceWindow, first: Int, limit: Cost) -> DetectorCosts {
    let whole = payload.extracting(evidenceWindow.start..<evidenceWindow.start + evidenceWindow.length)
    let isCut = evidenceWindow.start + evidenceWindow.length < payload.byteCount
    let (length, shared) = Self.withoutPadding(whole, isCut: isCut)
    let bytes = whole.extracting(0..<length)
    var costs = InlineArray<24, Int32>(repeating: .max)
    var best = cost(first, bytes, whole, shared, bound: .max / 2)
    costs[first] = Int32(clamping: best)
    // Clean UTF-8 of more than one character can be a coincidence only in the two-byte encodings.
    let isClean = first == 0 && UTF8Sequence.isClean(bytes, characters: 2)
    for place in 0..<(isClean ? pairs : Self.count) where place != first {
      let cost = cost(place, bytes, whole, shared, bound: best + limit)
      best = min(best, cost)
      costs[place] = Int32(clamping: cost)
    }
    var beyond = DetectorCosts(repeating: UInt8(truncatingIfNeeded: limit))
    for place in 0..<Self.count { beyond[place] = UInt8(truncatingIfNeeded: min(limit, Cost(costs[place]) - best)) }
    return beyond
  }

  /// Whether a payload costs no more than text in a candidate usually does, so that the others need not be judged.
  func fits(_ payload: RawSpan, _ evidenceWindow: EvidenceWindow, _ place: Int) -> Bool {
    let whole = payload.extracting(evidenceWindow.start..<evidenceWindow.start + evidenceWindow.length)
    let (length, shared) = Self.withoutPadding(
      whole, isCut: evidenceWindow.start + evidenceWindow.length < payload.byteCount)
    if case .binary = scorers[place] { return shared >= 2 * .control }
    let bytes = whole.extracting(0..<length)
    let usual = Self.usual(bytes)
    return cost(place, bytes, whole, shared, bound: usual) <= usual
  }

  /// The cost that text in its own encoding seldom exceeds.
  private static func usual(_ bytes: RawSpan) -> Cost {
    var high = 0
    for offset in 0..<bytes.byteCount { high &+= Int(bytes[byte: offset] >> 7) }
    return .nats(4) * high + .nats(6)
  }

  /// Returns a candidate's cost, or any value above `bound` once that is certain.
  @inline(__always)
  private func cost(_ place: Int, _ bytes: RawSpan, _ whole: RawSpan, _ shared: Cost, bound: Cost) -> Cost {
    cost(scorers[place], bytes, whole, shared, bound: bound)
  }

  @inline(__always)
  private func cost(_ scorer: Scorer, _ bytes: RawSpan, _ whole: RawSpan, _ shared: Cost, bound: Cost) -> Cost {
    switch scorer {
    case .utf8: return unicode.utf8Cost(bytes, limit: bound - shared) + shared
    case .utf16(let bigEndian): return unicode.utf16Cost(whole, bigEndian: bigEndian, limit: bound)
    case .binary: return binary.cost(bytes)
    case .pairs(let scorer): return scorer.cost(bytes, limit: bound - shared) + shared
    case .letters(let scorers):
      var best = Cost.max / 2
      for scorer in scorers { best = min(best, scorer.cost(bytes, limit: min(best, bound - shared))) }
      return best + shared
    case .plain: return bytes.highByteCount &* .badByte &+ shared
    case .missing: return .max / 2
    }
  }

  /// The scorers of encodings that only the user can choose, created on first use.
  private static let chosenScorers: [TextEncoding: Scorer] = {
    let found = Set(candidates.map(\.encoding))
    let others = TextEncoding.allCases.filter { !found.contains($0) }
    return Dictionary(uniqueKeysWithValues: others.map { ($0, scorer(for: $0, shared.ascii)) })
  }()

  private func scorer(of encoding: TextEncoding) -> Scorer {
    if let place = Self.candidates.firstIndex(where: { $0.encoding == encoding }) { return scorers[place] }
    return Self.chosenScorers[encoding] ?? .missing
  }

  /// Returns how much likelier a payload is as text in an encoding than as binary data; negative if it is less likely,
  /// `nil` if glibc lacks the converter.
  /// - Parameter isCut: whether the payload continues after `whole`.
  func lead(ofText encoding: TextEncoding, over whole: RawSpan, isCut: Bool) -> Cost? {
    let scorer = scorer(of: encoding)
    if case .missing = scorer { return nil }
    let (length, shared) = Self.withoutPadding(whole, isCut: isCut)
    let bytes = whole.extracting(0..<length)
    return binary.cost(bytes) &- cost(scorer, bytes, whole, shared, bound: .max / 4)
  }

  /// The offset of the first byte that carries evidence: outside ASCII, or a control character that does not occur in
  /// text.
  private static func firstEvidence(_ payload: RawSpan) -> Int? {
    var offset = 0
    while offset &+ 8 <= payload.byteCount {
      let word = unsafe payload.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self).littleEndian
      // Finds bytes below 0x20, or 0x80 and above.
      let low = (word &- 0x2020_2020_2020_2020) & ~word
      if (low | word) & 0x8080_8080_8080_8080 != 0, let found = firstEvidence(payload, offset..<offset &+ 8) {
        return found
      }
      offset &+= 8
    }
    return firstEvidence(payload, offset..<payload.byteCount)
  }

  private static func firstEvidence(_ payload: RawSpan, _ range: Range<Int>) -> Int? {
    for offset in range {
      let byte = payload[byte: offset]
      if byte >= 0x80 || byte < 0x20 && byte != 0x0a && byte != 0x0d && byte != 0x09 { return offset }
    }
    return nil
  }

  /// The length of the payload without the zeros that pad it, and the cost of its control characters, which is the same
  /// in every text encoding.
  private static func withoutPadding(_ payload: RawSpan, isCut: Bool) -> (length: Int, cost: Cost) {
    var end = payload.byteCount
    if !isCut { while end > 0, payload[byte: end &- 1] == 0 { end &-= 1 } }
    var cost = 0
    var hasText = false
    for offset in 0..<end {
      let byte = payload[byte: offset]
      if byte >= 0x20, byte != 0x7f {
        hasText = true
        continue
      }
      switch byte {
      case 0: cost &+= .nul
      case 0x09, 0x0a, 0x0d: break
      case 0x07, 0x0b, 0x0c: cost &+= .framing
      case 0x01...0x04, 0x1b: cost &+= offset == 0 || offset &+ 1 == end || byte == 0x1b ? .framing : .control
      default: cost &+= .control
      }
    }
    if !hasText { cost &+= .nats(10) }
    return (end, cost)
  }
}

extension TextEncoding {
  /// The encodings that auto mode can detect, `hex` among them.
  package static var detectable: [TextEncoding] { EncodingDetector.candidates.map(\.encoding) }
}
