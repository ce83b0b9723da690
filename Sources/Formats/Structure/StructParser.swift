import Basics

/// Parses the text of a struct and compiles it (udpeek-formats(5)).
struct StructParser {
  /// The most steps of a struct with its parts.
  static let stepLimit = 4_000
  /// The most nested groups.
  static let depthLimit = 32

  /// The tables of labels that `{@name}` and names refer to.
  let labels: [String: [(values: ClosedRange<Int64>, text: String)]]
  let units: [String: String]
  private let scalars: [Unicode.Scalar]
  private var position = 0
  private var isLittle = false
  private var depth = 0
  private var isPart = false
  private(set) var program = StructProgram()
  /// The steps of parts by name.
  private var parts: [String: Range<Int>] = [:]
  /// The calls of parts that were not compiled when they were met.
  private var calls: [(step: Int, name: String, offset: Int)] = []
  /// The position that the next value has in every datagram; `nil` once it depends on the datagram.
  private var offset: Int? = 0

  private init(
    _ source: String, labels: [String: [(values: ClosedRange<Int64>, text: String)]], units: [String: String],
    program: StructProgram = StructProgram()
  ) {
    scalars = Array(source.unicodeScalars)
    self.labels = labels
    self.units = units
    self.program = program
  }

  /// Compiles a struct and its parts.
  /// - Throws: the first mistake; `part` is the name of the part that it is in, `nil` for the struct itself.
  static func program(
    _ source: String, parts: [(name: String, source: String)] = [],
    labels: [String: [(values: ClosedRange<Int64>, text: String)]] = [:], units: [String: String] = [:]
  ) throws(PartError) -> StructProgram {
    var program = StructProgram()
    var ranges: [String: Range<Int>] = [:]
    var calls: [(step: Int, name: String, offset: Int, part: String?)] = []
    // The fields of the struct come before those of the parts in lists of fields: the struct is read twice.
    for (name, source) in parts.map({ (Optional($0.name), $0.source) }) + [(nil, source)] {
      var parser = StructParser(source, labels: labels, units: units, program: program)
      // A part is called from anywhere, so nothing in it has a fixed place.
      if name != nil {
        parser.offset = nil
        parser.isPart = true
      }
      do throws(FormatError) {
        let range = try parser.all()
        calls += parser.calls.map { ($0.step, $0.name, $0.offset, name) }
        program = parser.program
        if let name {
          ranges[name] = range
          program.isFixed = true
          program.leastSize = 0
        } else {
          program.main = range
        }
      } catch {
        throw PartError(part: name, error: error)
      }
    }
    for call in calls {
      guard let range = ranges[call.name] else {
        let hint = Spelling.hint(for: call.name, among: ranges.keys.sorted())
        throw PartError(
          part: call.part,
          error: FormatError(offset: call.offset, reason: "there is no part '\(call.name)' in parts\(hint)"))
      }
      program.steps[call.step].otherwise = range
    }
    return program
  }

  /// A mistake, and the part that it is in; `nil` for the struct itself.
  struct PartError: Error {
    var part: String?
    var error: FormatError
  }

  // MARK: Characters

  private var peek: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

  private func peek(_ ahead: Int) -> Unicode.Scalar? {
    position + ahead < scalars.count ? scalars[position + ahead] : nil
  }

