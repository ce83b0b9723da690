import Basics
import UDPCore

/// A top-level key of the file. It defines how the value is parsed, printed and explained.
struct Setting: Sendable {
  /// The type of a value.
  enum Kind: Sendable {
    case string
    case integer
    case boolean
    case strings
  }

  let name: String
  let kind: Kind
  let help: String
  /// A value to print as an example if none is set.
  let example: String
  /// Whether `:reload` applies the setting.
  let isLive: Bool
  /// Parses a value into the settings; the interfaces are those that a filter may name.
  let read: @Sendable (TOMLNode, inout Settings, InterfaceNames) throws(ValueProblem) -> Void
  /// Returns the effective value in TOML syntax; `nil` if none is set.
  let text: @Sendable (Settings) -> String?

  init(
    _ name: String, _ kind: Kind, _ help: String, example: String = "", isLive: Bool = false,
    read: @escaping @Sendable (TOMLNode, inout Settings, InterfaceNames) throws(ValueProblem) -> Void,
    text: @escaping @Sendable (Settings) -> String?
  ) {
    self.name = name
    self.kind = kind
    self.help = help
    self.example = example
    self.isLive = isLive
    self.read = read
    self.text = text
  }

  /// The name of the environment variable that overrides the file.
  var variable: String {
    "UDPEEK_" + name.uppercased().map { $0 == "-" ? "_" : $0 }
  }

  /// Converts a variable's text to a value of this kind. Text that cannot be converted stays a string, which `read`
  /// then rejects.
  func node(variable text: String) -> TOMLNode {
    switch kind {
    case .string: return .string(text)
    case .integer: return Int(text).map(TOMLNode.integer) ?? .string(text)
    case .strings: return .array(text.split(separator: " ").map { .string(String($0)) })
    case .boolean:
      switch text.lowercased() {
      case "1", "true", "yes", "on": return .boolean(true)
      case "0", "false", "no", "off": return .boolean(false)
      default: return .string(text)
      }
    }
  }
}

extension TOMLNode {
  /// Returns the value as a string.
  func string(_ meaning: Phrase) throws(ValueProblem) -> String {
    guard case .string(let text) = self else { throw ValueProblem("needs \(meaning) in quotes, not \(kind)") }
    return text
  }

  /// Returns the value as a Boolean.
  func boolean() throws(ValueProblem) -> Bool {
    if case .boolean(let value) = self { return value }
    if case .string(let text) = self { throw ValueProblem("needs true or false, not \"\(text)\"") }
    throw ValueProblem("needs true or false, not \(kind)")
  }

  /// Returns the value as a whole number in `range`.
  func integer(in range: ClosedRange<Int>) throws(ValueProblem) -> Int {
    let bounds: Phrase =
      range.upperBound == .max ? "from \(range.lowerBound) up" : "from \(range.lowerBound) to \(range.upperBound)"
    switch self {
    case .integer(let number) where range.contains(number): return number
    case .integer(let number): throw ValueProblem("needs a whole number \(bounds), not \(number)")
    case .string(let text): throw ValueProblem("needs a whole number \(bounds), not \"\(text)\"")
    default: throw ValueProblem("needs a whole number \(bounds), not \(kind)")
    }
  }

  /// Returns the value as a size in bytes, from a number or a string such as `"8MiB"`.
  func size(atLeast least: Int = 1) throws(ValueProblem) -> Int {
    let size: Int?
    switch self {
    case .integer(let number): size = number
    case .string(let text): size = ByteSize(text)?.bytes
    default: throw ValueProblem("needs a size such as \"8MiB\", not \(kind)")
    }
    guard let size, size > 0 else { throw ValueProblem("needs a size such as \"8MiB\"") }
    guard size >= least else { throw ValueProblem("needs at least \"\(ByteSize.exactText(least))\"") }
    return size
  }

  /// Returns the value as a list of strings; a single string becomes a list of one.
  func strings(_ meaning: Phrase) throws(ValueProblem) -> [String] {
    switch self {
    case .string(let text): return [text]
    case .array(let nodes):
      var strings: [String] = []
      for (index, node) in nodes.enumerated() {
        guard case .string(let text) = node else {
          throw ValueProblem("needs \(meaning) in quotes, not \(node.kind)", at: [String(index)])
        }
        strings.append(text)
      }
      return strings
    default: throw ValueProblem("needs a list of \(meaning) in quotes, not \(kind)")
    }
  }

  /// Returns the value as one of `words`.
  func word(of words: [String]) throws(ValueProblem) -> String {
    let list = words.map { "\"\($0)\"" }.joined(separator: ", ")
    guard case .string(let text) = self else { throw ValueProblem("needs one of \(list), not \(kind)") }
    guard words.contains(text) else {
      throw ValueProblem("needs one of \(list), not \"\(text)\"\(Spelling.hint(for: text, among: words))")
    }
    return text
  }
}
