import Basics
import CTOML

/// A TOML document parsed by toml++; only this file uses that library. A line with a syntax error is skipped, and the
/// rest is parsed.
struct TOMLDocument: Sendable {
  /// The number of syntax errors after which parsing stops.
  private static let errorLimit = 8
  private static let byteOrderMark: Unicode.Scalar = "\u{feff}"

  /// The root table.
  let root: [String: TOMLNode]
  /// The location of each key.
  let outline: TOMLOutline
  /// The syntax errors, in the order in which they were found.
  let errors: [SyntaxError]

  /// A syntax error with its line and column, counted from 1.
  struct SyntaxError: Error, Hashable, Sendable {
    var line: Int
    var column: Int
    var reason: Phrase
  }

  /// Parses `source`.
  init(_ source: String) {
    // Split by bytes: in Swift, a carriage return and a line feed are one character, different from a line feed.
    var lines = source.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map {
      String($0) ?? ""
    }
    while lines[0].unicodeScalars.first == Self.byteOrderMark { lines[0].unicodeScalars.removeFirst() }
    var errors: [SyntaxError] = []
    var content = Content(root: [:], outline: TOMLOutline(""))
    while errors.count < Self.errorLimit {
      do throws(SyntaxError) {
        content = try Self.parse(lines)
        break
      } catch {
        errors.append(error)
        Self.blank(&lines, at: error.line - 1)
      }
    }
    root = content.root
    outline = content.outline
    self.errors = errors
  }

  /// The root table, and the locations of its contents.
  private struct Content {
    var root: [String: TOMLNode]
    var outline: TOMLOutline
  }

  /// Blanks a line with an error, or the last non-blank line before it. A heading takes the lines below it along, which
  /// would otherwise belong to the table before.
  private static func blank(_ lines: inout [String], at index: Int) {
    var index = index
    while index > 0, lines[index].unicodeScalars.allSatisfy(\.properties.isWhitespace) { index -= 1 }
    let wasHeading = isHeading(lines[index])
    lines[index] = ""
    guard wasHeading else { return }
    index += 1
    while index < lines.count, !isHeading(lines[index]) {
      lines[index] = ""
      index += 1
    }
  }

  private static func isHeading(_ line: String) -> Bool {
    line.unicodeScalars.first { !$0.properties.isWhitespace } == "["
  }

  private static func parse(_ lines: [String]) throws(SyntaxError) -> Content {
    let source = lines.joined(separator: "\n")
    let document = unsafe Array(source.utf8).withUnsafeBytes { unsafe ctoml_parse($0.baseAddress, $0.count) }
    guard let document = unsafe document else {
      throw SyntaxError(line: 1, column: 1, reason: "there is not enough memory to read it")
    }
    defer { unsafe ctoml_free(document) }
    if let reason = unsafe string(ctoml_error(document)) {
      let place = unsafe ctoml_error_place(document)
      let line = min(max(1, Int(place.line)), lines.count)
      let explained = explanation(of: reason, line: lines[line - 1])
      throw SyntaxError(line: line, column: max(1, Int(place.column)), reason: explained)
    }
    var count = 0
    let first = unsafe ctoml_nodes(document, &count)
    var tree = unsafe UnsafeTree(
      nodes: UnsafeBufferPointer(start: first, count: count), outline: TOMLOutline(source))
    guard case .table(let root) = tree.next(at: []) else { return Content(root: [:], outline: TOMLOutline("")) }
    return Content(root: root, outline: tree.outline)
  }

  /// Rewrites an error of toml++ in udpeek's words, with the next step where toml++ gives none.
  private static func explanation(of reason: String, line: String) -> Phrase {
    // toml++ fails an assertion on a heading without a name, and on a value that starts like a number or a date.
    if reason == CTOML_FAILED_ASSERTION {
      return isHeading(line)
        ? "this heading names no table" : "that is neither a number nor a date; put text in quotes"
    }
    let scope = "Error while parsing "
    guard reason.hasPrefix(scope) else { return Phrase(verbatim: reason.prefix(1).lowercased() + reason.dropFirst()) }
    let said = String(reason.dropFirst(scope.count))
    if said.contains("could not determine value type") { return "that is not a value; put text in quotes" }
    let isValueMissing =
      said.hasPrefix("key-value pair: expected value") || said == "key-value pair: encountered end-of-file"
    return isValueMissing ? "a value is missing; put text in quotes" : Phrase(verbatim: said)
  }
}

/// The nodes of a parsed document, converted to a tree in one pass. Must not outlive the document.
@safe private struct UnsafeTree {
  let nodes: UnsafeBufferPointer<ctoml_node>
  var outline: TOMLOutline
  private var index = 0

  init(nodes: UnsafeBufferPointer<ctoml_node>, outline: TOMLOutline) {
    unsafe self.nodes = nodes
    self.outline = outline
  }

  /// Returns the next node with its descendants; `path` is the node's own.
  mutating func next(at path: [String]) -> TOMLNode {
    let node = unsafe nodes[index]
    index += 1
    switch unsafe node.kind {
    case CTOML_STRING: return unsafe .string(string(node.string) ?? "")
    case CTOML_INTEGER: return unsafe .integer(Int(node.integer))
    case CTOML_FLOAT: return unsafe .float(node.number)
    case CTOML_BOOLEAN: return unsafe .boolean(node.boolean)
    case CTOML_ARRAY:
      return unsafe .array((0..<node.count).map { child(at: path + [String($0)]) })
    case CTOML_TABLE:
      var entries: [String: TOMLNode] = [:]
      for _ in unsafe 0..<node.count {
        let key = unsafe string(nodes[index].key) ?? ""
        entries[key] = child(at: path + [key])
      }
      return .table(entries)
    default: return .moment
    }
  }

  /// Returns the next node with its descendants, and adds its location to the outline.
  private mutating func child(at path: [String]) -> TOMLNode {
    let node = unsafe nodes[index]
    let begin = unsafe TOMLOutline.Position(node.begin)
    let keyLine = unsafe Int(node.key_place.line)
    let location = unsafe TOMLOutline.Location(
      line: keyLine > 0 ? keyLine : begin.line, begin: begin, end: TOMLOutline.Position(node.end))
    let value = next(at: path)
    // `[a.b]` also begins the table a; the key b is then on the same line.
    var isHeading = false
    if case .table(let entries) = value, outline.hasBracket(at: begin) {
      isHeading = !entries.keys.contains { outline.locations[path + [$0]]?.line == begin.line }
    }
    outline.add(location, at: path, isHeading: isHeading)
    return value
  }
}

extension TOMLOutline.Position {
  fileprivate init(_ place: ctoml_place) {
    self.init(line: Int(place.line), column: Int(place.column))
  }
}

/// Returns a text of the document; `nil` if it is empty.
private func string(_ text: ctoml_text) -> String? {
  guard unsafe text.count > 0 else { return nil }
  return unsafe String(decoding: UnsafeRawBufferPointer(start: text.bytes, count: text.count), as: UTF8.self)
}
