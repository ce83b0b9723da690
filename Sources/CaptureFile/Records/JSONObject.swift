import Basics
package import PayloadText

/// One JSON object on one line, with keys in the order in which they are added (RFC 8259).
package struct JSONObject {
  private var bytes: [UInt8] = [UInt8(ascii: "{")]

  /// Creates an empty object.
  package init() {}

  package mutating func add(_ key: String, _ value: Int) {
    addKey(key)
    bytes += String(value).utf8
  }

  package mutating func add(_ key: String, _ value: Bool) {
    addKey(key)
    bytes += (value ? "true" : "false").utf8
  }

  package mutating func add(_ key: String, _ value: String) {
    addKey(key)
    bytes.append(UInt8(ascii: "\""))
    for byte in value.utf8 { append(byte) }
    bytes.append(UInt8(ascii: "\""))
  }

  /// Adds a text. Combining marks that a terminal should not receive with their base are written as JSON escapes.
  package mutating func add(_ key: String, _ value: SafeText) {
    guard value.glyphs.contains(where: \.isContinuation) else { return add(key, value.description) }
    addKey(key)
    bytes.append(UInt8(ascii: "\""))
    for glyph in value.glyphs {
      for scalar in glyph.scalars {
        if glyph.isContinuation {
          for unit in String(scalar).utf16 { appendEscape(unit) }
        } else {
          for byte in String(scalar).utf8 { append(byte) }
        }
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  /// Adds a string. Characters that must not be shown are written as JSON escapes, so that a reader gets the exact
  /// string.
  package mutating func add(_ key: String, whole value: String) {
    addKey(key)
    bytes.append(UInt8(ascii: "\""))
    for scalar in value.unicodeScalars {
      let text = String(scalar)
      if scalar.isASCII || SafeText(text).description == text {
        for byte in text.utf8 { append(byte) }
      } else {
        for unit in text.utf16 { appendEscape(unit) }
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  /// Adds a string, or null.
  package mutating func add(_ key: String, _ value: String?) {
    if let value { return add(key, value) }
    addKey(key)
    bytes += "null".utf8
  }

  /// Adds an array of strings.
  package mutating func add(_ key: String, _ values: [String]) {
    addKey(key)
    bytes.append(UInt8(ascii: "["))
    for (index, value) in values.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      bytes.append(UInt8(ascii: "\""))
      for byte in value.utf8 { append(byte) }
      bytes.append(UInt8(ascii: "\""))
    }
    bytes.append(UInt8(ascii: "]"))
  }

  /// Adds an object of numbers.
  package mutating func add(_ key: String, _ numbers: [(name: String, number: Int)]) {
    addKey(key)
    bytes.append(UInt8(ascii: "{"))
    for (index, (name, number)) in numbers.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      bytes.append(UInt8(ascii: "\""))
      for byte in name.utf8 { append(byte) }
      bytes += "\":\(number)".utf8
    }
    bytes.append(UInt8(ascii: "}"))
  }

  /// Adds bytes in lower-case hexadecimal.
  package mutating func add(_ key: String, hex payload: RawSpan) {
    addKey(key)
    bytes.reserveCapacity(bytes.count + payload.byteCount * 2 + 4)
    bytes.append(UInt8(ascii: "\""))
    Printable.appendHex(payload, to: &bytes)
    bytes.append(UInt8(ascii: "\""))
  }

  /// The object and a line feed.
  package var line: [UInt8] { bytes + [UInt8(ascii: "}"), UInt8(ascii: "\n")] }

  private mutating func addKey(_ key: String) {
    if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
    bytes.append(UInt8(ascii: "\""))
    bytes += key.utf8
    bytes.append(UInt8(ascii: "\""))
    bytes.append(UInt8(ascii: ":"))
  }

  private mutating func append(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"):
      bytes += [UInt8(ascii: "\\"), byte]
    case 0..<0x20, 0x7f: appendEscape(UInt16(byte))
    default:
      bytes.append(byte)
    }
  }

  private mutating func appendEscape(_ unit: UInt16) {
    bytes += "\\u".utf8
    for shift in [12, 8, 4, 0] {
      bytes.append(HexDigits.digit(UInt8(truncatingIfNeeded: unit >> UInt16(shift)) & 15))
    }
  }
}

extension JSONObject {
  /// Adds a number by field; the functions below do so for other types.
  mutating func add(_ field: RecordField, _ value: Int) { add(field.rawValue, value) }

  mutating func add(_ field: RecordField, _ value: Bool) { add(field.rawValue, value) }

  mutating func add(_ field: RecordField, _ value: String) { add(field.rawValue, value) }

  mutating func add(_ field: RecordField, _ value: SafeText) { add(field.rawValue, value) }

  mutating func add(_ field: RecordField, whole value: String) { add(field.rawValue, whole: value) }

  mutating func add(_ field: RecordField, _ value: String?) { add(field.rawValue, value) }

  mutating func add(_ field: RecordField, hex payload: RawSpan) { add(field.rawValue, hex: payload) }
}
