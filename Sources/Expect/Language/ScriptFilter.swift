import Basics
import DisplayFilter
import UDPCore

/// The filter of an expectation, which may contain variables: `"pong {pass}"`.
package struct ScriptFilter: Sendable {
  /// A piece of the source.
  private enum Piece: Sendable {
    case source(Range<Int>)
    case variable(String, Quotation, at: Int)
  }

  /// The kind of text that surrounds a variable.
  private enum Quotation: Sendable {
    case none
    case string
    case regex
  }

  /// A mistake, by its offset in scalars of the source.
  struct Mistake: Error {
    let offset: Int
    let error: FilterError
  }

  /// The text as it was written.
  package let source: String
  private let scalars: [Unicode.Scalar]
  private let pieces: [Piece]
  /// The compiled filter, if no variable is in it.
  let constant: DisplayFilter?
  /// The expression with its variables marked; `nil` if one stands outside the texts that are looked for, where its value
  /// decides what the filter is.
  private let pattern: ScriptFilterPattern?
  private let aliases: Aliases
  private let interfaces: InterfaceNames
  private let fields: (any FieldSource)?

  /// Parses a filter.
  /// - Parameters:
  ///   - variables: the known variables, with values where those are known already.
  init(_ source: String, _ scope: ScriptScope, variables: [String: ScriptValue?]) throws(Mistake) {
    self.source = source
    scalars = Array(source.unicodeScalars)
    aliases = scope.aliases
    interfaces = scope.interfaces
    fields = scope.fields
    pieces = Self.pieces(scalars) { name in
      variables[name] != nil || name.contains(".") && scope.fields?.hasField(name) == true
    }
    let hasVariables = pieces.contains { if case .variable = $0 { true } else { false } }
    let trial = try Self.filter(pieces, scalars, scope.aliases, scope.interfaces, scope.fields) { name in
      (variables[name] ?? nil) ?? .number(0)
    }
    constant = hasVariables ? nil : trial
    self.trial = trial
    pattern = hasVariables ? Self.pattern(pieces, scalars, scope) : nil
  }

  /// The filter with the values that were known when it was parsed.
  let trial: DisplayFilter

  /// Returns the filter with the values of variables.
  /// - Throws: the mistake that a value makes.
  func filter(_ value: (String) -> ScriptValue?) throws(Mistake) -> DisplayFilter {
    if let constant { return constant }
    if let pattern { return pattern.filter(value, interfaces) }
    return try Self.filter(pieces, scalars, aliases, interfaces, fields) { value($0) ?? .text("") }
  }

  /// The variables in it.
  var names: [String] {
    pieces.compactMap { if case .variable(let name, _, _) = $0 { name } else { nil } }
  }

  // MARK: Variables

  private static func pieces(_ scalars: [Unicode.Scalar], isVariable: (String) -> Bool) -> [Piece] {
    var pieces: [Piece] = []
    var (start, position) = (0, 0)
    var quotation = Quotation.none
    var quote: Unicode.Scalar = "\""
    while position < scalars.count {
      let scalar = scalars[position]
      if scalar == "\\", quotation != .none {
        // The letter of \u{…}, \x{…} and \p{…} takes its braces along.
        position += 2
        if position < scalars.count, scalars[position] == "{", scalars[position - 1].properties.isAlphabetic {
          position = scalars[position...].firstIndex(of: "}").map { $0 + 1 } ?? scalars.count
        }
        continue
      }
      if quotation == .none {
        let isBoundary = position == 0 || ScriptLine.isBoundary(scalars[position - 1])
        if scalar == "\"" || isBoundary && (scalar == "'" || scalar == "/") {
          quotation = scalar == "/" ? .regex : .string
          quote = scalar
        }
      } else if scalar == quote {
        quotation = .none
      }
      if scalar == "{", let end = scalars[position...].firstIndex(of: "}") {
        let name = String(String.UnicodeScalarView(scalars[(position + 1)..<end]))
        if isVariable(name) {
          if start < position { pieces.append(.source(start..<position)) }
          pieces.append(.variable(name, quotation, at: position))
          position = end + 1
          start = position
          continue
        }
      }
      position += 1
    }
    if start < scalars.count { pieces.append(.source(start..<scalars.count)) }
    return pieces
  }

  /// Returns the expression with marks in place of the variables; `nil` if not all of them are in texts.
  private static func pattern(_ pieces: [Piece], _ scalars: [Unicode.Scalar], _ scope: ScriptScope)
    -> ScriptFilterPattern?
  {
    var names: [String] = []
    var count = 0
    for case .variable(let name, let quotation, _) in pieces {
      guard quotation == .string else { return nil }
      count += 1
      if !names.contains(name) { names.append(name) }
    }
    guard names.count <= ScriptFilterPattern.limit, !scalars.contains(where: ScriptFilterPattern.isMark) else {
      return nil
    }
    let marked = try? filter(pieces, scalars, scope.aliases, scope.interfaces, scope.fields) { name in
      .text(String(ScriptFilterPattern.mark(names.firstIndex(of: name) ?? 0)))
    }
    return marked.flatMap { ScriptFilterPattern($0, names, count: count) }
  }

  private static func filter(
    _ pieces: [Piece], _ scalars: [Unicode.Scalar], _ aliases: Aliases, _ interfaces: InterfaceNames,
    _ fields: (any FieldSource)?, _ value: (String) -> ScriptValue
  ) throws(Mistake) -> DisplayFilter {
    var text = String.UnicodeScalarView()
    /// The offset in the source of each scalar of the text.
    var offsets: [Int] = []
    for piece in pieces {
      switch piece {
      case .source(let range):
        text.append(contentsOf: scalars[range])
        offsets += range
      case .variable(let name, let quotation, let place):
        let inserted = inserted(value(name).text, quotation).unicodeScalars
        text.append(contentsOf: inserted)
        offsets += Array(repeating: place, count: inserted.count)
      }
    }
    do throws(FilterError) {
      return try DisplayFilter(
        String(text), interfaces: interfaces, aliases: aliases, fields: fields, knowing: .otherRows)
    } catch {
      let place = error.range.lowerBound
      throw Mistake(offset: place < offsets.count ? offsets[place] : scalars.count, error: error)
    }
  }

  private static func inserted(_ text: String, _ quotation: Quotation) -> String {
    switch quotation {
    case .string: return escaped(text)
    case .regex:
      return text.unicodeScalars.reduce(into: "") { result, scalar in
        if !scalar.isASCII || ScriptLine.isNamePart(scalar) && scalar != "_" {
          result.unicodeScalars.append(scalar)
        } else if scalar.value < 0x20 || scalar.value == 0x7f {
          result += "\\x{" + String(scalar.value, radix: 16) + "}"
        } else {
          result += "\\" + String(scalar)
        }
      }
    case .none:
      let isPlain =
        !text.isEmpty
        && text.unicodeScalars.allSatisfy { ScriptLine.isNamePart($0) || ".:-".unicodeScalars.contains($0) }
      return isPlain ? text : "'" + escaped(text) + "'"
    }
  }

  /// Returns a text as it stands in a string of a filter.
  static func escaped(_ text: String) -> String {
    text.unicodeScalars.reduce(into: "") { result, scalar in
      switch scalar {
      case "\\", "\"", "'": result += "\\" + String(scalar)
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case "\0": result += "\\0"
      case "\u{1}"..."\u{1f}", "\u{7f}": result += "\\x" + scalar.value.digits(2, radix: 16)
      default: result.unicodeScalars.append(scalar)
      }
    }
  }
}
