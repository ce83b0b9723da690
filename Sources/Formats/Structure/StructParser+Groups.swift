import Basics

/// Groups, branches, jumps and calls.
extension StructParser {
  /// Parses `"text"`: bytes that must stand here.
  mutating func literal() throws(FormatError) {
    let bytes = try scanner.string()
    program.literals.append(bytes)
    _ = add(.literal(program.literals.count - 1))
    program.isFixed = false
    if let here = offset { offset = here + bytes.count }
  }

  /// Parses `:name[amount](…)`, behind `*` or `&` where there is one.
  mutating func group(
    _ action: StructProgram.Step.Action, count: Expression? = nil
  ) throws(FormatError) {
    let start = scanner.position
    let step = add(action)
    program.steps[step].amount = count
    let named = try names(step)
    if scanner.take("[") {
      guard count == nil else { throw scanner.error("there is a count already", at: scanner.position - 1) }
      program.steps[step].amount = try expression()
      try scanner.expect("]", "after the expression")
    }
    let back = scanner.position
    scanner.skipBlanks()
    guard scanner.peek == "(" else {
      scanner.position = back
      throw scanner.error(
        action == .group ? "expected '(' here; a name follows its letter, as in B:kind" : "expected '(' here",
        at: max(start, scanner.position))
    }
    if let named { describe(named, step, .tree, bits: nil) }
    // Only a plain group of any size leaves what follows at a fixed place; what is only looked at may end the run.
    let isPlain = action == .group && program.steps[step].amount == nil
    if !isPlain { forget() }
    try block()
    program.steps[step].next = program.steps.count
  }

  /// Parses `( … )`.
  mutating func block() throws(FormatError) {
    let start = scanner.position
    try scanner.expect("(", "here")
    depth += 1
    guard depth <= Self.depthLimit else {
      throw scanner.error("more than \(Self.depthLimit) groups are nested", at: start)
    }
    let order = isLittle
    try items()
    guard scanner.take(")") else { throw scanner.error("this '(' is not closed: add ')'", at: start) }
    isLittle = order
    depth -= 1
  }

  /// Parses `?kind=2 ( … ) : ( … )`.
  mutating func branch() throws(FormatError) {
    scanner.position += 1
    scanner.skipBlanks()
    let step = add(.branch)
    let expression = try expression()
    var condition = StructProgram.Condition(expression: expression)
    if let scalar = scanner.peek, "=!<>".unicodeScalars.contains(scalar) {
      let sign = scanner.position
      let isText = isTextConstraint
      condition.constraint = try constraint(isText: isText)
      if isText, expression.slot == nil { throw scanner.error("only a field can be compared with text", at: sign) }
    }
    program.conditions.append(condition)
    program.steps[step].condition = program.conditions.count - 1
    forget()
    scanner.skipBlanks()
    guard scanner.peek == "(" else { throw scanner.error("expected '(' after the condition") }
    try block()
    program.steps[step].next = program.steps.count
    // An else: a colon, and a group or another condition.
    let back = scanner.position
    scanner.skipBlanks()
    guard scanner.peek == ":", scanner.peek(1).map({ $0.properties.isWhitespace || $0 == "(" || $0 == "?" }) == true
    else {
      scanner.position = back
      return
    }
    scanner.position += 1
    scanner.skipBlanks()
    let begin = program.steps.count
    if scanner.peek == "?" { try branch() } else { try block() }
    program.steps[step].otherwise = begin..<program.steps.count
    // The steps of the first branch end where the other one begins.
  }

  /// Whether a text follows the relation at the position.
  var isTextConstraint: Bool {
    var place = scanner.position
    while place < scanner.scalars.count, "=!<>".unicodeScalars.contains(scanner.scalars[place]) { place += 1 }
    return place < scanner.scalars.count && scanner.scalars[place] == "\""
  }

  /// Parses `@12` or `@(start+4)`.
  mutating func seek() throws(FormatError) {
    scanner.position += 1
    let step = add(.seek)
    program.steps[step].amount = try primary().map { Expression(operations: $0) }
    if program.steps[step].amount == nil {
      throw scanner.error("expected a position after '@': @12 or @(start+4)")
    }
    forget()
  }

  /// Parses `$part`.
  mutating func call() throws(FormatError) {
    let start = scanner.position
    scanner.position += 1
    guard let name = scanner.name() else { throw scanner.error("expected the name of a part after '$'") }
    let step = add(.call)
    calls.append((step, name, start))
    forget()
  }
}
