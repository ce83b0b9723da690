import PayloadText
import PeerText
import UDPCore

/// Reads payloads for a program: knows how each peer writes and how the program's texts look in each encoding, so that
/// few payloads have to be decoded. Counts what it costs.
///
/// A text is looked for in what stands beside the bytes of a payload: in the encoding of the peer's texts, and in ASCII
/// where the peer writes none.
struct PayloadReader {
  /// Encodings, time and marks.
  private(set) var context: FilterContext
  /// What reading cost so far, about in nanoseconds; larger for what may take long.
  private(set) var cost = 0
  private let patterns: [TextPattern]
  private let regexes: [FilterRegex]
  private var ways: [EncodingWays]
  private var memo = PeerMemo()
  /// Whether many rows are read in one context, so that remembering peers is worth its room.
  private let isForMany: Bool

  /// What a reader has found out of how the program's texts are written: another reader for the same program goes on
  /// with it.
  struct Searches {
    fileprivate var ways: [EncodingWays] = []
  }

  /// The searches of the program's texts in one encoding.
  fileprivate struct EncodingWays {
    var reading: PeerReading
    /// Whether single payloads may be read in another encoding than this.
    var isMixed: Bool
    var texts: [TextSearch]
    /// What must be in a text for each expression to match; `nil` where nothing is known.
    var necessary: [TextSearch?]
  }

  /// What a regular expression may take on one row.
  private let effort: RegularExpression.Effort

  /// A reader for the rows of one block after another.
  ///
  /// It holds the context: whoever keeps a reader while the texts change has all of them copied.
  /// - Parameter isHasty: whether a row may take a fraction of a millisecond only.
  init(
    _ program: FilterProgram, _ context: FilterContext, isForMany: Bool, isHasty: Bool = false,
    searches: Searches = Searches()
  ) {
    self.context = context
    self.isForMany = isForMany
    effort = isHasty ? .quick : .patient
    ways = searches.ways
    patterns = program.textPatterns
    regexes = program.regexes
  }

  /// What was found out, for the next reader.
  var searches: Searches { Searches(ways: ways) }

  /// How the row is shown: as its peer writes, as we wrote it, or as bytes.
  mutating func choice(_ row: RecordRow, in block: RawSpan) -> EncodingChoice {
    cost &+= 200
    return ways[readingIndex(row, in: block)].reading.choice(of: block.extracting(row.payload))
  }

  /// Whether the text at `index` of the program is in the row's payload. `decoded` keeps the row's text.
  mutating func finds(text index: Int, _ row: RecordRow, in block: RawSpan, _ decoded: inout String?) -> Bool {
    let way = wayIndex(row, in: block)
    let range = row.payload
    cost &+= 40 &+ range.count &* ways[way].texts[index].costPerByte
    switch ways[way].texts[index].answer(block, range) {
    case .found: return true
    case .missing: return false
    case .unknown: return patterns[index].matches(text(row, in: block, &decoded))
    }
  }

  /// Whether the expression at `index` matches; `nil` when that takes too long.
  mutating func finds(regex index: Int, _ row: RecordRow, in block: RawSpan, _ decoded: inout String?) -> Bool? {
    let range = row.payload
    cost &+= 40 &+ range.count / 4
    let way = wayIndex(row, in: block)
    if let necessary = ways[way].necessary[index], necessary.answer(block, range) == .missing { return false }
    cost &+= 200 &+ range.count &* 8
    let (answer, effort) = regexes[index].compiled.search(text(row, in: block, &decoded).utf8Span.span, most: effort)
    switch answer {
    case .found: return true
    case .missing: return false
    case .overBudget:
      cost &+= effort.cost
      return nil
    }
  }

  /// Whether the text has bytes that are no characters.
  mutating func hasBadBytes(_ row: RecordRow, in block: RawSpan) -> Bool {
    let payload = block.extracting(row.payload)
    let reading = ways[readingIndex(row, in: block)].reading
    if reading.choice.encoding == .hex { return false }
    cost &+= 200 &+ payload.byteCount &* 16
    return context.texts.text(payload, as: reading.textEncoding(of: payload)).units.contains { unit in
      if case .badByte = unit { true } else { false }
    }
  }

  private mutating func text(_ row: RecordRow, in block: RawSpan, _ decoded: inout String?) -> String {
    if let decoded { return decoded }
    let payload = block.extracting(row.payload)
    let encoding = ways[readingIndex(row, in: block)].reading.textEncoding(of: payload)
    // What no table decodes takes a call of the C library's converter for each kilobyte.
    cost &+= 200 &+ payload.byteCount &* (encoding == .windows1258 ? 100 : 12)
    let text = context.texts.string(payload, as: encoding)
    decoded = text
    return text
  }

  /// The place of the searches in the row's payload.
  private mutating func wayIndex(_ row: RecordRow, in block: RawSpan) -> Int {
    let index = readingIndex(row, in: block)
    guard ways[index].isMixed else { return index }
    let encoding = ways[index].reading.textEncoding(of: block.extracting(row.payload))
    return wayIndex(PeerReading(chosen: EncodingChoice(encoding)))
  }

  /// The place of how the row's peer is read.
  private mutating func readingIndex(_ row: RecordRow, in block: RawSpan) -> Int {
    if !row.isIncoming, let written = context.texts.writtenReading(row.number) { return wayIndex(written) }
    let peer = row.peer(in: block)
    if let known = memo.number(of: peer) { return known }
    cost &+= 400
    let index = wayIndex(context.texts.reading(for: peer))
    if isForMany { memo.remember(index, of: peer) }
    return index
  }

  private mutating func wayIndex(_ reading: PeerReading) -> Int {
    if let known = ways.firstIndex(where: { $0.reading == reading }) { return known }
    ways.append(newWays(reading))
    return ways.count - 1
  }

  private func newWays(_ reading: PeerReading) -> EncodingWays {
    // Of what is read as bytes, the ASCII is text.
    let encoding = reading.text.reader == .hex ? .ascii : reading.text.reader
    return EncodingWays(
      reading: reading, isMixed: encoding == .utf16LE || encoding == .utf16BE,
      texts: patterns.map { TextSearch($0.relation, $0.text, in: encoding) },
      necessary: regexes.map { regex in
        regex.necessaryText.map { TextSearch(.contains, $0, in: encoding) }
      })
  }
}
