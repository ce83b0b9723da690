import Basics
import DisplayFilter
import Formats
import PayloadText
import UDPCore

/// Reads the `[[format]]` tables of a file one after another, and collects formats and problems.
struct FormatReader {
  /// The most formats of a file.
  private static let limit = 1_000
  /// The keys that say how the fields are found; a format has one of them.
  private static let bodies = ["struct", "fields", "keyvalue", "csv", "json", "tree", "headers"]

  private let path: String
  private let outline: TOMLOutline
  private let aliases: Aliases
  private let interfaces: InterfaceNames
  /// The path of the key that is being read.
  private var current: [String] = []
  private(set) var formats: [Format] = []
  private(set) var problems: [ConfigurationProblem] = []

  /// A key of a format, and how its value is read.
  private typealias Key = (
    name: String,
    read: @Sendable (TOMLNode, inout FormatSpecification, FormatReader) throws(ValueProblem) -> Void
  )

  /// The keys in the order of the manual.
  private static let keys: [Key] = [
    ("name", { node, format, _ throws(ValueProblem) in format.name = try name(node) }),
    ("title", { node, format, _ throws(ValueProblem) in format.title = try node.string("a name") }),
    ("when", { node, format, reader throws(ValueProblem) in format.condition = try reader.condition(node) }),
    ("ports", { node, format, _ throws(ValueProblem) in format.ports = try ports(node) }),
    ("struct", { node, format, _ throws(ValueProblem) in format.body = .structure(try node.string("a struct")) }),
    (
      "parts", { node, format, reader throws(ValueProblem) in format.parts = try reader.texts(node, "structs by name") }
    ),
    ("exact", { node, format, _ throws(ValueProblem) in format.isExact = try node.boolean() }),
    ("fields", { node, format, _ throws(ValueProblem) in format.body = .patterns(try patterns(node)) }),
    (
      "headers",
      { node, format, reader throws(ValueProblem) in
        format.headers = try reader.texts(node, "headers by name").map { (name: $0.name, header: $0.source) }
      }
    ),
    ("lines", { node, format, _ throws(ValueProblem) in format.isPerLine = try node.boolean() }),
    (
      "pairs",
      { node, format, reader throws(ValueProblem) in
        format.pairs = try reader.texts(node, "separators by field").map { (name: $0.name, separators: $0.source) }
      }
    ),
    ("keyvalue", { node, format, _ throws(ValueProblem) in format.body = .pairs(try node.string("separators")) }),
    ("csv", { node, format, _ throws(ValueProblem) in format.body = .columns(try node.strings("names")) }),
    ("separator", { node, format, _ throws(ValueProblem) in format.separator = try node.string("a character") }),
    (
      "json",
      { node, format, reader throws(ValueProblem) in
        format.body = .paths(try reader.texts(node, "paths by name").map { (name: $0.name, path: $0.source) })
      }
    ),
    (
      "tree",
      { node, format, _ throws(ValueProblem) in
        format.body = .tree(TreeForm(rawValue: try node.word(of: TreeForm.allCases.map(\.rawValue))) ?? .json)
      }
    ),
    ("names", { node, format, _ throws(ValueProblem) in format.names = try node.strings("names") }),
    ("labels", { node, format, _ throws(ValueProblem) in format.labels = try labels(node) }),
    (
      "compute",
      { node, format, reader throws(ValueProblem) in
        format.computed = try reader.texts(node, "expressions by name").map { (name: $0.name, expression: $0.source) }
      }
    ),
    (
      "unit",
      { node, format, reader throws(ValueProblem) in
        for (name, text) in try reader.texts(node, "units by field") { format.units[name] = text }
      }
    ),
    ("encoding", { node, format, _ throws(ValueProblem) in format.encoding = try node.encoding() }),
    ("check", { node, format, _ throws(ValueProblem) in format.check = try node.string("a checksum") }),
    ("checked", { node, format, _ throws(ValueProblem) in format.isChecked = try node.boolean() }),
    ("sequence", { node, format, _ throws(ValueProblem) in format.sequence = try node.string("a field") }),
    ("kind", { node, format, _ throws(ValueProblem) in format.kind = try node.string("a field") }),
    ("clock", { node, format, _ throws(ValueProblem) in format.clock = try node.string("a field") }),
    ("show", { node, format, _ throws(ValueProblem) in format.show = try node.string("a template") }),
  ]

  init(path: String, outline: TOMLOutline, aliases: Aliases, interfaces: InterfaceNames) {
    self.path = path
    self.outline = outline
    self.aliases = aliases
    self.interfaces = interfaces
  }

