import Basics

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

  /// A string, number or literal on the line.
  struct Token {
    /// The bytes, without quotation marks.
    let range: Range<Int>
    /// Whether a string has escapes.
    var hasEscapes = false

    /// The text, without escapes.
    func text(_ bytes: RawSpan) -> String {
      guard hasEscapes else { return bytes.text(range) }
      // With its quotation marks, which are on the line.
      var scanner = JSONScanner(bytes, range.lowerBound - 1..<range.upperBound + 1)
      return scanner.readText(bytes) ?? ""
    }
  }

  /// Calls `body` with each member's name and value.
  /// - Returns: whether the line is one complete object.
  mutating func readObject(_ bytes: RawSpan, _ body: (Token, Token) -> Void) -> Bool {
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
          if !bytes.holds("null", at: value.range) { body(name, value) }
        }
      } while take(bytes, UInt8(ascii: ","))
      guard take(bytes, UInt8(ascii: "}")) else { return false }
    }
    return peek(bytes) == nil
  }

  /// Returns whether nothing but white space is left.
  mutating func isAtEnd(_ bytes: RawSpan) -> Bool { peek(bytes) == nil }

  /// Reads a value with all that is in it.
  /// - Parameter budget: the number of values that may still be read.
  /// - Returns: `nil` if it is not JSON, nested too deeply or too large.
  mutating func readValue(_ bytes: RawSpan, depth: Int = 0, budget: inout Int) -> JSONValue? {
    guard budget > 0, depth <= JSONValue.deepest else { return nil }
    budget -= 1
    switch peek(bytes) {
    case UInt8(ascii: "\""): return readString(bytes).map { .text($0.text(bytes)) }
    case UInt8(ascii: "{"): return readMembers(bytes, depth: depth, budget: &budget)
    case UInt8(ascii: "["): return readElements(bytes, depth: depth, budget: &budget)
    default: return readWord(bytes).map { .word($0.text(bytes)) }
    }
  }

  private mutating func readMembers(_ bytes: RawSpan, depth: Int, budget: inout Int) -> JSONValue? {
    position += 1
    var members: [String: JSONValue] = [:]
    if take(bytes, UInt8(ascii: "}")) { return .members(members) }
    repeat {
      guard let name = readString(bytes), take(bytes, UInt8(ascii: ":")),
        let value = readValue(bytes, depth: depth + 1, budget: &budget)
      else { return nil }
      members[name.text(bytes)] = value
    } while take(bytes, UInt8(ascii: ","))
    return take(bytes, UInt8(ascii: "}")) ? .members(members) : nil
  }

  private mutating func readElements(_ bytes: RawSpan, depth: Int, budget: inout Int) -> JSONValue? {
    position += 1
    var elements: [JSONValue] = []
    if take(bytes, UInt8(ascii: "]")) { return .elements(elements) }
    repeat {
      guard let value = readValue(bytes, depth: depth + 1, budget: &budget) else { return nil }
      elements.append(value)
    } while take(bytes, UInt8(ascii: ","))
    return take(bytes, UInt8(ascii: "]")) ? .elements(elements) : nil
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
  private mutating func readWord(_ bytes: RawSpan) -> Token? {
    let start = position
    while position < end {
      let byte = bytes.byte(position)
      let isPart =
        (0x30...0x39).contains(byte) || (0x61...0x7a).contains(byte) || byte == UInt8(ascii: "E")
        || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+") || byte == UInt8(ascii: ".")
      guard isPart else { break }
      position += 1
    }
    return position == start ? nil : Token(range: start..<position)
  }

  /// Reads a string; `nil` if it has no end, or a wrong escape.
  private mutating func readString(_ bytes: RawSpan) -> Token? {
    guard take(bytes, UInt8(ascii: "\"")) else { return nil }
    let start = position
    var hasEscapes = false
    while true {
      position = bytes.firstQuoteOrBackslash(in: position..<end)
      guard position < end else { return nil }
      position += 1
      if bytes.byte(position - 1) == UInt8(ascii: "\"") {
        return Token(range: start..<position - 1, hasEscapes: hasEscapes)
      }
      hasEscapes = true
      guard position < end, readEscape(bytes) != nil else { return nil }
    }
  }

  /// Reads a string as text without escapes.
  private mutating func readText(_ bytes: RawSpan) -> String? {
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
    let digits = position..<position + 4
    position += 4
    var unit: UInt16 = 0
    for offset in digits {
      // A sign before three digits has always been accepted.
      guard let digit = HexDigits.value(bytes.byte(offset)) else { return UInt16(bytes.text(digits), radix: 16) }
      unit = unit << 4 | UInt16(digit)
    }
    return unit
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

extension RawSpan {
  /// Returns the position of the first quotation mark or backslash in `range`, or its end.
  fileprivate func firstQuoteOrBackslash(in range: Range<Int>) -> Int {
    let ones: UInt64 = 0x0101_0101_0101_0101
    var position = range.lowerBound
    while position &+ 8 <= range.upperBound {
      let word = unsafe unsafeLoadUnaligned(fromByteOffset: position, as: UInt64.self).littleEndian
      // A byte that is 0 after the exclusive or borrows its high bit; of several, the lowest is one for certain.
      let quotes = word ^ 0x2222_2222_2222_2222
      let slashes = word ^ 0x5c5c_5c5c_5c5c_5c5c
      let found = ((quotes &- ones) & ~quotes | (slashes &- ones) & ~slashes) & 0x8080_8080_8080_8080
      if found != 0 { return position &+ found.trailingZeroBitCount / 8 }
      position &+= 8
    }
    while position < range.upperBound {
      let byte = byte(position)
      if byte == 0x22 || byte == 0x5c { break }
      position &+= 1
    }
    return position
  }
}
