/// The numbers and the times in a text of an encoding that contains ASCII.
struct TextTokens {
  /// A number, or a date or time of day, which consists of several numbers.
  struct Token: Hashable {
    var range: Range<Int>
    var isMoment: Bool
  }

  /// The tokens in their order.
  private(set) var tokens: [Token] = []
  /// The text in which each token is one byte that no text contains.
  private(set) var mask: [UInt8] = []

  /// The most bytes that are read.
  private static let limit = 2_048
  /// The most tokens of a text.
  private static let most = 128

  /// Finds the tokens of the first `end` bytes.
  init(_ bytes: [UInt8], end: Int) {
    let end = min(end, bytes.count)
    var place = 0
    while place < end {
      if let width = Self.fourByteCharacter(bytes, place, end) {
        mask += bytes[place..<place + width]
        place += width
        continue
      }
      guard tokens.count < Self.most, place < Self.limit, Self.isDigit(bytes[place]) else {
        mask.append(bytes[place])
        place += 1
        continue
      }
      let moment = MomentText(bytes, at: place, end: end)
      var stop = place
      while stop < end, Self.isDigit(bytes[stop]) { stop += 1 }
      let range = place..<(moment?.range.upperBound ?? stop)
      tokens.append(Token(range: range, isMoment: moment != nil))
      mask.append(moment == nil ? 1 : 2)
      place = range.upperBound
    }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  /// The size of a character of GB 18030 whose second and fourth byte are those of digits; `nil` for any other.
  private static func fourByteCharacter(_ bytes: [UInt8], _ place: Int, _ end: Int) -> Int? {
    guard place + 3 < end, (0x81...0xfe).contains(bytes[place]), isDigit(bytes[place + 1]),
      (0x81...0xfe).contains(bytes[place + 2]), isDigit(bytes[place + 3])
    else { return nil }
    return 4
  }
}
