import Basics
import UDPCore

/// A table of the file whose keys the user chooses. It defines how the table is parsed, printed and explained.
struct Section: Sendable {
  let name: String
  /// The lines of the help text.
  let help: [String]
  /// The lines to print if the section is empty.
  let example: [String]
  /// Parses the table into the settings.
  let read: @Sendable (TOMLNode, inout Settings, inout ConfigurationReader) -> Void
  /// Returns the entries as TOML, each with its path to look up its origin.
  let entries: @Sendable (Settings) -> [Entry]

  /// A printed line of the section.
  struct Entry: Sendable {
    /// The heading to print before the line.
    var heading: String?
    var path: [String]
    /// The line: `key = value`.
    var text: String

    init(_ path: [String], _ text: String, heading: String? = nil) {
      self.path = path
      self.text = text
      self.heading = heading
    }
  }
}

/// The state of parsing a file: where its keys are, and the problems found so far.
struct ConfigurationReader {
  let path: String
  let outline: TOMLOutline
  let interfaces: InterfaceNames
  private(set) var problems: [ConfigurationProblem] = []

  init(path: String, outline: TOMLOutline, interfaces: InterfaceNames) {
    self.path = path
    self.outline = outline
    self.interfaces = interfaces
  }

  /// Records that the value at `path` is invalid.
  mutating func report(_ problem: ValueProblem, at path: [String]) {
    let location = ConfigurationProblem.Location.file(
      path: self.path, line: outline.line(of: path + problem.path), column: nil)
    problems.append(ConfigurationProblem(location: location, key: Self.text(path), reason: problem.reason))
  }

  /// Records problems that another reader found.
  mutating func report(_ found: [ConfigurationProblem]) { problems += found }

  /// Records an unknown key.
  mutating func reportUnknownKey(_ name: String, at path: [String], among known: [String]) {
    report(ValueProblem("there is no such key\(Spelling.hint(for: name, among: known))"), at: path)
  }

  /// Records a syntax error.
  mutating func report(_ error: TOMLDocument.SyntaxError) {
    let location = ConfigurationProblem.Location.file(path: path, line: error.line, column: error.column)
    problems.append(ConfigurationProblem(location: location, key: "", reason: "this line is ignored: \(error.reason)"))
  }

  /// Returns the entries of a table in file order; if `node` is not a table, records a problem.
  mutating func table(_ node: TOMLNode, at path: [String], _ meaning: Phrase) -> [(key: String, value: TOMLNode)] {
    guard case .table(let entries) = node else {
      report(ValueProblem("needs a table of \(meaning), not \(node.kind)"), at: path)
      return []
    }
    return entries.map { ($0.key, $0.value) }.sorted { left, right in
      let lines = (outline.line(of: path + [left.key]), outline.line(of: path + [right.key]))
      return lines.0 == lines.1 ? left.key < right.key : lines.0 < lines.1
    }
  }

  /// Runs `body`; if it throws, records that the value at `path` is invalid.
  mutating func attempt(at path: [String], _ body: (InterfaceNames) throws(ValueProblem) -> Void) {
    do throws(ValueProblem) { try body(interfaces) } catch { report(error, at: path) }
  }

  /// Returns a path in TOML syntax: `keys.filter`, `encodings."10.0.0.0/8"`; list elements are counted from 1.
  static func text(_ path: [String]) -> String {
    var text = ""
    for (place, part) in path.enumerated() {
      if place == 1, path[0] == Section.colors.name, let index = Int(part) {
        text += "[\(index + 1)]"
      } else {
        text += (text.isEmpty ? "" : ".") + TOMLNode.key(part)
      }
    }
    return text
  }
}
