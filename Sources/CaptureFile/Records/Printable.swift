import PayloadText

/// Small texts for plain output.
package enum Printable {
  /// Any string made safe for a terminal or a log: nothing in it moves a cursor.
  static func text(_ string: String) -> String { SafeText(string).description }

  /// `b7 fe ce`.
  package static func spacedHex(_ payload: [UInt8]) -> String {
    var text: [UInt8] = []
    text.reserveCapacity(payload.count * 3)
    for byte in payload {
      if !text.isEmpty { text.append(UInt8(ascii: " ")) }
      text.append(hexDigit(byte >> 4))
      text.append(hexDigit(byte & 15))
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Appends bytes as lower-case hex, without blanks.
  static func appendHex(_ payload: RawSpan, to output: inout [UInt8]) {
    for offset in payload.byteOffsets {
      let byte = unsafe payload.unsafeLoad(fromByteOffset: offset, as: UInt8.self)
      output.append(hexDigit(byte >> 4))
      output.append(hexDigit(byte & 15))
    }
  }

  /// The digit for 0…15, lower case.
  static func hexDigit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
  }
}
