import PayloadText
import UDPCore

/// A compiled filter: a list of tests with two jump targets each, as in BPF. It runs without recursion, closures or
/// allocation; cheap tests come before those that read text.
struct FilterProgram: Sendable {
  /// One test.
  enum Test: Sendable, BitwiseCopyable {
    case endpoint(EndpointTest)
    case flag(FilterFlag)
    case size(FilterRelation, UInt64)
    case number(FilterRelation, UInt64)
    case data(offset: Int, width: Int, mask: UInt64, FilterRelation, UInt64)
    /// Index in `bytePatterns`.
    case hex(Int)
    /// Index in `textPatterns`.
    case text(Int)
    /// Index in `regexes`.
    case regex(Int)
    /// Index in `encodings`.
    case encoding(Int)
    /// Index in `ruleNames`.
    case rule(Int)
    /// An age in nanoseconds.
    case age(FilterRelation, UInt64)
    /// Index in `fieldTests`.
    case field(Int)
  }

  private struct Step: Sendable, BitwiseCopyable {
    var test: Test
    var ifTrue: Int
    var ifFalse: Int
  }

  /// The jump target that accepts the row.
  static let accept = -1
  private static let reject = -2

  private var steps: [Step] = []
  /// The texts to find.
  private(set) var textPatterns: [TextPattern] = []
  /// The regular expressions to find.
  private(set) var regexes: [FilterRegex] = []
  /// The ages to compare with, in nanoseconds.
  private(set) var ages: [UInt64] = []
  /// The tests of fields.
  private(set) var fieldTests: [FieldTest] = []
  /// The formats whose fields are tested; `nil` if none are.
  private(set) var fieldSource: (any FieldSource)?
  private var encodings: [TextEncoding] = []
  private var ruleNames: [String] = []
  private var bytePatterns: [BytePattern] = []
  private var start = Self.accept

  /// Whether verdicts depend on the peer's encoding.
  private(set) var needsEncoding = false
  /// Whether verdicts depend on which rows are marked.
  private(set) var needsMarks = false
  /// Whether verdicts depend on which rows follow a gap.
  private(set) var needsGaps = false
  /// Whether verdicts depend on which rows a rule answered.
  private(set) var needsRules = false
  /// Whether running it needs a `PayloadReader`.
  private(set) var needsReader = false
  /// Whether rows with equal kind, peer and local path get equal verdicts.
  private(set) var needsOnlyRoute = true

  /// Compiles `expression`; `nil` accepts everything.
  init(_ expression: FilterExpression?) {
    guard let expression else { return }
    start = add(expression, ifTrue: Self.accept, ifFalse: Self.reject)
  }

  /// The program as endpoint tests; `nil` if it examines more than endpoints.
  var endpointProgram: EndpointProgram? {
    var program = EndpointProgram(start: start)
    for step in steps {
      guard case .endpoint(let test) = step.test else { return nil }
      program.steps.append(EndpointProgram.Step(test: test, ifTrue: step.ifTrue, ifFalse: step.ifFalse))
    }
    return program
  }

  // MARK: Running

  /// Whether the program, which must not need a reader, accepts a row.
  func accepts(_ row: RecordRow, in block: RawSpan) -> Bool {
    var place = start
    while place >= 0 {
      place = Self.holds(steps[place].test, row, in: block) ? steps[place].ifTrue : steps[place].ifFalse
    }
    return place == Self.accept
  }

  /// Whether the program accepts a row; `nil` if a regular expression reached its limit.
  func verdict(on row: RecordRow, in block: RawSpan, _ reader: inout PayloadReader) -> Bool? {
    var place = start
    var text: String?
    while place >= 0 {
      let holds: Bool
      switch steps[place].test {
      case .hex(let index): holds = bytePatterns[index].matches(block, row.payload)
      case .text(let index): holds = reader.finds(text: index, row, in: block, &text)
      case .regex(let index):
        guard let found = reader.finds(regex: index, row, in: block, &text) else { return nil }
        holds = found
      case .encoding(let index): holds = reader.choice(row, in: block).encoding.found == encodings[index]
      case .flag(.auto): holds = reader.choice(row, in: block).isGuess
      case .flag(.badText): holds = reader.hasBadBytes(row, in: block)
      case .flag(.marked): holds = reader.context.marked.contains(row.number)
      case .flag(.gap): holds = reader.context.gaps.contains(row.number)
      case .flag(.unanswered): holds = reader.context.unanswered.contains(row.number)
      case .field(let index):
        guard let found = reader.finds(field: index, row, in: block) else { return nil }
        holds = found
      case .rule(let index): holds = Self.belongs(row, to: ruleNames[index], reader.context.rules, in: block)
      case .age(let relation, let value):
        holds = !row.record.isTimeless && relation.holds(Self.age(of: row, now: reader.context.now), value)
      default: holds = Self.holds(steps[place].test, row, in: block)
      }
      place = holds ? steps[place].ifTrue : steps[place].ifFalse
    }
    return place == Self.accept
  }

