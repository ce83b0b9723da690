import Basics
import DisplayFilter

/// A recursive descent parser of expressions.
struct ScriptExpressionParser {
  /// The most levels of nested parentheses and signs.
  private static let maximumDepth = 64

  private enum Token: Equatable {
    case number(Double)
    case text(String)
    case word(String)
    case sign(String)
  }

  private var tokens: [(token: Token, offset: Int)] = []
  private var position = 0
  private var depth = 0
  private let end: Int
  /// Whether a word is the name of a variable or a field.
  private let isKnown: (String) -> Bool
  private let names: [String]

  /// Parses an expression at a range of a line.
  /// - Parameters:
  ///   - names: the names that are suggested.
  ///   - isKnown: whether a word is the name of a variable or a field.
  static func parse(
    _ line: ScriptLine, _ range: Range<Int>, names: [String], isKnown: @escaping (String) -> Bool
  ) throws(ScriptMistake) -> ScriptExpression {
    var parser = ScriptExpressionParser(end: range.upperBound, names: names, isKnown: isKnown)
    try parser.split(line.scalars, range)
    guard !parser.tokens.isEmpty else {
      throw ScriptMistake(range.lowerBound, "an expression is missing, as in: t > 10 and t < 60")
    }
    let expression = try parser.either()
    if let token = parser.peek() {
      throw ScriptMistake(token.offset, "'\(parser.text(token.token))' does not belong here: expected an operator")
    }
    return expression
  }

  private init(end: Int, names: [String], isKnown: @escaping (String) -> Bool) {
    self.end = end
    self.names = names
    self.isKnown = isKnown
  }

  // MARK: Tokens

  private mutating func split(_ scalars: [Unicode.Scalar], _ range: Range<Int>) throws(ScriptMistake) {
    var place = range.lowerBound
    while place < range.upperBound {
      let start = place
      let scalar = scalars[place]
      if ScriptLine.isBlank(scalar) {
        place += 1
      } else if scalar == "\"" || scalar == "'" {
        tokens.append((.text(try Self.string(scalars, &place, range.upperBound)), start))
      } else if scalar.properties.numericType != nil, scalar.isASCII {
        tokens.append((.number(try Self.number(scalars, &place, range.upperBound)), start))
      } else if ScriptLine.isNamePart(scalar) {
        // A field may be named with its format: meter.temp.
        while place < range.upperBound, ScriptLine.isNamePart(scalars[place]) || scalars[place] == "." { place += 1 }
        tokens.append((.word(String(String.UnicodeScalarView(scalars[start..<place]))), start))
      } else {
        let two = String(String.UnicodeScalarView(scalars[start..<min(start + 2, range.upperBound)]))
        let sign = ["==", "!=", "<=", ">=", "&&", "||"].contains(two) ? two : String(scalar)
        guard sign.utf8.count == 2 || "=<>+-*/()!".unicodeScalars.contains(scalar) else {
          throw ScriptMistake(start, "'\(scalar)' means nothing in an expression")
        }
        tokens.append((.sign(sign), start))
        place += sign.utf8.count
      }
    }
  }

  private static func number(
    _ scalars: [Unicode.Scalar], _ place: inout Int, _ end: Int
  ) throws(ScriptMistake) -> Double {
    let start = place
    while place < end, ScriptLine.isNamePart(scalars[place]) || scalars[place] == "." { place += 1 }
    let word = String(String.UnicodeScalarView(scalars[start..<place]))
    if word.hasPrefix("0x"), let value = UInt64(word.dropFirst(2), radix: 16) { return Double(value) }
    guard let number = ScriptValue.number(word) else {
      throw ScriptMistake(start, "'\(word)' is not a number, as in 100, 0.5 or 0x1f")
    }
    return number
  }

  private static func string(
    _ scalars: [Unicode.Scalar], _ place: inout Int, _ end: Int
  ) throws(ScriptMistake) -> String {
    let start = place
    let quote = scalars[place]
    var text = String.UnicodeScalarView()
    place += 1
    while place < end, scalars[place] != quote {
      var scalar = scalars[place]
      if scalar == "\\" {
        place += 1
        switch place < end ? scalars[place] : " " {
        case "n": scalar = "\n"
        case "r": scalar = "\r"
        case "t": scalar = "\t"
        case "\\", "\"", "'": scalar = scalars[place]
        default: throw ScriptMistake(place - 1, "this escape is unknown: a text takes \\n \\r \\t \\\\ \\\" \\'")
        }
      }
      text.append(scalar)
      place += 1
    }
    guard place < end else { throw ScriptMistake(start, "the text is not closed: end it with \(quote)") }
    place += 1
    return String(text)
  }

  private func peek() -> (token: Token, offset: Int)? { position < tokens.count ? tokens[position] : nil }

  private func text(_ token: Token) -> String {
    switch token {
    case .number(let number): ScriptValue.number(number).text
    case .text(let text): text
    case .word(let word), .sign(let word): word
    }
  }

