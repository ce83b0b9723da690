/// The text of a payload as UTF-8, whose places are known in the payload's bytes.
struct PayloadString {
  let string: String
  private let utf8: [UInt8]
  /// The payload, and its decoder; `nil` where the text has the same places as the payload.
  private let source: (payload: [UInt8], decoder: PayloadDecoder)?
  /// The scalars whose places are known; those behind them are placed at the end.
  private static let placed = 4_096

  /// Decodes a payload.
  init(_ payload: RawSpan, _ decoder: PayloadDecoder) {
    string = decoder.text(payload, 0..<payload.byteCount)
    utf8 = Array(string.utf8)
    source = decoder.isTransparent(payload) ? nil : (payload.bytes(0..<payload.byteCount), decoder)
  }

  /// The range of the whole text.
  var whole: Range<Int> { 0..<utf8.count }

  /// The byte at an offset of the text in UTF-8.
  func byte(_ offset: Int) -> UInt8 { utf8[offset] }

  /// A part of the text.
  func text(_ range: Range<Int>) -> String { String(decoding: utf8[range], as: UTF8.self) }

  /// The first place of a byte in a part.
  func first(_ byte: UInt8, in range: Range<Int>) -> Int? { utf8[range].firstIndex(of: byte) }

  /// The bytes of the payload that a part of the text was decoded from.
  func bytes(_ range: Range<Int>) -> Range<Int> {
    guard let source else { return range }
    let start = place(range.lowerBound, source.payload, source.decoder)
    return start..<max(start, place(range.upperBound, source.payload, source.decoder))
  }

  /// The byte of the payload that an offset of the text in UTF-8 was decoded from. It is looked for only where a person
  /// sees it: the bytes before it are decoded once more.
  private func place(_ offset: Int, _ payload: [UInt8], _ decoder: PayloadDecoder) -> Int {
    guard offset < utf8.count else { return payload.count }
    var scalar = -1
    for byte in utf8[...offset] where byte & 0xc0 != 0x80 {
      scalar += 1
      if scalar >= Self.placed { return payload.count }
    }
    return unsafe decoder.byte(ofScalar: max(0, scalar), payload.span.bytes)
  }

  /// The lines, without their ends.
  var lines: [Range<Int>] { lines(in: whole) }

  /// The lines of a part, without their ends.
  func lines(in part: Range<Int>) -> [Range<Int>] {
    var lines: [Range<Int>] = []
    var start = part.lowerBound
    while start < part.upperBound {
      let feed = first(10, in: start..<part.upperBound) ?? part.upperBound
      lines.append(start..<(feed > start && utf8[feed - 1] == 13 ? feed - 1 : feed))
      start = feed + 1
    }
    return lines
  }

  /// A part without blanks around it.
  func trimmed(_ range: Range<Int>) -> Range<Int> {
    var (start, end) = (range.lowerBound, range.upperBound)
    while start < end, [9, 10, 13, 32].contains(utf8[start]) { start += 1 }
    while end > start, [9, 10, 13, 32].contains(utf8[end - 1]) { end -= 1 }
    return start..<end
  }
}
