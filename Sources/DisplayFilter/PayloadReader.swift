import PayloadText
import PeerText
import UDPCore

/// Reads payloads for a program. It knows each peer's encoding and encodes the program's texts once per encoding, so
/// that few payloads need decoding, and it counts the cost.
///
/// Text is searched in the form that the hex dump shows beside the bytes: in the encoding of the peer's text, or in
/// ASCII if the peer sends none.
struct PayloadReader {
  /// The encodings, the time and the marks.
  private(set) var context: FilterContext
  /// The cost of reading so far, in units of about a nanosecond; overestimated for anything that may take long.
  private(set) var cost = 0
  /// The reader of fields; `nil` if the program tests none.
  private let fields: (any FieldReader)?
  private let patterns: [TextPattern]
  private let regexes: [FilterRegex]
  /// Searches for a part of each text, and of what each expression's matches contain, whatever the encoding.
  private let plainTexts: [PlainSearch?]
  private let plainRegexes: [PlainSearch?]
  /// The program's texts, encoded for each reading of a peer so far.
  private var ways: [EncodingWays] = []
  private var memo = PeerMemo()
  /// Whether many rows are read in one context, so that remembering peers is worth the memory.
  private let isForMany: Bool
  /// Whether every payload is decoded, because preparing searches takes longer than that.
  private let isForFew: Bool

  /// The searches for the program's texts under one reading of a peer.
  fileprivate struct EncodingWays {
    var reading: PeerReading
    /// Whether single payloads may have another encoding than the reading's.
    var isMixed: Bool
    var texts: [TextSearch]
    /// A search for each expression for a text that every match contains; `nil` if none is known.
    var necessary: [TextSearch?]
  }

  /// The most effort that a regular expression may spend on one row.
  private let effort: RegularExpression.Effort

  /// Creates a reader for the rows of one block after another.
  ///
  /// It keeps the context: a reader kept while the texts change causes a copy of all of them.
  /// - Parameter effort: the most effort that a regular expression may spend on one row.
  init(
    _ program: FilterProgram, _ context: FilterContext, isForMany: Bool, isForFew: Bool = false,
    effort: RegularExpression.Effort = .patient
  ) {
    self.isForFew = isForFew
    self.context = context
    self.isForMany = isForMany
    self.effort = effort
    fields = program.fieldSource.map { $0.reader(of: program.fieldTests) }
    patterns = program.textPatterns
    regexes = program.regexes
    plainTexts = isForFew ? [] : patterns.map { PlainSearch($0.text) }
    plainRegexes = isForFew ? [] : regexes.map { PlainSearch($0) }
  }

  /// Exchanges the context for another one, without a copy of either.
  mutating func exchange(_ other: inout FilterContext) { swap(&context, &other) }

  /// Returns how the row is shown: in its peer's encoding, in the one in which we sent it, or as bytes.
  mutating func choice(_ row: RecordRow, in block: RawSpan) -> EncodingChoice {
    cost &+= 200
    return ways[readingIndex(row, in: block)].reading.choice(of: block.extracting(row.payload))
  }

  /// Whether the row's payload contains the text at `index` in the program. `decoded` caches the row's text.
  mutating func finds(text index: Int, _ row: RecordRow, in block: RawSpan, _ decoded: inout String?) -> Bool {
    if isForFew { return patterns[index].matches(text(row, in: block, &decoded)) }
    let range = row.payload
    guard let way = wayIndex(row, in: block, unlessMissing: plainTexts[index]) else { return false }
    cost &+= 40 &+ range.count &* ways[way].texts[index].costPerByte
    switch ways[way].texts[index].answer(block, range) {
    case .found: return true
    case .missing: return false
    case .unknown: return patterns[index].matches(text(row, in: block, &decoded))
    }
  }

  /// Whether the expression at `index` matches; `nil` if that takes too long.
  mutating func finds(regex index: Int, _ row: RecordRow, in block: RawSpan, _ decoded: inout String?) -> Bool? {
    let range = row.payload
    cost &+= 40 &+ range.count / 4
    if !isForFew {
      guard let way = wayIndex(row, in: block, unlessMissing: plainRegexes[index]) else { return false }
      if ways[way].necessary[index]?.answer(block, range) == .missing { return false }
    }
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

  /// Whether the row passes the test of a field at `index`; `nil` if that takes too long.
  mutating func finds(field index: Int, _ row: RecordRow, in block: RawSpan) -> Bool? {
    cost &+= 60 &+ row.payload.count / 8
    return holds(field: index, row, in: block)
  }

  /// Does not change the reader, so that the context is lent rather than copied.
  private func holds(field index: Int, _ row: RecordRow, in block: RawSpan) -> Bool? {
    fields?.holds(index, FieldRow(record: row.record, number: row.number), in: block, context) ?? false
  }

  /// Whether the text contains bytes that could not be decoded.
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
    // An encoding without tables takes a call of the C library's converter per kilobyte.
    cost &+= 200 &+ payload.byteCount &* (encoding == .windows1258 ? 100 : 12)
    let text = context.texts.string(payload, as: encoding)
    decoded = text
    return text
  }

  /// The index of the searches for the row's payload; `nil` if it lacks a text in any encoding, where that is asked
  /// before the encoding.
  private mutating func wayIndex(_ row: RecordRow, in block: RawSpan, unlessMissing search: PlainSearch?) -> Int? {
    let known = knownReading(row, in: block)
    if known == nil, let search {
      cost &+= 40 &+ row.payload.count
      if search.isMissing(block, row.payload) { return nil }
    }
    let index = known ?? newReading(row, in: block)
    guard ways[index].isMixed else { return index }
    let encoding = ways[index].reading.textEncoding(of: block.extracting(row.payload))
    return wayIndex(PeerReading(chosen: EncodingChoice(encoding)))
  }

  /// The index of the searches for the reading of the row's peer.
  private mutating func readingIndex(_ row: RecordRow, in block: RawSpan) -> Int {
    knownReading(row, in: block) ?? newReading(row, in: block)
  }

  /// The index of the searches for a row that we sent, or whose peer is remembered; `nil` for any other.
  private mutating func knownReading(_ row: RecordRow, in block: RawSpan) -> Int? {
    if !row.isIncoming, let written = context.texts.sentReading(row.number) { return wayIndex(written) }
    return memo.number(of: row.peer(in: block))
  }

  private mutating func newReading(_ row: RecordRow, in block: RawSpan) -> Int {
    let peer = row.peer(in: block)
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
    // In a payload decoded as bytes, the ASCII is text.
    let encoding = reading.text.reader == .hex ? .ascii : reading.text.reader
    return EncodingWays(
      reading: reading, isMixed: encoding == .utf16LE || encoding == .utf16BE,
      texts: isForFew ? [] : patterns.map { TextSearch($0.relation, $0.text, in: encoding) },
      necessary: isForFew
        ? []
        : regexes.map { regex in
          regex.necessaryText.map { TextSearch(.contains, $0, in: encoding) }
        })
  }
}
