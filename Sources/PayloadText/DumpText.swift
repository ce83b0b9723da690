/// The text beside one row of a hex dump: the whole characters whose first byte lies in the row, and the row's bad
/// bytes.
package struct DumpText: Sendable, Hashable {
  /// A character or a bad byte, with the bytes that it was decoded from.
  package struct Character: Sendable, Hashable {
    /// The range in the payload.
    package var bytes: Range<Int>
    /// The range in the text.
    package var units: Range<Int>

    /// Creates the character that has these units, decoded from `bytes`.
    package init(bytes: Range<Int>, units: Range<Int>) {
      self.bytes = bytes
      self.units = units
    }
  }

  /// The decoded characters and bad bytes.
  package private(set) var text = DecodedText()
  /// The characters in payload order, without gaps.
  package private(set) var characters: [Character] = []

  /// Creates an empty text.
  package init() {}

  /// Appends a character or bad byte, decoded from `bytes`.
  mutating func append(_ units: [DecodedText.Unit], bytes: Range<Int>) {
    let start = text.units.count
    text.units += units
    characters.append(Character(bytes: bytes, units: start..<text.units.count))
  }
}
