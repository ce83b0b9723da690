package import UDPCore

/// Which datagrams are shown: a filter that was understood. There is none that was not.
package struct DisplayFilter: Sendable {
  /// As it was typed.
  package let source: String
  /// What it was understood as; reading it again gives the same expression. Empty when everything is shown.
  package let canonical: String
  /// The tree; `nil` when everything is shown.
  package let expression: FilterExpression?
  /// The compiled form.
  let program: FilterProgram

  /// Understands `source`; empty means everything.
  /// - Parameters:
  ///   - interfaces: for scopes written as names (`fe80::1%eth0`); numbers always work.
  ///   - aliases: names that may stand for addresses, networks and endpoints.
  package init(
    _ source: String, interfaces: InterfaceNames = InterfaceNames(), aliases: Aliases = Aliases()
  ) throws(FilterError) {
    let expression = try FilterParser.parse(source, AddressSyntax(interfaces: interfaces, aliases: aliases))
    self.init(source: source, expression: expression, interfaces)
  }

  /// A filter from a tree, its source the canonical form.
  package init(_ expression: FilterExpression, interfaces: InterfaceNames = InterfaceNames()) {
    self.init(source: CanonicalWriter.text(of: expression, interfaces), expression: expression, interfaces)
  }

  private init(source: String, expression: FilterExpression?, _ interfaces: InterfaceNames) {
    self.source = source
    self.expression = expression
    canonical = expression.map { CanonicalWriter.text(of: $0, interfaces) } ?? ""
    program = FilterProgram(expression)
  }

  /// Shows every datagram.
  package static let everything = DisplayFilter(source: "", expression: nil, InterfaceNames())

  /// Whether it shows every datagram, because it is empty or says `udp`.
  package var isEverything: Bool { expression == nil || expression == .flag(.udp) }

  /// Whether verdicts depend on how peers write: on the decoded text or on the encoding itself.
  package var needsEncoding: Bool { program.needsEncoding }

  /// Whether one row may take milliseconds: it has a regular expression.
  package var mayTakeLong: Bool { !program.regexes.isEmpty }

  /// Whether verdicts depend on the marks.
  package var needsMarks: Bool { program.needsMarks }

  /// Whether verdicts change with time.
  package var needsClock: Bool { !program.ages.isEmpty }

  /// Whether the language reads `word` as one of its own, so that it can be no name of a person's.
  package static func isWord(_ word: String) -> Bool {
    FilterField(rawValue: word.lowercased()) != nil || RefusedWord.reason(for: word) != nil
  }

  /// Whether `datagram` is shown. For many datagrams one after another use a `FilterJudge`, for a log a `FilterRun`.
  /// - Throws: `FilterFailure` when a regular expression met its limit before it was known.
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