  /// Whether a row is an answer of a rule, or was answered by it.
  private static func belongs(_ row: RecordRow, to name: String, _ rules: RuleTraces, in block: RawSpan) -> Bool {
    let rule = row.isIncoming ? rules.rule(answering: row.number) : row.record.transmitID(in: block)?.rule
    return rule.flatMap { rules.name(of: $0) } == name
  }

  /// The age of a row in nanoseconds; 0 for a time in the future.
  private static func age(of row: RecordRow, now: Int64) -> UInt64 {
    let (age, overflow) = now.subtractingReportingOverflow(row.record.time)
    return overflow ? (now > 0 ? .max : 0) : UInt64(max(0, age))
  }

  @inline(__always)
  private static func holds(_ test: Test, _ row: RecordRow, in block: RawSpan) -> Bool {
    switch test {
    case .endpoint(let test): test.holds(row, in: block)
    case .flag(let flag): holds(flag, row, in: block)
    case .size(let relation, let value): relation.holds(UInt64(row.record.size), value)
    case .number(let relation, let value): relation.holds(row.number, value)
    case .data(let offset, let width, let mask, let relation, let value):
      block.extracting(row.payload).number(at: offset, width: width).map { relation.holds($0 & mask, value) }
        ?? (relation == .notEqual)
    case .hex, .text, .regex, .encoding, .rule, .age, .field: preconditionFailure("a reader is needed")
    }
  }

  private static func holds(_ flag: FilterFlag, _ row: RecordRow, in block: RawSpan) -> Bool {
    switch flag {
    case .ip: row.peer(in: block).address.isIPv4
    case .ip6: !row.peer(in: block).address.isIPv4
    case .udp: true
    case .incoming: row.isIncoming
    case .outgoing: !row.record.isFromPeer
    case .error: row.record.isFailure
    case .alarm: row.record.isAlarm
    case .multicast: row.destination(in: block).address.isMulticast
    case .broadcast: isBroadcast(row, in: block)
    case .truncated: row.record.isTruncated
    case .empty: row.record.size == 0 && !row.record.isAlarm
    case .auto, .badText, .marked, .gap, .unanswered: preconditionFailure("a reader is needed")
    }
  }

  /// Whether a row was sent to 255.255.255.255, or received for an IPv4 address that is neither a multicast group nor
  /// the source of replies: the network's own broadcast address.
  private static func isBroadcast(_ row: RecordRow, in block: RawSpan) -> Bool {
    let address = row.destination(in: block).address
    guard row.isIncoming, !address.isLimitedBroadcast else { return address.isLimitedBroadcast }
    let own = row.localPath(in: block).replySource
    return address.isIPv4 && own.isIPv4 && own != address && !address.isMulticast && !address.isUnspecified
      && !own.isUnspecified
  }

  /// Whether verdicts depend on nothing but a row's bytes, so that no context is needed.
  var readsOnlyBytes: Bool {
    steps.allSatisfy { step in
      switch step.test {
      case .endpoint, .size, .number, .data, .hex: true
      case .flag(let flag): ![.auto, .badText, .marked, .gap].contains(flag)
      case .text, .regex, .encoding, .rule, .age, .field: false
      }
    }
  }

  /// Whether the program, which must read only bytes, accepts a row.
  func acceptsBytes(_ row: RecordRow, in block: RawSpan) -> Bool {
    var place = start
    while place >= 0 {
      let holds: Bool
      if case .hex(let index) = steps[place].test {
        holds = bytePatterns[index].matches(block, row.payload)
      } else {
        holds = Self.holds(steps[place].test, row, in: block)
      }
      place = holds ? steps[place].ifTrue : steps[place].ifFalse
    }
    return place == Self.accept
  }

