/// How unlikely something is: quarters of a nat (the negative natural logarithm of a probability), counted against ASCII
/// text at large, so that an ASCII character in ASCII company costs nothing. Sums are far below the range of `Int`.
typealias Cost = Int

extension Cost {
  /// A cost of so many nats.
  static func nats(_ nats: Double) -> Cost { Cost((nats * 4).rounded()) }

  /// A byte that the encoding does not allow.
  static let badByte = nats(13)
  /// A payload that ends inside a character.
  static let cut = nats(6)
  /// The same where nothing before it spoke for the encoding.
  static let lonelyCut = nats(10)
  static let lonelyBadByte = nats(17)
  /// A control character that texts do not have, and NUL inside a text.
  static let control = nats(11)
  /// Controls that stand in texts: start and end of a text, escape, bell, form feed.
  static let framing = nats(6)
  static let nul = nats(11)

  /// Reads one character of a generated row: quarters of a nat from -8, as `packed` in encoding_tables.py writes them.
  init(packed character: UInt8) {
    let left = "\"#@\\".utf8.count { $0 < character }
    self = Cost(character) - 33 - left - 32
  }
}
