import Basics
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
      text.append(HexDigits.digit(byte >> 4))
      text.append(HexDigits.digit(byte & 15))
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Appends bytes as lower-case hex, without blanks.
  static func appendHex(_ payload: RawSpan, to output: inout [UInt8]) {
    for offset in payload.byteOffsets {
      let byte = unsafe payload.unsafeLoad(fromByteOffset: offset, as: UInt8.self)
      output.append(HexDigits.digit(byte >> 4))
      output.append(HexDigits.digit(byte & 15))
    }
  }
}
