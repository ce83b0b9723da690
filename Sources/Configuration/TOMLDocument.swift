import Basics
import TOMLKit

/// A TOML document, read by TOMLKit: the one file that knows it. A syntax error costs the line that holds it, and the
/// rest is read.
struct TOMLDocument: Sendable {
  /// Syntax errors after which the rest is given up.
  private static let errorLimit = 8

  /// The root table.
  let root: [String: TOMLNode]
  /// Where each key stands.
  let outline: TOMLOutline
  /// The syntax errors, by line and column from 1.
  let errors: [SyntaxError]

  /// A mistake that is not TOML.
  struct SyntaxError: Error, Hashable, Sendable {
    var line: Int
    var column: Int
    var reason: Phrase
  }

  /// Reads `source`.
  init(_ source: String) {
    // By bytes: to Swift a carriage return and a line feed are one character, which is no line feed.
    var lines = source.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map {
      String($0) ?? ""
    }
    // Byte order marks: toml++ takes one off by itself.
    while lines[0].unicodeScalars.first == "\u{feff}" { lines[0].unicodeScalars.removeFirst() }
    var errors: [SyntaxError] = []
    while true {
      let text = lines.joined(separator: "\n")
      let outline = TOMLOutline(text)
      do {
        // To TOMLKit the text would end there.
        if let index = lines.firstIndex(where: { $0.utf8.contains(0) }) {
          throw SyntaxError(line: index + 1, column: 1, reason: "it holds a NUL byte")
        }
        if let odd = outline.oddity { throw SyntaxError(line: odd.line, column: 1, reason: odd.reason) }
        let table = try TOMLTable(string: text)
        root = withExtendedLifetime(table) { Self.nodes(table) }
        self.outline = outline
        break
      } catch {
        let error = Self.error(error, lines: lines.count)
        errors.append(error)
        guard errors.count < Self.errorLimit else {
          root = [:]
          self.outline = TOMLOutline("")
          break
        }
        Self.blank(&lines, at: error.line - 1)
      }
    }
    self.errors = errors
  }

  /// Takes the line out; with a heading what stands under it, which would otherwise count as another table's. Where the
  /// line is empty already, the last one before it that is not is meant.
  private static func blank(_ lines: inout [String], at index: Int) {
    var index = index
    while index > 0, lines[index].unicodeScalars.allSatisfy(\.properties.isWhitespace) { index -= 1 }
    let isHeading = lines[index].unicodeScalars.first { !$0.properties.isWhitespace } == "["
    lines[index] = ""
    guard isHeading else { return }
    index += 1
    while index < lines.count, lines[index].unicodeScalars.first(where: { !$0.properties.isWhitespace }) != "[" {
      lines[index] = ""
      index += 1
    }
  }

  private static func error(_ error: any Error, lines: Int) -> SyntaxError {
    if let error = error as? SyntaxError { return error }
    guard let error = error as? TOMLParseError else {
      return SyntaxError(line: 1, column: 1, reason: "the document cannot be read")
    }
    let place = error.source.begin
    return SyntaxError(
      line: min(max(1, place.line), lines), column: max(1, place.column), reason: Phrase(verbatim: error.description))
  }

  private static func nodes(_ table: TOMLTable) -> [String: TOMLNode] {
    var nodes: [String: TOMLNode] = [:]
    for (key, value) in table { nodes[key] = node(value) }
    return nodes
  }

  private static func node(_ value: some TOMLValueConvertible) -> TOMLNode {
    switch value.type {
    case .string: .string(value.string ?? "")
    case .int: .integer(value.int ?? 0)
    case .double: .float(value.double ?? 0)
    case .bool: .boolean(value.bool ?? false)
    case .date, .time, .dateTime: .moment
    case .array: .array((value.array?.map { node($0) }) ?? [])
    case .table: .table(value.table.map(nodes) ?? [:])
    }
  }
}
