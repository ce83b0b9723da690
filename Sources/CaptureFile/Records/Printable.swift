import Basics
import PayloadText

/// Short texts for plain output.
package enum Printable {
  /// Returns a string made safe for a terminal or a log: nothing in it moves the cursor.
  static func text(_ string: String) -> String { SafeText(string).description }

  /// Returns bytes in hexadecimal, separated by spaces: `b7 fe ce`.
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
}
