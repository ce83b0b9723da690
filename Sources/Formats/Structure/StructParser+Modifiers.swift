import Basics

/// The parts of a value behind its letter: bits, scales, labels and comparisons.
extension StructParser {
  /// Parses `.3:alarm` and `.0-2:mode`.
  mutating func bitFields(of step: Int, _ reading: Reading, at place: Int?) throws(FormatError) {
    while scanner.peek == "." {
      let start = scanner.position
      scanner.position += 1
      guard case .integer(let bytes, _) = reading, program.steps[step].amount == nil else {
        throw scanner.error("only a whole number of fixed size has bits", at: start)
      }
      guard let low = scanner.number(), low < bytes * 8 else {
        throw scanner.error("a bit of this number goes from 0, the lowest, to \(bytes * 8 - 1)", at: start + 1)
      }
      var high = low
      if scanner.take("-") {
        guard let other = scanner.number(), other < bytes * 8 else {
          throw scanner.error("a bit of this number goes from 0, the lowest, to \(bytes * 8 - 1)")
        }
        high = other
      }
      let (first, last) = (Int(min(low, high)), Int(max(low, high)))
      let bits = add(.bits(low: first, count: last - first + 1))
      let named = try names(bits)
      try modifiers(bits, .integer(bytes: bytes, isSigned: false))
      let shape = program.steps[bits].shape
      let isFlag =
        first == last && (shape < 0 || program.shapes[shape].labels.isEmpty && !program.shapes[shape].hasScale)
      let isScaled = shape >= 0 && program.shapes[shape].hasScale
      if let named {
        describe(named, bits, isFlag ? .flag : isScaled ? .real : .unsigned, bits: last - first + 1)
      }
      recordFixed(bits, reading, bits: (first, last - first + 1), at: place)
    }
  }

  /// Parses what follows a name: brackets, scales, labels, comparisons.
  mutating func modifiers(_ step: Int, _ reading: Reading) throws(FormatError) {
    var shape = StructProgram.Shape()
    var isShaped = false
    if let name = program.steps[step].slot >= 0 ? program.names[program.steps[step].slot] : nil,
      let table = labels[name]
    {
      shape.labels = table
      isShaped = true
    }
    while let scalar = scanner.peek {
      let start = scanner.position
      switch scalar {
      case "[":
        guard program.steps[step].amount == nil else { throw scanner.error("there is a count already", at: start) }
        guard case .read = program.steps[step].action else { throw scanner.error("bits have no brackets", at: start) }
        scanner.position += 1
        program.steps[step].amount = try expression()
        try scanner.expect("]", "after the expression")
      case "/", "*", "+", "-":
        guard reading.kind.isNumeric, reading.kind != .time else {
          throw scanner.error("only a number has a scale", at: start)
        }
        scanner.position += 1
        guard let number = scanner.decimal(), number != 0 || scalar == "+" || scalar == "-" else {
          throw scanner.error("expected a number after '\(String(scalar))'")
        }
        switch scalar {
        case "/": (shape.factor, shape.offset) = (shape.factor / number, shape.offset / number)
        case "*": (shape.factor, shape.offset) = (shape.factor * number, shape.offset * number)
        case "+": shape.offset += number
        default: shape.offset -= number
        }
        shape.hasScale = true
        isShaped = true
      case "{":
        shape.labels = try labelList()
        isShaped = true
      case "=", "!", "<", ">":
        shape.constraint = try constraint(isText: !reading.kind.isNumeric || reading.kind == .list)
        isShaped = true
      default:
        if isShaped { keep(shape, step) }
        return
      }
    }
    if isShaped { keep(shape, step) }
  }

  /// Gives a step its shape.
  mutating func keep(_ shape: StructProgram.Shape, _ step: Int) {
    program.shapes.append(shape)
    program.steps[step].shape = program.shapes.count - 1
  }

  /// Parses `{0=off,1-3=on,0x10=full}` or `{@table}`.
  mutating func labelList() throws(FormatError) -> [(values: ClosedRange<Int64>, text: String)] {
    let start = scanner.position
    scanner.position += 1
    if scanner.take("@") {
      guard let name = scanner.name() else { throw scanner.error("expected the name of a table of labels after '@'") }
      guard let table = labels[name] else {
        let hint = Spelling.hint(for: name, among: labels.keys.sorted())
        throw scanner.error("there is no table '\(name)' in labels\(hint)", at: start)
      }
      try scanner.expect("}", "after the table's name")
      return table
    }
    var list: [(values: ClosedRange<Int64>, text: String)] = []
    repeat {
      scanner.skipBlanks()
      if scanner.peek == "}" { break }
      guard let range = scanner.numberRange() else { throw scanner.error("expected a number, as in {0=off,1=on}") }
      try scanner.expect("=", "after the number")
      let begin = scanner.position
      while let scalar = scanner.peek, scalar != ",", scalar != "}" {
        _ = scalar
        scanner.position += 1
      }
      let text = String(String.UnicodeScalarView(scanner.scalars[begin..<scanner.position])).split(separator: " ")
        .joined(
          separator: " ")
      guard !text.isEmpty else { throw scanner.error("expected the text of the value", at: begin) }
      list.append((range, text))
      guard list.count <= 4_096 else { throw scanner.error("there are more than 4096 labels") }
    } while scanner.take(",")
    try scanner.expect("}", "after the labels")
    return list
  }

  /// Parses `=2|4-6`, `!=0`, `<=30` or `="text"`.
  mutating func constraint(isText: Bool) throws(FormatError) -> Constraint {
    let start = scanner.position
    guard let relation = relation() else { throw scanner.error("expected a comparison such as =2") }
    var ranges: [ClosedRange<Int64>] = []
    var texts: [[UInt8]] = []
    repeat {
      if scanner.peek == "\"" {
        texts.append(try scanner.string())
      } else if let range = scanner.numberRange() {
        ranges.append(range)
      } else {
        throw scanner.error("expected a number, 'c' or \"text\" after '\(relation.rawValue)'")
      }
    } while scanner.take("|")
    guard texts.isEmpty || ranges.isEmpty else {
      throw scanner.error("numbers and texts are not mixed here", at: start)
    }
    guard texts.isEmpty || relation == .equal || relation == .notEqual else {
      throw scanner.error("texts are compared with = and !=", at: start)
    }
    if isText, texts.isEmpty { throw scanner.error("this is text: compare it with \"…\"", at: start) }
    if !isText, ranges.isEmpty { throw scanner.error("this is a number: compare it with one", at: start) }
    let source = String(String.UnicodeScalarView(scanner.scalars[start..<scanner.position]))
    return Constraint(relation: relation, values: texts.isEmpty ? .numbers(ranges) : .bytes(texts), source: source)
  }

  /// Takes a sign of comparison.
  mutating func relation() -> Constraint.Relation? {
    for relation in Constraint.Relation.allCases {
      let sign = Array(relation.rawValue.unicodeScalars)
      if scanner.scalars[scanner.position...].starts(with: sign) {
        scanner.position += sign.count
        // Both = and == are equality.
        if relation == .equal { _ = scanner.take("=") }
        return relation
      }
    }
    return nil
  }
}
