import Basics
package import DisplayFilter
import PayloadText
package import Rules
package import UDPCore

/// A file of rules in TOML: `[[rule]]` tables in the order in which they are asked (udpeek-rules(5)). A file with a
/// problem has no rules at all.
package struct RuleFile {
  /// The names that conditions may contain, and the files that messages may.
  package struct Scope {
    package var aliases: Aliases
    package var interfaces: InterfaceNames
    /// The fields of formats that conditions may compare; `nil` for none.
    package var fields: (any FieldSource)?
    /// Returns the bytes of a file that a message names; `nil` if it cannot be read.
    package var bytes: (String) -> [UInt8]?

    /// Creates a scope.
    package init(
      aliases: Aliases, interfaces: InterfaceNames, fields: (any FieldSource)? = nil,
      bytes: @escaping (String) -> [UInt8]? = { _ in nil }
    ) {
      self.fields = fields
      self.aliases = aliases
      self.interfaces = interfaces
      self.bytes = bytes
    }
  }

  private static let table = "rule"

  /// Returns the rules of a file's text.
  package static func rules(
    in source: String, path: String, _ scope: Scope
  ) throws(ConfigurationProblems) -> RuleSet {
    let document = TOMLDocument(source)
    var reader = RuleReader(path: path, outline: document.outline, scope: scope)
    document.errors.forEach { reader.report($0) }
    for key in document.root.keys.sorted() where key != table {
      reader.report(ValueProblem("there is no such key\(Spelling.hint(for: key, among: [table]))"), at: [key])
    }
    switch document.root[table] {
    case nil: break
    case .array(let tables):
      if tables.count > RuleSet.limit {
        reader.report(ValueProblem("there are more than \(RuleSet.limit) rules"), at: [table])
      } else {
        for (index, node) in tables.enumerated() { reader.addRule(node, at: [table, String(index)], index + 1) }
      }
    case let other?: reader.report(ValueProblem("needs [[rule]] tables, not \(other.kind)"), at: [table])
    }
    guard reader.problems.isEmpty else {
      throw ConfigurationProblems(all: reader.problems.sorted(by: ConfigurationProblem.isBefore))
    }
    return RuleSet(reader.rules, fields: scope.fields)
  }
}
