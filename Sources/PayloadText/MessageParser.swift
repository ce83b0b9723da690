import Basics

/// A parser of the escapes in a message.
struct MessageParser {
  /// The meaning of an escape.
  enum Meaning {
    case scalar(Unicode.Scalar)
    case byte(UInt8)
  }

  /// The text.
  let scalars: [Unicode.Scalar]
  private var position = 0

  /// Creates a parser at the start of `source`.
  init(_ source: String) {
    scalars = Array(source.unicodeScalars)
  }

  /// Returns the next scalar and its offset, or `nil` at the end.
  mutating func next() -> (offset: Int, scalar: Unicode.Scalar)? {
    guard position < scalars.count else { return nil }
    defer { position += 1 }
    return (position, scalars[position])
  }

  /// Resumes at a position of the text.
  mutating func skip(to position: Int) { self.position = position }

  /// Parses the escape whose backslash is at `start`, from the character after it.
  mutating func escape(at start: Int) throws(MessageSyntaxError) -> Meaning {
    guard let (_, letter) = next() else {
      throw MessageSyntaxError(
        offset: start, "a backslash at the end escapes nothing", advice: "write \\\\ for a backslash")
    }
    switch letter {
    case "n": return .scalar("\n")
    case "r": return .scalar("\r")
    case "t": return .scalar("\t")
    case "0": return .scalar("\0")
    case "\\": return .scalar("\\")
    case "x": return .byte(try byte(from: start))
    case "u": return .scalar(try scalar(from: start))
    default:
      throw MessageSyntaxError(
        offset: start, "unknown escape \\\(letter)",
        advice: "write \\\\ for a backslash, or one of \\n \\r \\t \\0 \\xNN \\u{…}")
    }
  }

  private mutating func byte(from start: Int) throws(MessageSyntaxError) -> UInt8 {
    var value: UInt8 = 0
    for _ in 0..<2 {
      guard let (_, scalar) = next(), let digit = HexSyntax.digit(scalar) else {
        throw MessageSyntaxError(offset: start, "\\x needs two hexadecimal digits, as in \\x7e")
      }
      value = value << 4 | digit
    }
    return value
  }

  private mutating func scalar(from start: Int) throws(MessageSyntaxError) -> Unicode.Scalar {
    func failure(_ mistake: Phrase, advice: Phrase = "") -> MessageSyntaxError {
      MessageSyntaxError(offset: start, mistake, advice: advice)
    }
    let shape: Phrase = "\\u needs 1 to 6 hexadecimal digits in braces, as in \\u{4f60}"
    guard next()?.scalar == "{" else { throw failure(shape) }
    var value: UInt32 = 0
    var count = 0
    while let (_, scalar) = next(), scalar != "}" {
      guard let digit = HexSyntax.digit(scalar), count < 6 else { throw failure(shape) }
      value = value << 4 | UInt32(digit)
      count += 1
    }
    guard count > 0, scalars[position - 1] == "}" else { throw failure(shape) }
    guard let scalar = Unicode.Scalar(value) else {
      let code = String(value, radix: 16, uppercase: true)
      throw failure("U+\(code) is not a character", advice: "characters go up to U+10FFFF, without D800 to DFFF")
    }
    return scalar
  }
}
