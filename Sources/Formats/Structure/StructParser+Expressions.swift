import Basics

/// Expressions over earlier fields.
extension StructParser {
  /// Makes names known that an expression may contain.
  mutating func adopt(_ names: [String]) {
    program.names = names
    program.fieldIndices = names.indices.map { $0 }
  }

  /// Parses an expression that is the whole text.
  mutating func wholeExpression() throws(FormatError) -> Expression {
    scanner.skipBlanks()
    let result = try expression()
    scanner.skipBlanks()
    guard scanner.peek == nil else { throw scanner.error("expected the end of the expression") }
    return result
  }

  /// Parses an expression, and computes it where it is constant.
  mutating func expression() throws(FormatError) -> Expression {
    var depth = 0
    let operations = try sum(1, &depth)
    guard operations.count <= 64 else { throw scanner.error("this expression is too long") }
    var (height, highest) = (0, 0)
    for operation in operations {
      switch operation {
      case .constant, .slot, .special: height += 1
      case .binary: height -= 1
      case .negate, .complement: break
      }
      highest = max(highest, height)
    }
    guard highest < Expression.stackLimit else { throw scanner.error("this expression is too deep") }
    return Expression(operations: Self.folded(operations))
  }

  /// Computes what is constant.
  static func folded(_ operations: [Expression.Operation]) -> [Expression.Operation] {
    let isConstant = operations.allSatisfy { operation in
      switch operation {
      case .slot, .special: false
      default: true
      }
    }
    guard isConstant else { return operations }
    return [.constant(Expression(operations: operations).value([]) { _ in 0 })]
  }

  /// Parses the operations of a precedence and those that bind more tightly, in the order of a stack machine.
  mutating func sum(_ precedence: Int, _ depth: inout Int) throws(FormatError) -> [Expression.Operation] {
    depth += 1
    guard depth <= 64 else { throw scanner.error("this expression is too deep") }
    defer { depth -= 1 }
    guard precedence <= 2 else {
      guard let operand = try primary() else {
        throw scanner.error("expected a number or the name of an earlier field")
      }
      return operand
    }
    var left = try sum(precedence + 1, &depth)
    while let operation = binary(precedence) {
      scanner.skipBlanks()
      left += try sum(precedence + 1, &depth)
      left.append(.binary(operation))
    }
    return left
  }

  /// Takes an operator of a precedence.
  mutating func binary(_ precedence: Int) -> Expression.Binary? {
    let back = scanner.position
    scanner.skipBlanks()
    for operation in Expression.Binary.allCases where operation.precedence == precedence {
      let sign = Array(operation.rawValue.unicodeScalars)
      if scanner.scalars[scanner.position...].starts(with: sign) {
        scanner.position += sign.count
        return operation
      }
    }
    scanner.position = back
    return nil
  }

  /// Parses a number, a name, or an expression in parentheses; `nil` if none begins here.
  mutating func primary() throws(FormatError) -> [Expression.Operation]? {
    let start = scanner.position
    switch scanner.peek {
    case "(":
      scanner.position += 1
      depth += 1
      defer { depth -= 1 }
      guard depth <= Self.depthLimit else { throw scanner.error("this expression is too deep", at: start) }
      var inner = 0
      let operations = try sum(1, &inner)
      try scanner.expect(")", "after the expression")
      return operations
    case "-", "~":
      scanner.position += 1
      depth += 1
      defer { depth -= 1 }
      guard depth <= Self.depthLimit else { throw scanner.error("this expression is too deep", at: start) }
      guard let operand = try primary() else {
        throw scanner.error("expected a number or the name of an earlier field")
      }
      return operand + [scanner.scalars[start] == "-" ? .negate : .complement]
    default:
      if let number = scanner.number() { return [.constant(number)] }
      guard let name = scanner.name() else { return nil }
      if let special = Expression.Special(rawValue: name) { return [.special(special)] }
      // A part may use the fields of the struct that calls it.
      if isPart { return [.slot(slot(of: name))] }
      guard let slot = program.names.firstIndex(of: name) else {
        let hint = Spelling.hint(for: name, among: program.names)
        throw scanner.error("no field before this one has the name '\(name)'\(hint)", at: start)
      }
      return [.slot(slot)]
    }
  }

  /// Compiles an expression over fields, by their index in `names`.
  static func expression(_ source: String, names: [String]) throws(FormatError) -> Expression {
    var parser = StructParser(source, labels: [:], units: [:])
    parser.adopt(names)
    // Blanks between the signs of an expression mean nothing.
    return try parser.wholeExpression()
  }
}