  /// Takes the next token if it is one of these words or signs.
  private mutating func take(_ words: String...) -> String? {
    guard let token = peek()?.token else { return nil }
    switch token {
    case .word(let word) where words.contains(word), .sign(let word) where words.contains(word):
      position += 1
      return word
    default: return nil
    }
  }

  // MARK: Levels

  private mutating func either() throws(ScriptMistake) -> ScriptExpression {
    var parts = [try both()]
    while let offset = peek()?.offset, take("or", "||") != nil {
      parts.append(try both())
      if parts.contains(where: { if case .all = $0.expression { !$0.isGroup } else { false } }) {
        throw ScriptMistake(offset, "'and' and 'or' side by side can be read two ways: add parentheses")
      }
    }
    return parts.count == 1
      ? parts[0].expression : .any(try parts.map { part throws(ScriptMistake) in try condition(part) })
  }

  /// An expression, and whether it stands in parentheses.
  private struct Part {
    let expression: ScriptExpression
    let offset: Int
    var isGroup = false
  }

  private mutating func both() throws(ScriptMistake) -> Part {
    let first = try negation()
    var parts = [first]
    while take("and", "&&") != nil { parts.append(try negation()) }
    if parts.count == 1 { return first }
    return Part(
      expression: .all(try parts.map { part throws(ScriptMistake) in try condition(part) }), offset: first.offset)
  }

  private func condition(_ part: Part) throws(ScriptMistake) -> ScriptExpression {
    guard part.expression.isCondition else {
      throw ScriptMistake(part.offset, "this is a value and not a condition: compare it, as in t > 10")
    }
    return part.expression
  }

  private mutating func negation() throws(ScriptMistake) -> Part {
    let offset = peek()?.offset ?? end
    guard take("not", "!") != nil else { return try comparison() }
    try enter(offset)
    let inner = try condition(try negation())
    depth -= 1
    return Part(expression: .not(inner), offset: offset)
  }

  private mutating func comparison() throws(ScriptMistake) -> Part {
    let left = try sum()
    guard let sign = take("=", "==", "!=", "<", "<=", ">", ">=") else { return left }
    let right = try sum()
    for side in [left, right] where side.expression.isCondition {
      throw ScriptMistake(side.offset, "this is a condition and not a value: join conditions with 'and'")
    }
    if let token = peek(), case .sign(let next) = token.token, "=!<>".contains(next.prefix(1)) {
      throw ScriptMistake(token.offset, "one comparison after another: join them with 'and', as in t > 10 and t < 60")
    }
    let relation = FilterRelation(rawValue: sign == "==" ? "=" : sign) ?? .equal
    return Part(expression: .compare(relation, left.expression, right.expression), offset: left.offset)
  }

  private mutating func sum() throws(ScriptMistake) -> Part {
    var left = try product()
    while let sign = take("+", "-") { left = try calculation(sign, left, try product()) }
    return left
  }

  private mutating func product() throws(ScriptMistake) -> Part {
    var left = try operand()
    while let sign = take("*", "/") { left = try calculation(sign, left, try operand()) }
    return left
  }

  private mutating func calculation(_ sign: String, _ left: Part, _ right: Part) throws(ScriptMistake) -> Part {
    for side in [left, right] where side.expression.isCondition {
      throw ScriptMistake(side.offset, "a condition cannot be calculated with")
    }
    // A long chain is a deep tree, which is walked by recursion.
    depth += 1
    guard depth <= Self.maximumDepth * 4 else { throw ScriptMistake(left.offset, "the expression is too long") }
    let calculation = ScriptExpression.Calculation(rawValue: sign) ?? .add
    return Part(expression: .calculate(calculation, left.expression, right.expression), offset: left.offset)
  }

  private mutating func operand() throws(ScriptMistake) -> Part {
    guard let (token, offset) = peek() else {
      throw ScriptMistake(end, "the expression ends too early: expected a value")
    }
    position += 1
    switch token {
    case .number(let number): return Part(expression: .value(.number(number)), offset: offset)
    case .text(let text): return Part(expression: .value(.text(text)), offset: offset)
    case .word(let name):
      guard isKnown(name) else {
        throw ScriptMistake(
          offset,
          "there is no variable \(name) here\(Spelling.hint(for: name, among: names)); a text needs quotation marks")
      }
      return Part(expression: .variable(name), offset: offset)
    case .sign("-"):
      try enter(offset)
      let inner = try operand()
      depth -= 1
      if inner.expression.isCondition { throw ScriptMistake(offset, "a condition cannot be calculated with") }
      return Part(expression: .negative(inner.expression), offset: offset)
    case .sign("("):
      try enter(offset)
      let inner = try either()
      depth -= 1
      guard take(")") != nil else { throw ScriptMistake(offset, "this '(' is not closed: add ')'") }
      return Part(expression: inner, offset: offset, isGroup: true)
    case .sign(let sign): throw ScriptMistake(offset, "a value is missing before '\(sign)'")
    }
  }

  private mutating func enter(_ offset: Int) throws(ScriptMistake) {
    depth += 1
    guard depth <= Self.maximumDepth else { throw ScriptMistake(offset, "the parentheses are nested too deeply") }
  }
}
