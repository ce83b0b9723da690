import DisplayFilter
import UDPCore

/// A filter whose variables all stand in texts that are looked for, as in `"pong {pass}"`: it is parsed once, and each pass
/// puts the values in.
struct ScriptFilterPattern: Sendable {
  /// The most variables: a mark of each differs in its last byte.
  static let limit = 64
  /// The marks are characters of a private area (U+F0000 and on): in UTF-8 `f3 b0 80` and a byte of their own.
  private static let firstMark: UInt32 = 0xf_0000
  private static let lead: [UInt8] = [0xf3, 0xb0, 0x80]

  private let expression: FilterExpression
  private let source: String
  private let names: [String]

  /// The mark of a variable.
  static func mark(_ index: Int) -> Unicode.Scalar {
    Unicode.Scalar(firstMark + UInt32(min(index, limit - 1))) ?? "?"
  }

  /// Whether a character could be taken for a mark.
  static func isMark(_ scalar: Unicode.Scalar) -> Bool {
    (firstMark..<firstMark + UInt32(limit)).contains(scalar.value)
  }

  /// Creates a pattern from a filter with marks; `nil` if not all of them are in texts.
  init?(_ marked: DisplayFilter, _ names: [String], count: Int) {
    guard let expression = marked.expression else { return nil }
    let found = expression.texts.reduce(0) { $0 + $1.string.unicodeScalars.count(where: Self.isMark) }
    guard found == count else { return nil }
    self.expression = expression
    source = marked.source
    self.names = names
  }

  /// The filter with the values of its variables; one without a value is an empty text.
  func filter(_ value: (String) -> ScriptValue?, _ interfaces: InterfaceNames) -> DisplayFilter {
    let texts = names.map { value($0)?.text ?? "" }
    let written = texts.map { Array(ScriptFilter.escaped($0).utf8) }
    let values = texts.map { Array($0.utf8) }
    let filled = expression.replacingTexts { text in
      var text = text
      text.utf8 = Self.filled(text.utf8, values)
      return text
    }
    return DisplayFilter(
      filled, source: String(decoding: Self.filled(Array(source.utf8), written), as: UTF8.self), interfaces: interfaces)
  }

  /// Returns a text with values in place of its marks.
  private static func filled(_ text: [UInt8], _ values: [[UInt8]]) -> [UInt8] {
    guard text.contains(lead[0]) else { return text }
    var result: [UInt8] = []
    result.reserveCapacity(text.count + 16)
    var place = 0
    while place < text.count {
      if text[place] == lead[0], place + 3 < text.count, text[place + 1] == lead[1], text[place + 2] == lead[2] {
        let index = Int(text[place + 3] & 0x3f)
        if index < values.count { result += values[index] }
        place += 4
      } else {
        result.append(text[place])
        place += 1
      }
    }
    return result
  }
}