  // MARK: Problems

  /// Records a syntax error.
  mutating func report(_ error: TOMLDocument.SyntaxError) {
    let location = ConfigurationProblem.Location.file(path: path, line: error.line, column: error.column)
    problems.append(ConfigurationProblem(location: location, key: "", reason: error.reason))
  }

  /// Records that the value at `key` is invalid.
  mutating func report(_ problem: ValueProblem, at key: [String]) {
    let whole = key + problem.path
    let place = outline.locations[whole].flatMap { outline.position(of: problem.offset, in: $0) }
    let location = ConfigurationProblem.Location.file(
      path: path, line: place?.line ?? outline.line(of: whole), column: place?.column)
    problems.append(
      ConfigurationProblem(location: location, key: TOMLOutline.text(whole), reason: problem.reason))
  }

  // MARK: Formats

  /// Reads the tables.
  mutating func addFormats(_ node: TOMLNode) {
    guard case .array(let tables) = node else {
      return report(ValueProblem("needs [[format]] tables, not \(node.kind)"), at: [FormatFile.table])
    }
    guard tables.count <= Self.limit else {
      return report(ValueProblem("there are more than \(Self.limit) formats"), at: [FormatFile.table])
    }
    for (index, node) in tables.enumerated() { addFormat(node, at: [FormatFile.table, String(index)]) }
  }

  private mutating func addFormat(_ node: TOMLNode, at path: [String]) {
    guard case .table(let table) = node else {
      return report(ValueProblem("needs a table, not \(node.kind)"), at: path)
    }
    let before = problems.count
    let known = Self.keys.map(\.name)
    for key in table.keys.sorted() where !known.contains(key) {
      report(ValueProblem("there is no such key in a format\(Spelling.hint(for: key, among: known))"), at: path + [key])
    }
    if table["name"] == nil { report(ValueProblem("needs name: the word by which filters know it"), at: path) }
    let bodies = Self.bodies.filter { table[$0] != nil }
    // Header lines may stand beside the expressions of the first line.
    let isText = bodies == ["fields", "headers"]
    if bodies.isEmpty {
      report(ValueProblem("needs one of struct, fields, headers, keyvalue, csv, json and tree"), at: path)
    } else if bodies.count > 1, !isText {
      report(ValueProblem("goes without \(bodies[1]); choose one"), at: path + [bodies[0]])
    }
    var format = FormatSpecification(name: "", body: .headersOnly)
    for key in Self.keys {
      guard let value = table[key.name] else { continue }
      current = path + [key.name]
      do throws(ValueProblem) { try key.read(value, &format, self) } catch { report(error, at: path + [key.name]) }
    }
    guard problems.count == before else { return }
    if formats.contains(where: { $0.name == format.name }) {
      return report(ValueProblem("another format has the name '\(format.name)'"), at: path + ["name"])
    }
    do throws(FormatSpecification.Mistake) { formats.append(try Format(format)) } catch {
      report(ValueProblem(error.reason, offset: error.offset), at: path + error.key)
    }
  }

  /// Returns the texts of a table, in the order of the file.
  private func texts(_ node: TOMLNode, _ meaning: Phrase) throws(ValueProblem) -> [(name: String, source: String)] {
    guard case .table(let table) = node else { throw ValueProblem("needs a table of \(meaning), not \(node.kind)") }
    var texts: [(name: String, source: String)] = []
    for (name, node) in table.sorted(by: { isBefore($0.key, $1.key) }) {
      do throws(ValueProblem) { texts.append((name, try node.string("a text"))) } catch {
        throw ValueProblem(error.reason, at: [name] + error.path)
      }
    }
    return texts
  }

  /// Whether a key of the table that is being read stands before another one.
  private func isBefore(_ one: String, _ other: String) -> Bool {
    guard let first = outline.locations[current + [one]]?.begin,
      let second = outline.locations[current + [other]]?.begin
    else { return one < other }
    return (first.line, first.column) < (second.line, second.column)
  }

  private func condition(_ node: TOMLNode) throws(ValueProblem) -> DisplayFilter {
    let text = try node.string("a filter")
    do throws(FilterError) {
      return try DisplayFilter(text, interfaces: interfaces, aliases: aliases, knowing: .otherRows)
    } catch {
      throw ValueProblem(error.message, offset: error.range.lowerBound)
    }
  }

