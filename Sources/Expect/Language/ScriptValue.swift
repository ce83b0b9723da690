import Basics
import Templates

/// The value of a variable or an expression.
package enum ScriptValue: Hashable, Sendable {
  /// The result of a calculation, or a number as it was written.
  case number(Double)
  /// A text in quotation marks.
  case text(String)
  /// A text that came from a datagram or the command line. Where it reads as a number, it is one.
  case captured(String)

  /// The number; `nil` if the value is none.
  var number: Double? {
    switch self {
    case .number(let number): number
    case .text: nil
    case .captured(let text): Self.number(text)
    }
  }

  /// The text, as it is shown and put into messages.
  package var text: String {
    switch self {
    case .number(let number): Int64(exactly: number).map { String($0) } ?? number.description
    case .text(let text), .captured(let text): text
    }
  }

  /// The value as it stands in a script.
  var shown: String {
    switch self {
    case .number: text
    case .text(let text): "\"\(text)\""
    case .captured(let text): number == nil ? "\"\(text)\"" : text
    }
  }

  /// The value as messages take it.
  var templateValue: TemplateValue {
    switch self {
    case .number(let number): Int64(exactly: number).map { .integer($0) } ?? .real(number)
    case .text(let text), .captured(let text): .text(text)
    }
  }

  /// Reads a decimal number; `nil` for anything else, such as `0x1f` and `nan`.
  static func number(_ text: String) -> Double? {
    guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) || "+-.eE".utf8.contains($0) }) else { return nil }
    return Double(text).flatMap { $0.isFinite ? $0 : nil }
  }
}
