/// A measure of unlikelihood in quarters of a nat (the negative natural logarithm of a probability), relative to
/// typical ASCII text, so that an ASCII character among ASCII costs nothing. Sums stay far below the range of `Int`.
typealias Cost = Int

extension Cost {
  /// Returns a cost given in nats.
  static func nats(_ nats: Double) -> Cost { Cost((nats * 4).rounded()) }

  /// A byte that is invalid in the encoding.
  static let badByte = nats(13)
  /// A payload that ends inside a character.
  static let cut = nats(6)
  /// A payload that ends inside a character, with no valid character before it.
  static let lonelyCut = nats(10)
  /// An invalid byte with no valid character before it.
  static let lonelyBadByte = nats(17)
  /// A control character that does not occur in text.
  static let control = nats(11)
  /// A control character that occurs in text: start or end of text, escape, bell, form feed.
  static let framing = nats(6)
  /// A NUL inside text.
  static let nul = nats(11)

  /// Decodes one character of a generated row: quarters of a nat, from -8 nats, as `packed` in encoding_tables.py
  /// encodes them.
  init(packed character: UInt8) {
    let left = "\"#@\\".utf8.count { $0 < character }
    self = Cost(character) - 33 - left - 32
  }
}
