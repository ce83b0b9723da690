import Basics
import CTOML

/// A TOML document, read by toml++: the one file that knows it. A syntax error costs the line that holds it, and the rest
/// is read.
struct TOMLDocument: Sendable {
  /// Syntax errors after which the rest is given up.
  private static let errorLimit = 8
  private static let byteOrderMark: Unicode.Scalar = "\u{feff}"

  /// The root table.
  let root: [String: TOMLNode]
  /// Where each key is.
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

  /// The root table and the places of what it holds.
  private struct Content {
    var root: [String: TOMLNode]
    var outline: TOMLOutline
  }

  /// Takes the line out; with a heading what stands under it, which would otherwise count as another table's. Where the
  /// line is empty already, the last one before it that is not is meant.
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
      throw SyntaxError(line: 1, column: 1, reason: "there is no memory to read it")
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

  /// A reason of toml++ in the words of this program, with the next step where it says none.
  private static func explanation(of reason: String, line: String) -> Phrase {
    // What ends toml++ by an assertion is a heading without a name, or a value that begins as a number or a date.
    if reason == CTOML_FAILED_ASSERTION {
      return isHeading(line)
        ? "this heading names no table" : "that is neither a number nor a date: text goes in quotes"
    }
    let scope = "Error while parsing "
    guard reason.hasPrefix(scope) else { return Phrase(verbatim: reason.prefix(1).lowercased() + reason.dropFirst()) }
    let said = String(reason.dropFirst(scope.count))
    if said.contains("could not determine value type") { return "that is no value: text goes in quotes" }
    let isValueMissing =
      said.hasPrefix("key-value pair: expected value") || said == "key-value pair: encountered end-of-file"
    return isValueMissing ? "a value is missing: text goes in quotes" : Phrase(verbatim: said)
  }
}

/// The nodes of a parsed document, made a tree in one pass. Must not outlive the document.
@safe private struct UnsafeTree {
  let nodes: UnsafeBufferPointer<ctoml_node>
  var outline: TOMLOutline
  private var index = 0

  init(nodes: UnsafeBufferPointer<ctoml_node>, outline: TOMLOutline) {
    unsafe self.nodes = nodes
    self.outline = outline
  }

  /// The next node with all that it holds; `path` is its own.
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

  /// The next node as `next(at:)`, its place noted.
  private mutating func child(at path: [String]) -> TOMLNode {
    let node = unsafe nodes[index]
    let begin = unsafe TOMLOutline.Spot(node.begin)
    let keyLine = unsafe Int(node.key_place.line)
    let place = unsafe TOMLOutline.Place(
      line: keyLine > 0 ? keyLine : begin.line, begin: begin, end: TOMLOutline.Spot(node.end))
    let value = next(at: path)
    // `[a.b]` begins the table a too, and then the key of b is in the same line.
    var isHeading = false
    if case .table(let entries) = value, outline.hasBracket(at: begin) {
      isHeading = !entries.keys.contains { outline.places[path + [$0]]?.line == begin.line }
    }
    outline.add(place, at: path, isHeading: isHeading)
    return value
  }
}

extension TOMLOutline.Spot {
  fileprivate init(_ place: ctoml_place) {
    self.init(line: Int(place.line), column: Int(place.column))
  }
}

/// A text of the document; `nil` where it is empty.
private func string(_ text: ctoml_text) -> String? {
  guard unsafe text.count > 0 else { return nil }
  return unsafe String(decoding: UnsafeRawBufferPointer(start: text.bytes, count: text.count), as: UTF8.self)
}
