import Basics
package import Formats
package import UDPCore

/// A file of formats in TOML: `[[format]]` tables in the order in which they are tried (udpeek-formats(5)).
package struct FormatFile {
  /// The formats without a mistake, in the order of the file.
  package let formats: [Format]
  /// The problems, in the order of the lines.
  package let problems: [ConfigurationProblem]

  /// The name of the tables.
  static let table = "format"

  /// Reads a file's text. A format with a mistake is left out.
  package init(_ source: String, path: String, aliases: Aliases, interfaces: InterfaceNames) {
    let document = TOMLDocument(source)
    var reader = FormatReader(
      path: path, outline: document.outline, aliases: aliases, interfaces: interfaces)
    document.errors.forEach { reader.report($0) }
    for key in document.root.keys.sorted() where key != Self.table {
      reader.report(ValueProblem("there is no such key\(Spelling.hint(for: key, among: [Self.table]))"), at: [key])
    }
    if let node = document.root[Self.table] { reader.addFormats(node) }
    formats = reader.formats
    problems = reader.problems.sorted(by: ConfigurationProblem.isBefore)
  }
}

extension ConfigurationProblem {
  /// Whether a problem stands before another one in their file.
  static func isBefore(_ one: ConfigurationProblem, _ other: ConfigurationProblem) -> Bool {
    guard case .file(_, let line, let column) = one.location,
      case .file(_, let otherLine, let otherColumn) = other.location
    else { return false }
    return (line, column ?? 0) < (otherLine, otherColumn ?? 0)
  }
}
