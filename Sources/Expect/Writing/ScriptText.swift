import Basics
import DisplayFilter
import PayloadText
import PeerText
import Templates
import UDPCore

/// Payloads as messages and filters of a script.
enum ScriptText {
  /// Returns the message that sends the bytes of a row in an encoding.
  static func message(_ datagram: Datagram, _ texts: PeerTexts, _ encoding: TextEncoding?) -> String {
    let payload = datagram.payload
    if payload.isEmpty { return "" }
    let bytes = "{hex \(hex(payload))}"
    guard texts.choice(of: datagram).encoding != .hex else { return bytes }
    let decoded = PeerTexts(encodingForAll: encoding ?? .utf8).text(of: datagram)
    let text = message(decoded)
    return self.bytes(of: text, in: encoding ?? .utf8) == payload ? text : bytes
  }

  /// Returns the filter that a row alone matches, or one like it.
  static func filter(_ datagram: Datagram, _ texts: PeerTexts, _ encoding: TextEncoding?) -> String {
    let payload = datagram.payload
    if payload.isEmpty { return "empty" }
    if let text = plain(datagram, texts, encoding) {
      let filter = "text == '\(shown(text))'"
      if matches(filter, datagram, encoding) { return filter }
    }
    return "size = \(datagram.size) and hex \(hex(payload))"
  }

  /// The decoded text of a row if it is text without damage; otherwise `nil`.
  static func plain(_ datagram: Datagram, _ texts: PeerTexts, _ encoding: TextEncoding?) -> String? {
    guard texts.choice(of: datagram).encoding != .hex, !datagram.isTruncated, datagram.size > 0 else { return nil }
    let decoded = PeerTexts(encodingForAll: encoding ?? .utf8).text(of: datagram)
    var text = String.UnicodeScalarView()
    for unit in decoded.units {
      guard case .scalar(let scalar) = unit else { return nil }
      text.append(scalar)
    }
    return String(text)
  }

  /// Returns a text as it stands in a string of a filter: whatever no screen shows is escaped.
  static func shown(_ text: String) -> String {
    text.unicodeScalars.reduce(into: "") { result, scalar in
      result += isShown(scalar) || scalar.isASCII ? ScriptFilter.escaped(String(scalar)) : escape(scalar)
    }
  }

  static func hex(_ bytes: [UInt8]) -> String { bytes.map { $0.digits(2, radix: 16) }.joined(separator: " ") }

  /// Whether a row matches a filter.
  private static func matches(_ source: String, _ datagram: Datagram, _ encoding: TextEncoding?) -> Bool {
    guard let filter = try? DisplayFilter(source) else { return false }
    let context = FilterContext(texts: PeerTexts(encodingForAll: encoding ?? .utf8), now: 0)
    return (try? filter.matches(datagram, in: context)) ?? false
  }

  /// The bytes that a message is; `nil` if it is none.
  private static func bytes(of message: String, in encoding: TextEncoding) -> [UInt8]? {
    // As it is read: a line of a script.
    var line = ScriptLine("> " + message)
    line.position = 1
    let source = line.string(line.body(.message, isInBlock: false).range)
    guard source == message, let template = try? Template(source),
      let program = try? TemplateProgram(template, as: encoding)
    else { return nil }
    var random = TemplateRandom(seed: 0)
    return try? program.bytes(TemplateContext(time: 0), &random)
  }

  /// Returns a decoded payload as a message.
  private static func message(_ text: DecodedText) -> String {
    var result = ""
    let units = text.units
    for (index, unit) in units.enumerated() {
      switch unit {
      case .badByte(let byte): result += "\\x" + byte.digits(2, radix: 16)
      case .scalar(let scalar):
        let isEdge = index == 0 || index == units.count - 1
        result += written(scalar, isEdge: isEdge, isAlone: isAlone(index, units))
      }
    }
    return Template.escaped(result)
  }

  private static func written(_ scalar: Unicode.Scalar, isEdge: Bool, isAlone: Bool) -> String {
    switch scalar {
    case "\\": return "\\\\"
    case "\n": return "\\n"
    case "\r": return "\\r"
    case "\t": return "\\t"
    case "\0": return "\\0"
    case " " where isEdge: return "\\u{20}"
    case "#" where isAlone, ";" where isAlone: return "\\u{" + String(scalar.value, radix: 16) + "}"
    default: return isShown(scalar) ? String(scalar) : escape(scalar)
    }
  }

  /// Whether a character has blanks or an end on both sides, so that it would end a statement.
  private static func isAlone(_ index: Int, _ units: [DecodedText.Unit]) -> Bool {
    func isBlank(_ index: Int) -> Bool {
      guard units.indices.contains(index) else { return true }
      return units[index] == .scalar(" ") || units[index] == .scalar("\t")
    }
    return isBlank(index - 1) && isBlank(index + 1)
  }

  private static func isShown(_ scalar: Unicode.Scalar) -> Bool {
    (0x20..<0x7f).contains(scalar.value) || SafeText(String(scalar)).description == String(scalar)
  }

  private static func escape(_ scalar: Unicode.Scalar) -> String { "\\u{" + String(scalar.value, radix: 16) + "}" }
}
