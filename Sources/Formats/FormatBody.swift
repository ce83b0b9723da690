import Basics
import DisplayFilter

/// The compiled way in which a format finds its fields.
enum FormatBody: Sendable {
  case structure(CompiledStruct)
  case text(TextBody)
  case pairs(PairSeparators)
  case columns(ColumnsBody)
  /// The paths of values in JSON: `sensor.t`.
  case paths([(name: String, path: String)])
  case tree(TreeForm)

  init(
    _ written: FormatSpecification, _ tables: [String: [FormatSpecification.Label]]
  ) throws(FormatSpecification.Mistake) {
    switch written.body {
    case .structure(let source):
      let labels = tables.mapValues { $0.map { (values: $0.values, text: $0.text) } }
      do throws(StructParser.PartError) {
        let program = try StructParser.program(source, parts: written.parts, labels: labels, units: written.units)
        self = .structure(CompiledStruct(program))
      } catch {
        throw error.part.map { FormatSpecification.Mistake("parts", $0, at: error.error.offset, error.error.reason) }
          ?? FormatSpecification.Mistake("struct", at: error.error.offset, error.error.reason)
      }
    case .patterns, .headersOnly: self = .text(try Self.text(written))
    case .pairs(let separators):
      guard let separators = PairSeparators(separators) else {
        throw FormatSpecification.Mistake(
          "keyvalue", "needs the separator of pairs, then that of key and value, such as \";=\"")
      }
      self = .pairs(separators)
    case .columns(let names):
      guard let separator = written.separator.utf8.first, written.separator.utf8.count == 1 else {
        throw FormatSpecification.Mistake("separator", "needs one character of ASCII, such as \";\"")
      }
      self = .columns(ColumnsBody(names: names.map { $0 == "_" ? "" : $0 }, separator: separator))
    case .paths(let paths):
      var converted: [(name: String, path: String)] = []
      for (name, path) in paths {
        guard let plain = Self.path(path) else {
          throw FormatSpecification.Mistake("json", name, "needs a path such as $.sensor.t or $.list[0].name")
        }
        converted.append((name, plain))
      }
      self = .paths(converted)
    case .tree(let form): self = .tree(form)
    }
  }

  private static func text(_ written: FormatSpecification) throws(FormatSpecification.Mistake) -> TextBody {
    var patterns: [TextBody.Pattern] = []
    if case .patterns(let regexes) = written.body { patterns = regexes.map { TextBody.Pattern($0) } }
    if let place = patterns.firstIndex(where: { $0.groups.isEmpty }), place > 0 || written.headers.isEmpty {
      throw FormatSpecification.Mistake("fields", "needs a named group, such as (?<temp>[0-9.]+)")
    }
    var pairs: [(name: String, separators: PairSeparators)] = []
    for (name, text) in written.pairs {
      guard let separators = PairSeparators(text) else {
        throw FormatSpecification.Mistake(
          "pairs", name, "needs the separator of pairs, then that of key and value, such as \";=\"")
      }
      pairs.append((name, separators))
    }
    let headers = written.headers.map { name, header in
      (name: name, spellings: header.split(separator: "|").map { $0.lowercased() })
    }
    return TextBody(patterns: patterns, headers: headers, isPerLine: written.isPerLine, pairs: pairs)
  }

  /// The plain form of a path: `sensor.t` for `$.sensor.t`, `list.0` for `$.list[0]`; `nil` if it is none.
  private static func path(_ path: String) -> String? {
    var rest = path[...]
    if rest.hasPrefix("$") { rest = rest.dropFirst() }
    let plain = rest.replacing("[", with: ".").replacing("]", with: "").split(separator: ".")
    return plain.isEmpty || path.contains("*") ? nil : plain.joined(separator: ".")
  }

  /// The compiled struct; `nil` for any other body.
  var program: StructProgram? { compiled?.program }

  /// The compiled struct by reference; `nil` for any other body.
  var compiled: CompiledStruct? { if case .structure(let compiled) = self { compiled } else { nil } }

  /// Whether a payload may fit, at a quick look.
  func mayFit(_ payload: RawSpan) -> Bool {
    switch self {
    case .structure(let compiled): compiled.head.mayFit(payload)
    case .text(let text): text.patterns.first?.part?.isMissing(payload, 0..<payload.byteCount) != true
    default: true
    }
  }

  /// The fixed place of a field's number; `nil` if it has none.
  @inline(__always)
  func fixed(_ index: Int) -> StructProgram.FixedNumber? {
    guard let fixed = compiled?.fixed, index < fixed.count else { return nil }
    return fixed[index]
  }

  /// Whether names that only a datagram has may occur.
  var isOpen: Bool {
    switch self {
    case .structure(let compiled):
      compiled.program.steps.contains { if case .read(.tree) = $0.action { true } else { false } }
    case .text(let text): !text.pairs.isEmpty
    case .pairs, .tree: true
    case .columns, .paths: false
    }
  }

  /// The fields, known before any datagram.
  func fields(_ written: FormatSpecification) -> [FieldDescription] {
    let names: [String]
    switch self {
    case .structure(let compiled): return compiled.program.fields
    case .text(let text): names = text.names + written.names
    case .pairs, .tree: names = written.names
    case .columns(let columns): names = columns.names.filter { !$0.isEmpty }
    case .paths(let paths): names = paths.map(\.name)
    }
    var fields: [FieldDescription] = []
    for name in names where !fields.contains(where: { $0.name == name }) {
      fields.append(FieldDescription(name: name, kind: .written, unit: written.units[name]))
    }
    return fields
  }
}
