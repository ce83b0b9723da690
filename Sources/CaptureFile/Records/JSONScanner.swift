/// A scanner for the members of one JSON object (RFC 8259) on a line. It reports strings, numbers and literals as text,
/// and skips objects, arrays and `null`.
struct JSONScanner {
  /// The maximum nesting depth of objects and arrays.
  private static let deepest = 32

  private var position: Int
  private let end: Int

  /// Creates a scanner of the bytes in `range`.
  init(_ bytes: RawSpan, _ range: Range<Int>) {
    position = range.lowerBound
    end = range.upperBound
  }

  /// Calls `body` with each member's name and value.
  /// - Returns: whether the line is one complete object.
  mutating func readObject(_ bytes: RawSpan, _ body: (String, String) -> Void) -> Bool {
    guard take(bytes, UInt8(ascii: "{")) else { return false }
    if !take(bytes, UInt8(ascii: "}")) {
      repeat {
        guard let name = readString(bytes), take(bytes, UInt8(ascii: ":")) else { return false }
        switch peek(bytes) {
        case UInt8(ascii: "\""):
          guard let value = readString(bytes) else { return false }
          body(name, value)
        case UInt8(ascii: "{"), UInt8(ascii: "["): guard pass(bytes) else { return false }
        default:
          guard let value = readWord(bytes) else { return false }
          if value != "null" { body(name, value) }
        }
      } while take(bytes, UInt8(ascii: ","))
      guard take(bytes, UInt8(ascii: "}")) else { return false }
    }
    return peek(bytes) == nil
  }

  /// Skips white space and returns the next byte, without consuming it.
  private mutating func peek(_ bytes: RawSpan) -> UInt8? {
    while position < end {
      let byte = bytes.byte(position)
      if byte != 0x20, byte != 0x09, byte != 0x0a, byte != 0x0d { return byte }
      position += 1
    }
    return nil
  }

  private mutating func take(_ bytes: RawSpan, _ wanted: UInt8) -> Bool {
    guard peek(bytes) == wanted else { return false }
    position += 1
    return true
  }

  /// Reads a number, `true`, `false` or `null`.
  private mutating func readWord(_ bytes: RawSpan) -> String? {
    var word: [UInt8] = []
    while position < end {
      let byte = bytes.byte(position)
      let isPart =
        (0x30...0x39).contains(byte) || (0x61...0x7a).contains(byte) || byte == UInt8(ascii: "E")
        || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+") || byte == UInt8(ascii: ".")
      guard isPart else { break }
      word.append(byte)
      position += 1
    }
    return word.isEmpty ? nil : String(decoding: word, as: UTF8.self)
  }

  private mutating func readString(_ bytes: RawSpan) -> String? {
    guard take(bytes, UInt8(ascii: "\"")) else { return nil }
    var text: [UInt8] = []
    while position < end {
      let byte = bytes.byte(position)
      position += 1
      switch byte {
      case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"):
        guard position < end, let scalar = readEscape(bytes) else { return nil }
        text += String(scalar).utf8
      default: text.append(byte)
      }
    }
    return nil
  }

  /// Reads an escape after its backslash. Half of a surrogate pair becomes the replacement character.
  private mutating func readEscape(_ bytes: RawSpan) -> Unicode.Scalar? {
    let byte = bytes.byte(position)
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{c}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"):
      guard let unit = readUnit(bytes) else { return nil }
      let rest = position
      if UTF16.isLeadSurrogate(unit), end - position >= 6, bytes.byte(position) == UInt8(ascii: "\\"),
        bytes.byte(position + 1) == UInt8(ascii: "u")
      {
        position += 2
        if let trail = readUnit(bytes), UTF16.isTrailSurrogate(trail) {
          return Unicode.Scalar(0x10000 + (UInt32(unit) - 0xd800) << 10 + (UInt32(trail) - 0xdc00))
        }
        position = rest
      }
      return Unicode.Scalar(unit) ?? "\u{fffd}"
    default: return nil
    }
  }

  /// Reads four hexadecimal digits.
  private mutating func readUnit(_ bytes: RawSpan) -> UInt16? {
    guard end - position >= 4 else { return nil }
    let digits = String(decoding: (position..<position + 4).map { bytes.byte($0) }, as: UTF8.self)
    position += 4
    return UInt16(digits, radix: 16)
  }

  /// Skips an object or an array. Returns `false` if it is incomplete or nested too deeply.
  private mutating func pass(_ bytes: RawSpan) -> Bool {
    var depth = 0
    repeat {
      switch peek(bytes) {
      case UInt8(ascii: "\""): guard readString(bytes) != nil else { return false }
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        depth += 1
        guard depth <= Self.deepest else { return false }
        position += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth -= 1
        position += 1
      case nil: return false
      default: position += 1
      }
    } while depth > 0
    return true
  }
}
