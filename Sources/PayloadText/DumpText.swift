/// The text beside one row of a hex dump: the characters whose first byte lies in the row, whole, and its bad bytes.
package struct DumpText: Sendable, Hashable {
  /// A character, or a bad byte, and the bytes that it is read from.
  package struct Character: Sendable, Hashable {
    /// In the payload.
    package var bytes: Range<Int>
    /// In the text.
    package var units: Range<Int>

    /// The units `units`, read from `bytes`.
    package init(bytes: Range<Int>, units: Range<Int>) {
      self.bytes = bytes
      self.units = units
    }
  }

  package private(set) var text = DecodedText()
  /// In the order of the payload, without gaps.
  package private(set) var characters: [Character] = []

  package init() {}

  mutating func append(_ units: [DecodedText.Unit], bytes: Range<Int>) {
    let start = text.units.count
    text.units += units
    characters.append(Character(bytes: bytes, units: start..<text.units.count))
  }
}
