package import Basics
package import DisplayFilter

/// An expression of numbers, texts and variables.
package indirect enum ScriptExpression: Hashable, Sendable {
  case value(ScriptValue)
  /// A variable, or a field of the last datagram that was matched.
  case variable(String)
  case compare(FilterRelation, ScriptExpression, ScriptExpression)
  case calculate(Calculation, ScriptExpression, ScriptExpression)
  case negative(ScriptExpression)
  case all([ScriptExpression])
  case any([ScriptExpression])
  case not(ScriptExpression)

  /// A calculation with two numbers.
  package enum Calculation: String, Hashable, Sendable {
    case add = "+"
    case subtract = "-"
    case multiply = "*"
    case divide = "/"
  }

  /// The reason why an expression has no value.
  package struct Problem: Error {
    package let reason: Phrase
  }

  /// Whether the expression is true or false rather than a value.
  var isCondition: Bool {
    switch self {
    case .compare, .all, .any, .not: true
    case .value, .variable, .calculate, .negative: false
    }
  }

  /// The variables and fields in it, each once, in order.
  package var names: [String] {
    let names: [String]
    switch self {
    case .value: names = []
    case .variable(let name): names = [name]
    case .compare(_, let left, let right), .calculate(_, let left, let right): names = left.names + right.names
    case .negative(let inner), .not(let inner): names = inner.names
    case .all(let parts), .any(let parts): names = parts.flatMap(\.names)
    }
    var seen: Set<String> = []
    return names.filter { seen.insert($0).inserted }
  }

  /// Returns whether a condition holds.
  /// - Throws: the reason why that cannot be told.
  package func holds(_ value: (String) -> ScriptValue?) throws(Problem) -> Bool {
    switch self {
    case .compare(let relation, let left, let right):
      return try Self.compare(relation, left.evaluated(value), right.evaluated(value))
    case .all(let parts):
      for part in parts where !(try part.holds(value)) { return false }
      return true
    case .any(let parts):
      for part in parts where try part.holds(value) { return true }
      return false
    case .not(let inner): return !(try inner.holds(value))
    case .value, .variable, .calculate, .negative:
      throw Problem(reason: "it is a value and not a condition")
    }
  }

  /// Returns the value.
  /// - Throws: the reason why there is none.
  package func evaluated(_ value: (String) -> ScriptValue?) throws(Problem) -> ScriptValue {
    switch self {
    case .value(let value): return value
    case .variable(let name):
      guard let found = value(name) else { throw Problem(reason: "\(name) has no value: the last answer lacks it") }
      return found
    case .negative(let inner): return .number(-(try inner.number(value)))
    case .calculate(let calculation, let left, let right):
      return .number(try Self.calculate(calculation, left.number(value), right.number(value)))
    case .compare, .all, .any, .not: throw Problem(reason: "it is a condition and not a value")
    }
  }

  private func number(_ value: (String) -> ScriptValue?) throws(Problem) -> Double {
    let operand = try evaluated(value)
    guard let number = operand.number else { throw Self.noNumber(operand, self) }
    return number
  }

  private static func noNumber(_ value: ScriptValue, _ expression: ScriptExpression?) -> Problem {
    if case .variable(let name) = expression { return Problem(reason: "\(name) is no number: \(value.shown)") }
    return Problem(reason: "\(value.shown) is no number")
  }

  private static func calculate(_ calculation: Calculation, _ left: Double, _ right: Double) throws(Problem) -> Double {
    let result: Double
    switch calculation {
    case .add: result = left + right
    case .subtract: result = left - right
    case .multiply: result = left * right
    case .divide:
      guard right != 0 else { throw Problem(reason: "it divides by 0") }
      result = left / right
    }
    guard result.isFinite else { throw Problem(reason: "the result is too large") }
    return result
  }

  /// Compares as numbers where both sides are, or may be, numbers; a text in quotation marks is always text.
  private static func compare(
    _ relation: FilterRelation, _ left: ScriptValue, _ right: ScriptValue
  ) throws(Problem) -> Bool {
    if let first = left.number, let second = right.number { return relation.holds(first, second) }
    for side in [left, right] {
      if case .number = side { throw noNumber(left.number == nil ? left : right, nil) }
    }
    let (first, second) = (Array(left.text.unicodeScalars), Array(right.text.unicodeScalars))
    let isLess = first.lexicographicallyPrecedes(second)
    let isEqual = first == second
    switch relation {
    case .equal: return isEqual
    case .notEqual: return !isEqual
    case .less: return isLess
    case .atMost: return isLess || isEqual
    case .greater: return !isLess && !isEqual
    case .atLeast: return !isLess
    }
  }
}