  // MARK: Compiling

  /// Adds the tests of `expression` and returns the index of the first to run. Its jump targets must have been added
  /// before.
  private mutating func add(_ expression: FilterExpression, ifTrue: Int, ifFalse: Int) -> Int {
    switch expression {
    case .not(let part): return add(part, ifTrue: ifFalse, ifFalse: ifTrue)
    case .all(let parts):
      return Self.cheapFirst(parts).reversed().reduce(ifTrue) { add($1, ifTrue: $0, ifFalse: ifFalse) }
    case .any(let parts):
      return Self.cheapFirst(parts).reversed().reduce(ifFalse) { add($1, ifTrue: ifTrue, ifFalse: $0) }
    default:
      let test = test(of: expression)
      switch test {
      case .endpoint, .flag(.ip), .flag(.ip6), .flag(.udp), .flag(.incoming), .flag(.outgoing), .flag(.error),
        .flag(.alarm),
        .flag(.multicast), .flag(.broadcast):
        break
      case .size, .number, .flag(.truncated), .flag(.empty): needsOnlyRoute = false
      case .data: needsOnlyRoute = false
      case .hex: needsReader = true
      case .text, .regex, .encoding, .flag(.auto), .flag(.badText):
        needsReader = true
        needsEncoding = true
      case .flag(.marked), .flag(.unanswered):
        needsReader = true
        needsMarks = true
      case .flag(.gap):
        needsReader = true
        needsGaps = true
      case .field(let index):
        needsReader = true
        if fieldSource?.needsEncoding(fieldTests[index]) ?? false { needsEncoding = true }
      case .rule:
        needsReader = true
        needsRules = true
      case .age: needsReader = true
      }
      if needsReader { needsOnlyRoute = false }
      steps.append(Step(test: test, ifTrue: ifTrue, ifFalse: ifFalse))
      return steps.count - 1
    }
  }

  private mutating func test(of leaf: FilterExpression) -> Test {
    if let test = EndpointTest(leaf) { return .endpoint(test) }
    switch leaf {
    case .flag(let flag): return .flag(flag)
    case .compare(.size, let relation, let value): return .size(relation, value)
    case .compare(.number, let relation, let value): return .number(relation, value)
    case .compare(.data(let offset, let width, let mask), let relation, let value):
      return .data(offset: offset, width: width, mask: mask ?? .max, relation, value)
    case .hex(let bytes):
      bytePatterns.append(BytePattern(bytes))
      return .hex(bytePatterns.count - 1)
    case .text(let relation, let text):
      textPatterns.append(TextPattern(relation, text))
      return .text(textPatterns.count - 1)
    case .regex(let regex):
      regexes.append(regex)
      return .regex(regexes.count - 1)
    case .encoding(let encoding):
      encodings.append(encoding.found)
      return .encoding(encodings.count - 1)
    case .rule(let name):
      ruleNames.append(name)
      return .rule(ruleNames.count - 1)
    case .field(let test, let origin):
      fieldSource = fieldSource ?? origin.source
      fieldTests.append(test)
      return .field(fieldTests.count - 1)
    case .compare(.age, let relation, let value):
      ages.append(value)
      return .age(relation, value)
    case .host, .net, .endpoint, .ports, .all, .any, .not: preconditionFailure("not a leaf of this kind")
    }
  }

  /// Returns the parts in order of the data that they need, least first.
  private static func cheapFirst(_ parts: [FilterExpression]) -> [FilterExpression] {
    (0...3).flatMap { cost in parts.filter { Self.cost($0) == cost } }
  }

  /// The data that an expression needs: 0 for the fixed part of a row, 1 for its bytes or its peer, 2 for its text, 3
  /// for a search for bad bytes or a regular expression in it.
  private static func cost(_ expression: FilterExpression) -> Int {
    switch expression {
    case .all(let parts), .any(let parts): parts.reduce(0) { max($0, cost($1)) }
    case .not(let part): cost(part)
    case .regex, .flag(.badText): 3
    case .text, .field: 2
    case .hex, .encoding, .rule, .flag(.auto), .flag(.marked), .flag(.gap), .compare(.data, _, _): 1
    default: 0
    }
  }
}
