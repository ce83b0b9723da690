/// The text of a payload as UTF-8, whose places are known in the payload's bytes.
struct PayloadString {
  let string: String
  private let utf8: [UInt8]
  /// The offset in the payload for each scalar's place in UTF-8; `nil` where both are the same.
  private let places: [Int]?
  private let size: Int

  /// Decodes a payload.
  init(_ payload: RawSpan, _ decoder: PayloadDecoder) {
    string = decoder.text(payload, 0..<payload.byteCount)
    utf8 = Array(string.utf8)
    size = payload.byteCount
    guard !decoder.isTransparent(payload) else {
      places = nil
      return
    }
    var places = [Int](repeating: size, count: utf8.count + 1)
    var (scalar, place) = (0, 0)
    for byte in utf8.indices {
      if utf8[byte] & 0xc0 != 0x80 {
        place = scalar < 4_096 ? decoder.byte(ofScalar: scalar, payload) : size
        scalar += 1
      }
      places[byte] = place
    }
    self.places = places
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
    guard let places else { return range }
    let (start, end) = (places[range.lowerBound], places[range.upperBound])
    return start..<max(start, end)
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
