/// A JSON value that another program wrote (RFC 8259).
package indirect enum JSONValue: Sendable, Hashable {
  /// A string.
  case text(String)
  /// A number, `true`, `false` or `null`.
  case word(String)
  /// An array.
  case elements([JSONValue])
  /// An object. Of two members with one name, the later counts.
  case members([String: JSONValue])

  /// The maximum nesting depth.
  static let deepest = 200

  /// Reads a line that is one value.
  /// - Parameter limit: the most values in it.
  /// - Returns: `nil` if it is not JSON, nested too deeply or too large.
  package static func read(_ line: [UInt8], limit: Int) -> JSONValue? {
    let bytes = unsafe line.span.bytes
    var scanner = JSONScanner(bytes, line.indices)
    var budget = limit
    guard let value = scanner.readValue(bytes, budget: &budget), scanner.isAtEnd(bytes) else { return nil }
    return value
  }

  /// The member of an object.
  package subscript(name: String) -> JSONValue? {
    if case .members(let members) = self { members[name] } else { nil }
  }

  /// The elements of an array; empty for anything else.
  package var elements: [JSONValue] { if case .elements(let elements) = self { elements } else { [] } }

  /// The string; `nil` for anything else.
  package var text: String? { if case .text(let text) = self { text } else { nil } }

  /// The whole number; `nil` for anything else.
  package var number: Int? { if case .word(let word) = self { Int(word) } else { nil } }
}
