import Basics
import PayloadText

/// Saved messages in TOML: a string, which is text, or a table with the message's form and encoding.
extension TOMLNode {
  /// The keys of such a table: the forms, and the encoding.
  private static let forms = MessageForm.allCases.map(\.rawValue)
  private static let encoding = "encoding"

  /// Converts a message to TOML.
  init(_ message: WrittenMessage) {
    guard message.form ?? .text != .text || message.encoding != nil else {
      self = .string(message.text)
      return
    }
    var table = [(message.form ?? .text).rawValue: TOMLNode.string(message.text)]
    if let encoding = message.encoding { table[Self.encoding] = .string(encoding.name) }
    self = .table(table)
  }

  /// Returns the value as a message.
  func message() throws(ValueProblem) -> WrittenMessage {
    guard case .table(let table) = self else { return WrittenMessage(try string("a message"), form: .text) }
    if let unknown = table.keys.sorted().first(where: { !(Self.forms + [Self.encoding]).contains($0) }) {
      let hint = Spelling.hint(for: unknown, among: Self.forms + [Self.encoding])
      throw ValueProblem("there is no such key in a message\(hint)", at: [unknown])
    }
    let written = MessageForm.allCases.filter { table[$0.rawValue] != nil }
    guard written.count == 1, let form = written.first, let text = try table[form.rawValue]?.string("a message") else {
      throw ValueProblem("needs one of text, hex and raw")
    }
    guard let encoding = try table[Self.encoding]?.encoding() else { return WrittenMessage(text, form: form) }
    if form == .hex { throw ValueProblem("bytes in hexadecimal have no encoding", at: [Self.encoding]) }
    return WrittenMessage(text, form: form, encoding: encoding)
  }

  /// The message in TOML syntax: `'temp?\r\n'`, `{ hex = "7e 02" }`.
  var messageText: String {
    guard case .table(let table) = self else { return text }
    let keys = Self.forms + [Self.encoding]
    let parts = keys.compactMap { key in table[key].map { "\(key) = \($0.text)" } }
    return "{ " + parts.joined(separator: ", ") + " }"
  }

  /// The string in TOML syntax; in single quotes if it contains backslashes or double quotes and TOML permits them.
  private var text: String {
    guard case .string(let text) = self else { return "" }
    let isLiteral = text.unicodeScalars.allSatisfy {
      $0.value >= 0x20 && !(0x7f...0x9f).contains($0.value) && $0 != "'"
    }
    return isLiteral && (text.contains("\\") || text.contains("\"")) ? "'\(text)'" : Self.quoted(text)
  }
}