  private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard peek == scalar else { return false }
    position += 1
    return true
  }

  private func error(_ reason: Phrase, at place: Int? = nil) -> FormatError {
    FormatError(offset: place ?? position, reason: reason)
  }

  private mutating func expect(_ scalar: Unicode.Scalar, _ what: Phrase) throws(FormatError) {
    guard take(scalar) else { throw error("expected '\(String(scalar))' \(what)") }
  }

  /// Skips blanks, and comments from `#` to the end of a line.
  private mutating func skipBlanks() {
    while let scalar = peek {
      if scalar == "#" {
        while let scalar = peek, scalar != "\n" {
          _ = scalar
          position += 1
        }
      } else if scalar.properties.isWhitespace {
        position += 1
      } else {
        return
      }
    }
  }

  private static func isNameStart(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "_" || scalar.properties.isAlphabetic
  }

  private static func isNamePart(_ scalar: Unicode.Scalar) -> Bool {
    isNameStart(scalar) || scalar.properties.numericType == .decimal
  }

  private mutating func name() -> String? {
    guard let first = peek, Self.isNameStart(first) else { return nil }
    let start = position
    while let scalar = peek, Self.isNamePart(scalar) { position += 1 }
    return String(String.UnicodeScalarView(scalars[start..<position]))
  }

  // MARK: Items

  /// Parses everything.
  private mutating func all() throws(FormatError) -> Range<Int> {
    let start = program.steps.count
    try items()
    skipBlanks()
    if peek == ")" { throw error("this ')' has no '(' before it") }
    if let offset { program.leastSize = offset }
    return start..<program.steps.count
  }

  private mutating func items() throws(FormatError) {
    while true {
      skipBlanks()
      guard let scalar = peek, scalar != ")" else { return }
      try item(scalar)
      guard program.steps.count <= Self.stepLimit else {
        throw error("there are more than \(Self.stepLimit) steps; describe less")
      }
    }
  }

  private mutating func item(_ scalar: Unicode.Scalar) throws(FormatError) {
    switch scalar {
    case "<", ">", "!":
      isLittle = scalar == "<"
      position += 1
    case "=" where peek(1).map(Self.isNameStart) == true:
      throw error("write < for the lowest byte first, or > for the highest first; '=' depends on the machine")
    case "\"": try literal()
    case "(", "[": try group(.group)
    case ":": try group(.group)
    case "*":
      position += 1
      try group(.repetition)
    case "&":
      position += 1
      try group(.peek)
    case "?" where peek(1) != ":": try branch()
    case "@": try seek()
    case "$": try call()
    case "0"..."9": try counted()
    default: try value(count: nil)
    }
  }

  /// Adds a step and returns its index.
  private mutating func add(_ action: StructProgram.Step.Action) -> Int {
    program.steps.append(StructProgram.Step(action: action, isLittle: isLittle))
    program.steps[program.steps.count - 1].next = program.steps.count
    return program.steps.count - 1
  }

  private mutating func counted() throws(FormatError) {
    let start = position
    guard let count = number(), count <= 65_535 else { throw error("a count goes up to 65535", at: start) }
    if peek == "(" {
      return try group(.repetition, count: Expression(operations: [.constant(count)]))
    }
    try value(count: Expression(operations: [.constant(count)]))
  }

  /// Parses a letter or word with everything behind it.
  private mutating func value(count: Expression?) throws(FormatError) {
    let start = position
    var word = ""
    if take("?") {
      word = "?"
    } else if let name = name() {
      word = name
    }
    if word == "stop", count == nil {
      _ = add(.stop)
      program.isFixed = false
      return
    }
    guard let reading = Reading.named(word) else {
      if word.isEmpty { throw error("expected a letter such as B, H or s; see udpeek-formats(5)", at: start) }
      let hint = Spelling.hint(for: word, among: Reading.table.map(\.word))
      throw error("there is no letter or word '\(word)'\(hint); put blanks between letters", at: start)
    }
    let step = add(.read(reading))
    program.steps[step].amount = word == "c" && count == nil ? Expression(operations: [.constant(1)]) : count
    let named = try names(step)
    try modifiers(step, reading)
    if case .computed = reading, program.steps[step].amount == nil {
      throw error("'let' needs its value in brackets: let:total[a+b]", at: start)
    }
    switch reading {
    case .counted, .objectIdentifier:
      if program.steps[step].amount == nil {
        throw error("'\(word)' needs its bytes in brackets: \(word)[4]", at: start)
      }
    default: break
    }
    let place = offset
    advance(over: step, reading)
    describe(step, named, reading, at: place)
    try bitFields(of: step, reading, at: place)
  }

  /// Parses `:name`, if there is one.
  private mutating func names(_ step: Int) throws(FormatError) -> String? {
    guard take(":") else { return nil }
    guard let name = name() else { throw error("expected a name after ':'") }
    program.steps[step].slot = slot(of: name)
    return name
  }

  /// The slot of a name, which is made where the name is new.
  private mutating func slot(of name: String) -> Int {
    if let known = program.names.firstIndex(of: name) { return known }
    program.names.append(name)
    program.fieldIndices.append(nil)
    return program.names.count - 1
  }

  /// Adds a visible name to the fields.
  private mutating func describe(_ step: Int, _ name: String?, _ reading: Reading, at place: Int?) {
    guard let name else { return recordFixed(step, reading, bits: nil, at: place) }
    let shape = program.steps[step].shape
    var kind = reading.kind
    if shape >= 0, program.shapes[shape].hasScale { kind = .real }
    var bits: Int?
    if case .integer(let bytes, _) = reading { bits = bytes * 8 }
    if reading.isCounted, let amount = program.steps[step].amount, amount.constant != 1 { kind = .list }
    describe(name, step, kind, bits: bits)
    recordFixed(step, reading, bits: nil, at: place)
  }

  private mutating func describe(_ name: String, _ step: Int, _ kind: FieldKind, bits: Int?) {
    let slot = program.steps[step].slot
    let shape = program.steps[step].shape
    guard slot >= 0, !name.hasPrefix("_") else { return }
    let texts = shape >= 0 ? program.shapes[shape].labels.map(\.text) : []
    if let known = program.fieldIndices[slot] {
      if program.fields[known].kind != kind { program.fields[known].kind = .written }
      for text in texts where !program.fields[known].labels.contains(text) { program.fields[known].labels.append(text) }
    } else {
      program.fieldIndices[slot] = program.fields.count
      program.fields.append(
        FieldDescription(name: name, kind: kind, unit: units[name], labels: texts, bits: bits))
    }
  }

  private mutating func recordFixed(
    _ step: Int, _ reading: Reading, bits: (low: Int, count: Int)?, at place: Int?
  ) {
    guard let place, program.steps[step].amount == nil, let size = reading.fixedSize, size > 0, size <= 8 else {
      return
    }
    switch reading {
    case .integer, .real, .boolean, .time, .shortTime: break
    default: return
    }
    let fixed = StructProgram.FixedNumber(
      offset: place, bytes: size, isLittle: program.steps[step].isLittle, reading: reading, bits: bits,
      shape: program.steps[step].shape)
    let slot = program.steps[step].slot
    if slot >= 0 {
      // A name that stands at several places has no fixed one.
      if program.fixed[slot] != nil { program.fixed[slot] = nil } else { program.fixed[slot] = fixed }
    }
    if fixed.shape >= 0, program.shapes[fixed.shape].constraint != nil {
      if case .real = reading { program.isFixed = false } else { program.fixedConstraints.append(fixed) }
    }
  }

  /// Moves the fixed position behind a value, or forgets it.
  private mutating func advance(over step: Int, _ reading: Reading) {
    guard let here = offset else {
      program.isFixed = false
      return
    }
    let constant = program.steps[step].amount.map(\.constant) ?? 1
    guard let count = constant, (0...65_535).contains(count) else { return forget() }
    if let size = reading.fixedSize {
      offset = here + size * Int(count)
      if case .computed = reading { program.isFixed = false }
      return
    }
    switch reading {
    case .padding: offset = here + Int(count)
    case .text(.sized), .bytes, .counted, .objectIdentifier:
      guard program.steps[step].amount != nil else { return forget() }
      offset = here + Int(count)
      if program.steps[step].shape >= 0 { program.isFixed = false }
    default: forget()
    }
  }

  /// Ends the part of the struct whose places are the same in every datagram.
  private mutating func forget() {
    if let offset { program.leastSize = offset }
    offset = nil
    program.isFixed = false
  }

  /// Parses `.3:alarm` and `.0-2:mode`.
  private mutating func bitFields(of step: Int, _ reading: Reading, at place: Int?) throws(FormatError) {
    while peek == "." {
      let start = position
      position += 1
      guard case .integer(let bytes, _) = reading, program.steps[step].amount == nil else {
        throw error("only a whole number of fixed size has bits", at: start)
      }
      guard let low = number(), low < bytes * 8 else {
        throw error("a bit of this number goes from 0, the lowest, to \(bytes * 8 - 1)", at: start + 1)
      }
      var high = low
      if take("-") {
        guard let other = number(), other < bytes * 8 else {
          throw error("a bit of this number goes from 0, the lowest, to \(bytes * 8 - 1)")
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

  // MARK: Modifiers

  /// Parses what follows a name: brackets, scales, labels, comparisons.
  private mutating func modifiers(_ step: Int, _ reading: Reading) throws(FormatError) {
    var shape = StructProgram.Shape()
    var isShaped = false
    if let name = program.steps[step].slot >= 0 ? program.names[program.steps[step].slot] : nil,
      let table = labels[name]
    {
      shape.labels = table
      isShaped = true
    }
    while let scalar = peek {
      let start = position
      switch scalar {
      case "[":
        guard program.steps[step].amount == nil else { throw error("there is a count already", at: start) }
        guard case .read = program.steps[step].action else { throw error("bits have no brackets", at: start) }
        position += 1
        program.steps[step].amount = try expression()
        try expect("]", "after the expression")
      case "/", "*", "+", "-":
        guard reading.kind.isNumeric, reading.kind != .time else { throw error("only a number has a scale", at: start) }
        position += 1
        guard let number = decimal(), number != 0 || scalar == "+" || scalar == "-" else {
          throw error("expected a number after '\(String(scalar))'")
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

  private mutating func keep(_ shape: StructProgram.Shape, _ step: Int) {
    program.shapes.append(shape)
    program.steps[step].shape = program.shapes.count - 1
  }

  /// Parses `{0=off,1-3=on,0x10=full}` or `{@table}`.
  private mutating func labelList() throws(FormatError) -> [(values: ClosedRange<Int64>, text: String)] {
    let start = position
    position += 1
    if take("@") {
      guard let name = name() else { throw error("expected the name of a table of labels after '@'") }
      guard let table = labels[name] else {
        let hint = Spelling.hint(for: name, among: labels.keys.sorted())
        throw error("there is no table '\(name)' in labels\(hint)", at: start)
      }
      try expect("}", "after the table's name")
      return table
    }
    var list: [(values: ClosedRange<Int64>, text: String)] = []
    repeat {
      skipBlanks()
      if peek == "}" { break }
      guard let range = numberRange() else { throw error("expected a number, as in {0=off,1=on}") }
      try expect("=", "after the number")
      let begin = position
      while let scalar = peek, scalar != ",", scalar != "}" {
        _ = scalar
        position += 1
      }
      let text = String(String.UnicodeScalarView(scalars[begin..<position])).split(separator: " ").joined(
        separator: " ")
      guard !text.isEmpty else { throw error("expected the text of the value", at: begin) }
      list.append((range, text))
      guard list.count <= 4_096 else { throw error("there are more than 4096 labels") }
    } while take(",")
    try expect("}", "after the labels")
    return list
  }

  /// Parses `=2|4-6`, `!=0`, `<=30` or `="text"`.
  private mutating func constraint(isText: Bool) throws(FormatError) -> Constraint {
    let start = position
    guard let relation = relation() else { throw error("expected a comparison such as =2") }
    var ranges: [ClosedRange<Int64>] = []
    var texts: [[UInt8]] = []
    repeat {
      if peek == "\"" {
        texts.append(try string())
      } else if let range = numberRange() {
        ranges.append(range)
      } else {
        throw error("expected a number, 'c' or \"text\" after '\(relation.rawValue)'")
      }
    } while take("|")
    guard texts.isEmpty || ranges.isEmpty else { throw error("numbers and texts are not mixed here", at: start) }
    guard texts.isEmpty || relation == .equal || relation == .notEqual else {
      throw error("texts are compared with = and !=", at: start)
    }
    if isText, texts.isEmpty { throw error("this is text: compare it with \"…\"", at: start) }
    if !isText, ranges.isEmpty { throw error("this is a number: compare it with one", at: start) }
    let source = String(String.UnicodeScalarView(scalars[start..<position]))
    return Constraint(relation: relation, values: texts.isEmpty ? .numbers(ranges) : .bytes(texts), source: source)
  }

  private mutating func relation() -> Constraint.Relation? {
    for relation in Constraint.Relation.allCases {
      let sign = Array(relation.rawValue.unicodeScalars)
      if scalars[position...].starts(with: sign) {
        position += sign.count
        // Both = and == are equality.
        if relation == .equal { _ = take("=") }
        return relation
      }
    }
    return nil
  }

  private mutating func numberRange() -> ClosedRange<Int64>? {
    guard let first = signedNumber() else { return nil }
    guard peek == "-", let next = peek(1), next.properties.numericType == .decimal || next == "'" else {
      return first...first
    }
    position += 1
    guard let last = signedNumber() else { return nil }
    return min(first, last)...max(first, last)
  }

  private mutating func signedNumber() -> Int64? {
    let start = position
    let isNegative = take("-")
    guard let number = number() else {
      position = start
      return nil
    }
    return isNegative ? 0 &- number : number
  }

  /// Parses `12`, `0x7e`, `0b101` or `'c'`.
  private mutating func number() -> Int64? {
    let start = position
    if peek == "'", let scalar = peek(1), peek(2) == "'", scalar.isASCII {
      position += 3
      return Int64(scalar.value)
    }
    guard let first = peek, ("0"..."9").contains(first) else { return nil }
    var radix = 10
    if first == "0", let mark = peek(1), mark == "x" || mark == "b" {
      radix = mark == "x" ? 16 : 2
      position += 2
    }
    let begin = position
    while let scalar = peek, scalar.properties.isASCIIHexDigit && (radix == 16 || ("0"..."9").contains(scalar)) {
      position += 1
    }
    let digits = String(String.UnicodeScalarView(scalars[begin..<position]))
    guard let number = UInt64(digits, radix: radix) else {
      position = start
      return nil
    }
    return Int64(bitPattern: number)
  }

  /// Parses a decimal number of a scale.
  private mutating func decimal() -> Double? {
    let start = position
    _ = take("-")
    while let scalar = peek,
      ("0"..."9").contains(scalar) || scalar == "." && peek(1).map({ ("0"..."9").contains($0) }) == true
    {
      position += 1
    }
    if peek == "e", let next = peek(1), ("0"..."9").contains(next) || next == "-" {
      position += 2
      while let scalar = peek, ("0"..."9").contains(scalar) { position += 1 }
    }
    let text = String(String.UnicodeScalarView(scalars[start..<position]))
    guard let number = Double(text), number.isFinite else {
      position = start
      return nil
    }
    return number
  }

  /// Parses a string in double quotes with the escapes of messages.
  private mutating func string() throws(FormatError) -> [UInt8] {
    let start = position
    position += 1
    var bytes: [UInt8] = []
    while let scalar = peek, scalar != "\"" {
      position += 1
      guard scalar == "\\" else {
        bytes += Array(String(scalar).utf8)
        continue
      }
      let letter = peek
      position += 1
      switch letter {
      case "n": bytes.append(10)
      case "r": bytes.append(13)
      case "t": bytes.append(9)
      case "0": bytes.append(0)
      case "\\", "\"": bytes.append(UInt8(letter?.value ?? 0))
      case "x":
        let digits = String(String.UnicodeScalarView(scalars[position...].prefix(2)))
        guard digits.unicodeScalars.count == 2, let byte = UInt8(digits, radix: 16) else {
          throw error("\\x needs two hexadecimal digits", at: position - 2)
        }
        bytes.append(byte)
        position += 2
      default: throw error("this escape is unknown: there are \\n \\r \\t \\0 \\\\ \\\" \\x7e", at: position - 2)
      }
    }
    guard take("\"") else { throw error("the text is not closed: end it with \"", at: start) }
    return bytes
  }

  // MARK: Groups and steps

  private mutating func literal() throws(FormatError) {
    let bytes = try string()
    program.literals.append(bytes)
    _ = add(.literal(program.literals.count - 1))
    program.isFixed = false
    if let here = offset { offset = here + bytes.count }
  }

  /// Parses `:name[amount](…)`, behind `*` or `&` where there is one.
  private mutating func group(
    _ action: StructProgram.Step.Action, count: Expression? = nil
  ) throws(FormatError) {
    let start = position
    let step = add(action)
    program.steps[step].amount = count
    let named = try names(step)
    if take("[") {
      guard count == nil else { throw error("there is a count already", at: position - 1) }
      program.steps[step].amount = try expression()
      try expect("]", "after the expression")
    }
    let back = position
    skipBlanks()
    guard peek == "(" else {
      position = back
      throw error(
        action == .group ? "expected '(' here; a name follows its letter, as in B:kind" : "expected '(' here",
        at: max(start, position))
    }
    if let named { describe(named, step, .tree, bits: nil) }
    let before = offset
    // Only a plain group of any size leaves what follows at a fixed place.
    let isPlain = action == .group && program.steps[step].amount == nil
    if !isPlain { forget() }
    try block()
    program.steps[step].next = program.steps.count
    if case .peek = action, let before { offset = before }
  }

  /// Parses `( … )`.
  private mutating func block() throws(FormatError) {
    let start = position
    try expect("(", "here")
    depth += 1
    guard depth <= Self.depthLimit else { throw error("more than \(Self.depthLimit) groups are nested", at: start) }
    let order = isLittle
    try items()
    guard take(")") else { throw error("this '(' is not closed: add ')'", at: start) }
    isLittle = order
    depth -= 1
  }

  /// Parses `?kind=2 ( … ) : ( … )`.
  private mutating func branch() throws(FormatError) {
    position += 1
    skipBlanks()
    let step = add(.branch)
    let expression = try expression()
    var condition = StructProgram.Condition(expression: expression)
    if let scalar = peek, "=!<>".unicodeScalars.contains(scalar) {
      let sign = position
      let isText = isTextConstraint
      condition.constraint = try constraint(isText: isText)
      if isText, expression.slot == nil { throw error("only a field can be compared with text", at: sign) }
    }
    program.conditions.append(condition)
    program.steps[step].condition = program.conditions.count - 1
    forget()
    skipBlanks()
    guard peek == "(" else { throw error("expected '(' after the condition") }
    try block()
    program.steps[step].next = program.steps.count
    // An else: a colon, and a group or another condition.
    let back = position
    skipBlanks()
    guard peek == ":", peek(1).map({ $0.properties.isWhitespace || $0 == "(" || $0 == "?" }) == true else {
      position = back
      return
    }
    position += 1
    skipBlanks()
    let begin = program.steps.count
    if peek == "?" { try branch() } else { try block() }
    program.steps[step].otherwise = begin..<program.steps.count
    // The steps of the first branch end where the other one begins.
  }

  /// Whether a text follows the relation at the position.
  private var isTextConstraint: Bool {
    var place = position
    while place < scalars.count, "=!<>".unicodeScalars.contains(scalars[place]) { place += 1 }
    return place < scalars.count && scalars[place] == "\""
  }

  private mutating func seek() throws(FormatError) {
    position += 1
    let step = add(.seek)
    program.steps[step].amount = try primary().map { Expression(operations: $0) }
    if program.steps[step].amount == nil { throw error("expected a position after '@': @12 or @(start+4)") }
    forget()
  }

  private mutating func call() throws(FormatError) {
    let start = position
    position += 1
    guard let name = name() else { throw error("expected the name of a part after '$'") }
    let step = add(.call)
    calls.append((step, name, start))
    forget()
  }

  // MARK: Expressions

  /// Makes names known that an expression may contain.
  fileprivate mutating func adopt(_ names: [String]) {
    program.names = names
    program.fieldIndices = names.indices.map { $0 }
  }

  /// Parses an expression that is the whole text.
  fileprivate mutating func wholeExpression() throws(FormatError) -> Expression {
    skipBlanks()
    let result = try expression()
    skipBlanks()
    guard peek == nil else { throw error("expected the end of the expression") }
    return result
  }

  private mutating func expression() throws(FormatError) -> Expression {
    var depth = 0
    let operations = try sum(1, &depth)
    guard operations.count <= 64 else { throw error("this expression is too long") }
    var (height, highest) = (0, 0)
    for operation in operations {
      switch operation {
      case .constant, .slot, .special: height += 1
      case .binary: height -= 1
      case .negate, .complement: break
      }
      highest = max(highest, height)
    }
    guard highest < Expression.stackLimit else { throw error("this expression is too deep") }
    return Expression(operations: Self.folded(operations))
  }

  /// Computes what is constant.
  private static func folded(_ operations: [Expression.Operation]) -> [Expression.Operation] {
    let isConstant = operations.allSatisfy { operation in
      switch operation {
      case .slot, .special: false
      default: true
      }
    }
    guard isConstant else { return operations }
    return [.constant(Expression(operations: operations).value([]) { _ in 0 })]
  }

  private mutating func sum(_ precedence: Int, _ depth: inout Int) throws(FormatError) -> [Expression.Operation] {
    depth += 1
    guard depth <= 64 else { throw error("this expression is too deep") }
    defer { depth -= 1 }
    guard precedence <= 2 else {
      guard let operand = try primary() else { throw error("expected a number or the name of an earlier field") }
      return operand
    }
    var left = try sum(precedence + 1, &depth)
    while let operation = binary(precedence) {
      skipBlanks()
      left += try sum(precedence + 1, &depth)
      left.append(.binary(operation))
    }
    return left
  }

  private mutating func binary(_ precedence: Int) -> Expression.Binary? {
    let back = position
    skipBlanks()
    for operation in Expression.Binary.allCases where operation.precedence == precedence {
      let sign = Array(operation.rawValue.unicodeScalars)
      if scalars[position...].starts(with: sign) {
        position += sign.count
        return operation
      }
    }
    position = back
    return nil
  }

  /// Parses a number, a name, or an expression in parentheses; `nil` if none begins here.
  private mutating func primary() throws(FormatError) -> [Expression.Operation]? {
    let start = position
    switch peek {
    case "(":
      position += 1
      depth += 1
      defer { depth -= 1 }
      guard depth <= Self.depthLimit else { throw error("this expression is too deep", at: start) }
      var inner = 0
      let operations = try sum(1, &inner)
      try expect(")", "after the expression")
      return operations
    case "-", "~":
      position += 1
      depth += 1
      defer { depth -= 1 }
      guard depth <= Self.depthLimit else { throw error("this expression is too deep", at: start) }
      guard let operand = try primary() else { throw error("expected a number or the name of an earlier field") }
      return operand + [scalars[start] == "-" ? .negate : .complement]
    default:
      if let number = number() { return [.constant(number)] }
      guard let name = name() else { return nil }
      if let special = Expression.Special(rawValue: name) { return [.special(special)] }
      // A part may use the fields of the struct that calls it.
      if isPart { return [.slot(slot(of: name))] }
      guard let slot = program.names.firstIndex(of: name) else {
        let hint = Spelling.hint(for: name, among: program.names)
        throw error("no field before this one has the name '\(name)'\(hint)", at: start)
      }
      return [.slot(slot)]
    }
  }
}

extension StructParser {
  /// Compiles an expression over fields, by their index in `names`.
  static func expression(_ source: String, names: [String]) throws(FormatError) -> Expression {
    var parser = StructParser(source, labels: [:], units: [:])
    parser.adopt(names)
    // Blanks between the signs of an expression mean nothing.
    return try parser.wholeExpression()
  }
}
