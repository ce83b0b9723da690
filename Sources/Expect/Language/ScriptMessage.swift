import Basics
import PayloadText
import Templates

/// A message of a script; an object, so that a step takes it from its script without copying its parts.
package final class ScriptMessage: Sendable {
  /// The text as it was written.
  package let source: String
  let template: Template
  /// The names of the variables and fields that it may contain, in the order of the template's captures.
  let names: [String]
  /// The bytes of the template's files, by path.
  let files: [String: [UInt8]]
  /// The places of those that it contains.
  let usedNames: Set<Int>
  /// Whether it counts.
  let hasCounter: Bool

  /// Parses a message.
  /// - Throws: `MessageSyntaxError` at the first mistake.
  init(_ source: String, names: [String], file: (String) -> [UInt8]?) throws(MessageSyntaxError) {
    self.source = source
    self.names = names
    template = try Template(source, form: .text, scope: TemplateScope(captures: names))
    usedNames = template.captures
    hasCounter = template.hasCounter
    files = Dictionary(
      template.files.compactMap { path in file(path).map { (path, $0) } }, uniquingKeysWith: { first, _ in first })
  }

  /// The first file that could not be read; `nil` if all were.
  var missingFile: String? { template.files.first { files[$0] == nil } }
}
