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
  var scanner: StructScanner
  var isLittle = false
  var depth = 0
  var isPart = false
  var program = StructProgram()
  /// The names that stand at a fixed place, or at several.
  private var placed: Set<Int> = []
  private var repeated: Set<Int> = []
  /// The calls of parts that were not compiled when they were met.
  var calls: [(step: Int, name: String, offset: Int)] = []
  /// The position that the next value has in every datagram; `nil` once it depends on the datagram.
  var offset: Int? = 0

  init(
    _ source: String, labels: [String: [(values: ClosedRange<Int64>, text: String)]], units: [String: String],
    program: StructProgram = StructProgram()
  ) {
    scanner = StructScanner(source)
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

  /// Parses everything.
  mutating func all() throws(FormatError) -> Range<Int> {
    let start = program.steps.count
    try items()
    scanner.skipBlanks()
    if scanner.peek == ")" { throw scanner.error("this ')' has no '(' before it") }
    if let offset { program.leastSize = offset }
    return start..<program.steps.count
  }

  /// Parses items up to the end or to a closing parenthesis.
  mutating func items() throws(FormatError) {
    while true {
      scanner.skipBlanks()
      guard let scalar = scanner.peek, scalar != ")" else { return }
      try item(scalar)
      guard program.steps.count <= Self.stepLimit else {
        throw scanner.error("there are more than \(Self.stepLimit) steps; describe less")
      }
    }
  }

  /// Parses the item that begins with a scalar.
  mutating func item(_ scalar: Unicode.Scalar) throws(FormatError) {
    switch scalar {
    case "<", ">", "!":
      isLittle = scalar == "<"
      scanner.position += 1
    case "=" where scanner.peek(1).map(StructScanner.isNameStart) == true:
      throw scanner.error("write < for the lowest byte first, or > for the highest first; '=' depends on the machine")
    case "\"": try literal()
    case "(", "[": try group(.group)
    case ":": try group(.group)
    case "*":
      scanner.position += 1
      try group(.repetition)
    case "&":
      scanner.position += 1
      try group(.peek)
    case "?" where scanner.peek(1) != ":": try branch()
    case "@": try seek()
    case "$": try call()
    case "0"..."9": try counted()
    default: try value(count: nil)
    }
  }

  /// Adds a step and returns its index.
  mutating func add(_ action: StructProgram.Step.Action) -> Int {
    program.steps.append(StructProgram.Step(action: action, isLittle: isLittle))
    program.steps[program.steps.count - 1].next = program.steps.count
    return program.steps.count - 1
  }

  /// Parses a count and the letter or group behind it.
  mutating func counted() throws(FormatError) {
    let start = scanner.position
    guard let count = scanner.number(), count <= 65_535 else {
      throw scanner.error("a count goes up to 65535", at: start)
    }
    if scanner.peek == "(" {
      return try group(.repetition, count: Expression(operations: [.constant(count)]))
    }
    try value(count: Expression(operations: [.constant(count)]))
  }

  /// Parses a letter or word with everything behind it.
  mutating func value(count: Expression?) throws(FormatError) {
    let start = scanner.position
    var word = ""
    if scanner.take("?") {
      word = "?"
    } else if let name = scanner.name() {
      word = name
    }
    if word == "stop", count == nil {
      _ = add(.stop)
      forget()
      return
    }
    guard let reading = Reading.named(word) else {
      if word.isEmpty { throw scanner.error("expected a letter such as B, H or s; see udpeek-formats(5)", at: start) }
      let hint = Spelling.hint(for: word, among: Reading.table.map(\.word))
      throw scanner.error("there is no letter or word '\(word)'\(hint); put blanks between letters", at: start)
    }
    let step = add(.read(reading))
    program.steps[step].amount = word == "c" && count == nil ? Expression(operations: [.constant(1)]) : count
    let named = try names(step)
    try modifiers(step, reading)
    if case .computed = reading, program.steps[step].amount == nil {
      throw scanner.error("'let' needs its value in brackets: let:total[a+b]", at: start)
    }
    switch reading {
    case .counted, .objectIdentifier:
      if program.steps[step].amount == nil {
        throw scanner.error("'\(word)' needs its bytes in brackets: \(word)[4]", at: start)
      }
    default: break
    }
    let place = offset
    advance(over: step, reading)
    describe(step, named, reading, at: place)
    try bitFields(of: step, reading, at: place)
  }

  /// Parses `:name`, if there is one.
  mutating func names(_ step: Int) throws(FormatError) -> String? {
    guard scanner.take(":") else { return nil }
    guard let name = scanner.name() else { throw scanner.error("expected a name after ':'") }
    program.steps[step].slot = slot(of: name)
    return name
  }

  /// The slot of a name, which is made where the name is new.
  mutating func slot(of name: String) -> Int {
    if let known = program.names.firstIndex(of: name) { return known }
    program.names.append(name)
    program.fieldIndices.append(nil)
    return program.names.count - 1
  }

  /// Adds a visible name to the fields.
  mutating func describe(_ step: Int, _ name: String?, _ reading: Reading, at place: Int?) {
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

  /// Adds a name to the fields, or widens the field of that name.
  mutating func describe(_ name: String, _ step: Int, _ kind: FieldKind, bits: Int?) {
    let slot = program.steps[step].slot
    let shape = program.steps[step].shape
    guard slot >= 0, !name.hasPrefix("_") else { return }
    // A name that stands at several places has no fixed one, whatever stands at the others.
    if !placed.insert(slot).inserted {
      repeated.insert(slot)
      program.fixed[slot] = nil
    }
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

  /// Remembers the place of a number that is the same in every datagram.
  mutating func recordFixed(
    _ step: Int, _ reading: Reading, bits: (low: Int, count: Int)?, at place: Int?
  ) {
    let (slot, index) = (program.steps[step].slot, program.steps[step].shape)
    let shape = index < 0 ? nil : program.shapes[index]
    guard let place, program.steps[step].amount == nil, let size = Self.numberSize(reading) else {
      // What the value must be needs a run.
      if shape?.constraint != nil { program.isFixed = false }
      return
    }
    let fixed = StructProgram.FixedNumber(
      offset: place, bytes: size, isLittle: program.steps[step].isLittle, reading: reading, bits: bits,
      scale: shape.flatMap { $0.hasScale ? ($0.factor, $0.offset) : nil }, hasLabels: shape?.labels.isEmpty == false)
    if slot >= 0, !repeated.contains(slot) { program.fixed[slot] = fixed }
    if let constraint = shape?.constraint {
      if case .real = reading { program.isFixed = false } else { program.fixedConstraints.append((fixed, constraint)) }
    }
  }

  /// The bytes of a number of fixed size; `nil` for any other value.
  private static func numberSize(_ reading: Reading) -> Int? {
    switch reading {
    case .integer, .real, .boolean, .time, .shortTime: reading.fixedSize.flatMap { (1...8).contains($0) ? $0 : nil }
    default: nil
    }
  }

  /// Moves the fixed position behind a value, or forgets it.
  mutating func advance(over step: Int, _ reading: Reading) {
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
  mutating func forget() {
    if let offset { program.leastSize = offset }
    offset = nil
    program.isFixed = false
  }
}
