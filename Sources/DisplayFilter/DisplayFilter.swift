package import UDPCore

/// A valid filter, which selects the datagrams to show. An invalid one cannot exist.
package struct DisplayFilter: Sendable {
  /// The text as it was typed.
  package let source: String
  /// The expression; `nil` if everything is shown.
  package let expression: FilterExpression?
  /// The compiled form.
  let program: FilterProgram
  /// The names of interfaces, for the canonical form.
  private let interfaces: InterfaceNames

  /// Parses `source`; an empty one shows everything.
  /// - Parameters:
  ///   - interfaces: the interfaces, for scopes written as names (`fe80::1%eth0`); numbers always work.
  ///   - aliases: the user's names for addresses, networks and endpoints.
  ///   - fields: the fields of formats, which the filter may compare; `nil` where none are known.
  ///   - facts: what is known where it judges; a filter that could hold for no row there is an error.
  package init(
    _ source: String, interfaces: InterfaceNames = InterfaceNames(), aliases: Aliases = Aliases(),
    fields: (any FieldSource)? = nil, knowing facts: FilterFacts = .all
  ) throws(FilterError) {
    let expression = try FilterParser.parse(
      source, AddressSyntax(interfaces: interfaces, aliases: aliases), fields)
    self.init(source: source, expression: expression, interfaces)
    if let objection = objection(knowing: facts) {
      throw FilterError(range: 0..<source.unicodeScalars.count, message: objection)
    }
  }

  /// Creates a filter from an expression, with its canonical form as the source.
  package init(_ expression: FilterExpression, interfaces: InterfaceNames = InterfaceNames()) {
    self.init(source: CanonicalWriter.text(of: expression, interfaces), expression: expression, interfaces)
  }

  /// Creates a filter from an expression and the text that means it.
  package init(_ expression: FilterExpression, source: String, interfaces: InterfaceNames) {
    self.init(source: source, expression: expression, interfaces)
  }

  private init(source: String, expression: FilterExpression?, _ interfaces: InterfaceNames) {
    self.source = source
    self.expression = expression
    self.interfaces = interfaces
    program = FilterProgram(expression)
  }

  /// The unambiguous form of the filter, which parses to the same expression; empty if everything is shown.
  package var canonical: String { expression.map { CanonicalWriter.text(of: $0, interfaces) } ?? "" }

  /// Returns the filter with its fields read by other formats. A field that none of them has is in no row.
  package func reading(_ fields: any FieldSource) -> DisplayFilter {
    guard needsFields else { return self }
    return DisplayFilter(source: source, expression: expression?.reading(FieldOrigin(fields)), interfaces)
  }

  /// The filter that shows every datagram.
  package static let everything = DisplayFilter(source: "", expression: nil, InterfaceNames())

  /// Whether it shows every datagram, because it is empty or just `udp`.
  package var isEverything: Bool { expression == nil || expression == .flag(.udp) }

  /// Whether verdicts depend on the peers' encodings: on the decoded text or on the encoding itself.
  package var needsEncoding: Bool { program.needsEncoding }

  /// Whether judging one row may take milliseconds, because the filter has a regular expression.
  package var canBeSlow: Bool {
    !program.regexes.isEmpty || program.fieldTests.contains { if case .regex = $0 { true } else { false } }
  }

  /// Whether verdicts depend on which rows are marked.
  package var needsMarks: Bool { program.needsMarks }

  /// Whether verdicts depend on which rows follow a gap in their peer's numbers.
  package var needsGaps: Bool { program.needsGaps }

  /// Whether verdicts depend on fields of formats.
  package var needsFields: Bool { program.fieldSource != nil }

  /// The names of the fields that it compares.
  package var fieldNames: [String] { program.fieldTests.compactMap(\.name) }

  /// Whether verdicts depend on which rows a rule answered.
  package var needsRules: Bool { program.needsRules }

  /// Whether verdicts change with time.
  package var needsClock: Bool { !program.ages.isEmpty }

  /// Whether verdicts depend on nothing but the datagram's addresses, sizes and bytes, so that judging takes no more
  /// than some microseconds.
  package var needsOnlyBytes: Bool {
    !program.needsEncoding && !program.needsMarks && !program.needsRules && !needsFields && !program.needsGaps
  }

  /// The names of the groups that the last regular expression that has to match captures: `0` for the whole match, `1`
  /// and so on, and those that have names; then the names of the fields that are compared.
  package var captureNames: [String] { groups.map(\.name) + fieldCaptures.map(\.name) }

  /// The fields that are compared, by the last part of their names, with the index of their test.
  var fieldCaptures: [(name: String, test: Int)] {
    var captures: [(name: String, test: Int)] = []
    let taken = groups.map(\.name)
    for (test, field) in program.fieldTests.enumerated() {
      guard let name = field.name?.split(separator: ".").last.map(String.init), !taken.contains(name),
        !captures.contains(where: { $0.name == name })
      else { continue }
      captures.append((name, test))
    }
    return captures
  }

  /// The groups of the last regular expression, by name.
  var groups: [(name: String, number: Int)] {
    guard let regex = expression?.searchedRegexes.last else { return [] }
    let groups = regex.compiled.groups
    return (0...groups.count).map { (String($0), $0) } + groups.names
  }

  /// Whether `word` is reserved by the language, and so cannot name an address.
  package static func isWord(_ word: String) -> Bool {
    FilterField(rawValue: word.lowercased()) != nil || RejectedWord.reason(for: word) != nil
  }

  /// Whether `datagram` is shown. Use a `FilterJudge` for many datagrams in turn, and a `FilterRun` for a log.
  /// - Throws: `FilterFailure` if a regular expression reached its limit before the answer was known.
  package func matches(_ datagram: Datagram, in context: FilterContext) throws(FilterFailure) -> Bool {
    var judge = FilterJudge(self)
    return try judge.matches(datagram, in: context)
  }
}

extension DisplayFilter: Hashable {
  package static func == (left: DisplayFilter, right: DisplayFilter) -> Bool {
    left.expression == right.expression && left.source.unicodeScalars.elementsEqual(right.source.unicodeScalars)
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(expression)
  }
}