  private static func name(_ node: TOMLNode) throws(ValueProblem) -> String {
    let name = try node.string("a name")
    guard Aliases.isName(name), !DisplayFilter.isWord(name) else {
      throw ValueProblem(
        "\"\(name)\" is not a name: use letters, digits, '-' and '_', at least one letter, no word of the filter language"
      )
    }
    return name
  }

  private static func ports(_ node: TOMLNode) throws(ValueProblem) -> [ClosedRange<UInt16>] {
    let nodes: [TOMLNode] = if case .array(let nodes) = node { nodes } else { [node] }
    var ports: [ClosedRange<UInt16>] = []
    for (index, node) in nodes.enumerated() {
      switch node {
      case .integer(let number) where (1...65_535).contains(number): ports.append(UInt16(number)...UInt16(number))
      case .string(let text):
        let ends = text.split(separator: "-").map { UInt16($0) }
        guard ends.count == 2, let first = ends[0], let last = ends[1], first <= last else { fallthrough }
        ports.append(first...last)
      default: throw ValueProblem("needs ports such as 53 or \"6000-6010\"", at: nodes.count > 1 ? [String(index)] : [])
      }
    }
    return ports
  }

  /// Reads expressions between slashes, or one.
  private static func patterns(_ node: TOMLNode) throws(ValueProblem) -> [FilterRegex] {
    var regexes: [FilterRegex] = []
    for (index, text) in try node.strings("regular expressions").enumerated() {
      let at: [String] = if case .array = node { [String(index)] } else { [] }
      guard text.hasPrefix("/"), let end = text.lastIndex(of: "/"), end > text.startIndex else {
        throw ValueProblem("needs a regular expression between slashes: '/temp=(?<temp>[0-9.]+)/'", at: at)
      }
      let flags = text[text.index(after: end)...]
      guard flags.allSatisfy({ $0 == "i" || $0 == "m" }) else {
        throw ValueProblem("after the expression only i and m may follow, not '\(String(flags))'", at: at)
      }
      let pattern = (flags.contains("m") ? "(?m)" : "") + text[text.index(after: text.startIndex)..<end]
      do throws(FilterRegex.SyntaxError) {
        regexes.append(try FilterRegex(pattern, ignoresCase: flags.contains("i")))
      } catch {
        throw ValueProblem("this regular expression is wrong: \(error.reason)", at: at, offset: error.offset + 1)
      }
    }
    guard !regexes.isEmpty else { throw ValueProblem("needs at least one regular expression") }
    return regexes
  }

  /// Reads the texts of values by field: `{ state = { 0 = "off", "1-3" = "on" } }`.
  private static func labels(
    _ node: TOMLNode
  ) throws(ValueProblem) -> [(name: String, labels: [FormatSpecification.Label])] {
    guard case .table(let tables) = node else { throw ValueProblem("needs tables of texts by value, not \(node.kind)") }
    var all: [(name: String, labels: [FormatSpecification.Label])] = []
    for (name, node) in tables.sorted(by: { $0.key < $1.key }) {
      guard case .table(let entries) = node else {
        throw ValueProblem("needs texts by value, such as { 0 = \"off\" }, not \(node.kind)", at: [name])
      }
      var labels: [FormatSpecification.Label] = []
      for (key, value) in entries {
        guard let values = range(key) else {
          throw ValueProblem("'\(key)' is neither a number nor a range such as 1-3", at: [name, key])
        }
        let text: String
        if case .integer(let number) = value {
          text = String(number)
        } else {
          do throws(ValueProblem) { text = try value.string("a text") } catch {
            throw ValueProblem(error.reason, at: [name, key])
          }
        }
        labels.append(FormatSpecification.Label(values: values, text: text))
      }
      // A value of its own comes before a range that contains it.
      labels.sort { (width($0), $0.values.lowerBound) < (width($1), $1.values.lowerBound) }
      all.append((name, labels))
    }
    return all
  }

  private static func width(_ label: FormatSpecification.Label) -> UInt64 {
    UInt64(bitPattern: label.values.upperBound &- label.values.lowerBound)
  }

  private static func range(_ text: String) -> ClosedRange<Int64>? {
    if let number = number(text) { return number...number }
    guard let dash = text.dropFirst().firstIndex(of: "-"), let first = number(String(text[..<dash])),
      let last = number(String(text[text.index(after: dash)...])), first <= last
    else { return nil }
    return first...last
  }

  private static func number(_ text: String) -> Int64? {
    text.hasPrefix("0x") ? UInt64(text.dropFirst(2), radix: 16).map { Int64(bitPattern: $0) } : Int64(text)
  }
}
