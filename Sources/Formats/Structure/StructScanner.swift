import Basics

/// The text of a struct, read from front to back: blanks, names, numbers and strings.
struct StructScanner {
  let scalars: [Unicode.Scalar]
  /// The index of the scalar to be read next.
  var position = 0

  init(_ source: String) { scalars = Array(source.unicodeScalars) }

  /// The scalar to be read next; `nil` at the end.
  var peek: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

  /// The scalar some places ahead; `nil` behind the end.
  func peek(_ ahead: Int) -> Unicode.Scalar? {
    position + ahead < scalars.count ? scalars[position + ahead] : nil
  }

  /// Skips a scalar, if it is the next one.
  mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard peek == scalar else { return false }
    position += 1
    return true
  }

  /// A mistake at a place; at the position without one.
  func error(_ reason: Phrase, at place: Int? = nil) -> FormatError {
    FormatError(offset: place ?? position, reason: reason)
  }

  /// Skips a scalar that must stand here.
  mutating func expect(_ scalar: Unicode.Scalar, _ what: Phrase) throws(FormatError) {
    guard take(scalar) else { throw error("expected '\(String(scalar))' \(what)") }
  }

  /// Skips blanks, and comments from `#` to the end of a line.
  mutating func skipBlanks() {
    while let scalar = peek {
      if scalar == "#" {
        while let scalar = peek, scalar != "\n" {
          _ = scalar
          position += 1
        }
      } else if scalar.properties.isWhitespace {
        position += 1
      } else {
        return
      }
    }
  }

  /// Whether a name may begin with a scalar.
  static func isNameStart(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "_" || scalar.properties.isAlphabetic
  }

  private static func isNamePart(_ scalar: Unicode.Scalar) -> Bool {
    isNameStart(scalar) || scalar.properties.numericType == .decimal
  }

  /// Takes a name; `nil` if none begins here.
  mutating func name() -> String? {
    guard let first = peek, Self.isNameStart(first) else { return nil }
    let start = position
    while let scalar = peek, Self.isNamePart(scalar) { position += 1 }
    return String(String.UnicodeScalarView(scalars[start..<position]))
  }

  /// Parses `2` or `4-6`.
  mutating func numberRange() -> ClosedRange<Int64>? {
    guard let first = signedNumber() else { return nil }
    guard peek == "-", let next = peek(1), next.properties.numericType == .decimal || next == "'" else {
      return first...first
    }
    position += 1
    guard let last = signedNumber() else { return nil }
    return min(first, last)...max(first, last)
  }

  /// Parses a number with or without a minus.
  mutating func signedNumber() -> Int64? {
    let start = position
    let isNegative = take("-")
    guard let number = number() else {
      position = start
      return nil
    }
    return isNegative ? 0 &- number : number
  }

  /// Parses `12`, `0x7e`, `0b101` or `'c'`.
  mutating func number() -> Int64? {
    let start = position
    if peek == "'", let scalar = peek(1), peek(2) == "'", scalar.isASCII {
      position += 3
      return Int64(scalar.value)
    }
    guard let first = peek, ("0"..."9").contains(first) else { return nil }
    var radix = 10
    if first == "0", let mark = peek(1), mark == "x" || mark == "b" {
      radix = mark == "x" ? 16 : 2
      position += 2
    }
    let begin = position
    while let scalar = peek, scalar.properties.isASCIIHexDigit && (radix == 16 || ("0"..."9").contains(scalar)) {
      position += 1
    }
    let digits = String(String.UnicodeScalarView(scalars[begin..<position]))
    guard let number = UInt64(digits, radix: radix) else {
      position = start
      return nil
    }
    return Int64(bitPattern: number)
  }

  /// Parses a decimal number of a scale.
  mutating func decimal() -> Double? {
    let start = position
    _ = take("-")
    while let scalar = peek,
      ("0"..."9").contains(scalar) || scalar == "." && peek(1).map({ ("0"..."9").contains($0) }) == true
    {
      position += 1
    }
    if peek == "e", let next = peek(1), ("0"..."9").contains(next) || next == "-" {
      position += 2
      while let scalar = peek, ("0"..."9").contains(scalar) { position += 1 }
    }
    let text = String(String.UnicodeScalarView(scalars[start..<position]))
    guard let number = Double(text), number.isFinite else {
      position = start
      return nil
    }
    return number
  }

  /// Parses a string in double quotes with the escapes of messages.
  mutating func string() throws(FormatError) -> [UInt8] {
    let start = position
    position += 1
    var bytes: [UInt8] = []
    while let scalar = peek, scalar != "\"" {
      position += 1
      guard scalar == "\\" else {
        bytes += Array(String(scalar).utf8)
        continue
      }
      let letter = peek
      position += 1
      switch letter {
      case "n": bytes.append(10)
      case "r": bytes.append(13)
      case "t": bytes.append(9)
      case "0": bytes.append(0)
      case "\\", "\"": bytes.append(UInt8(letter?.value ?? 0))
      case "x":
        let digits = String(String.UnicodeScalarView(scalars[position...].prefix(2)))
        guard digits.unicodeScalars.count == 2, let byte = UInt8(digits, radix: 16) else {
          throw error("\\x needs two hexadecimal digits", at: position - 2)
        }
        bytes.append(byte)
        position += 2
      default: throw error("this escape is unknown: there are \\n \\r \\t \\0 \\\\ \\\" \\x7e", at: position - 2)
      }
    }
    guard take("\"") else { throw error("the text is not closed: end it with \"", at: start) }
    return bytes
  }
}
