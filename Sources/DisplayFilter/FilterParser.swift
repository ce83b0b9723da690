import Basics
import UDPCore

/// A recursive descent parser of filters. One level of parentheses is parsed as a flat list of operands, so that the
/// error for mixed `and` and `or` can show both readings.
struct FilterParser {
  /// The most levels of nested parentheses and `not`.
  static let maximumDepth = 64

  /// The syntax of words that stand for addresses.
  let addresses: AddressSyntax
  /// The fields that may be compared; `nil` where none are known.
  let fields: (any FieldSource)?
  private let tokens: [FilterToken]
  /// The length of the source in scalars.
  private let end: Int
  private var position = 0
  private var depth = 0

  private init(tokens: [FilterToken], end: Int, addresses: AddressSyntax, fields: (any FieldSource)?) {
    self.fields = fields
    self.tokens = tokens
    self.end = end
    self.addresses = addresses
  }

  /// Parses `source`; `nil` if it is empty.
  static func parse(
    _ source: String, _ addresses: AddressSyntax, _ fields: (any FieldSource)? = nil
  ) throws(FilterError) -> FilterExpression? {
    let tokens = try FilterLexer.tokens(of: source)
    if tokens.isEmpty { return nil }
    var parser = FilterParser(tokens: tokens, end: source.unicodeScalars.count, addresses: addresses, fields: fields)
    let operand = try parser.level(taking: nil, valuesOnly: false)
    if let token = parser.peek() { throw FilterError(range: token.range, message: "this ')' has no '(' before it") }
    return operand.expression
  }

  // MARK: Tokens

  /// The token `ahead` tokens after the next one; `nil` beyond the end.
  func peek(_ ahead: Int = 0) -> FilterToken? {
    position + ahead < tokens.count ? tokens[position + ahead] : nil
  }

  /// Skips `count` tokens.
  mutating func skip(_ count: Int = 1) {
    position += count
  }

  /// Consumes the next token, or throws an error that names what was expected.
  mutating func next(expecting expected: Phrase) throws(FilterError) -> FilterToken {
    guard let token = peek() else {
      throw FilterError(range: end..<end, message: "the filter ends too early: expected \(expected)")
    }
    position += 1
    return token
  }

  /// The range from the token at index `first` to the last one consumed.
  private func range(from first: Int) -> Range<Int> {
    tokens[first].range.lowerBound..<tokens[position - 1].range.upperBound
  }

  // MARK: Levels

  /// Parses operands joined by `and`, `or` or nothing, up to a `)` or the end.
  /// - Parameter valuesOnly: whether this is inside `port ( … )`, where every operand is a value for the qualifier
  ///   before it.
  mutating func level(taking qualifier: FilterQualifier?, valuesOnly: Bool) throws(FilterError) -> FilterOperand {
    var list = OperandList(first: try unary(taking: qualifier, valuesOnly: valuesOnly))
    while let token = peek(), token.kind != .close {
      switch token.kind {
      case .and, .or:
        skip()
        let isOr = token.kind == .or
        guard let following = peek(), following.kind != .close else {
          throw FilterError(range: token.range, message: "'\(isOr ? "or" : "and")' needs something after it")
        }
        let carried = list.operands.last?.carried
        list.append(try unary(taking: carried, valuesOnly: valuesOnly), byOr: isOr, at: token.range)
      case .relation, .ampersand:
        throw notComparable(tokens[position - 1])
      default:
        guard !valuesOnly else {
          throw FilterError(range: token.range, message: "write 'or' between the values in these parentheses")
        }
        list.append(try unary(taking: nil, valuesOnly: false), byOr: false, at: token.range)
      }
    }
    return try list.combined(addresses.interfaces)
  }

  private mutating func unary(taking qualifier: FilterQualifier?, valuesOnly: Bool) throws(FilterError) -> FilterOperand
  {
    let first = position
    while peek()?.kind == .not { try enter() }
    let negations = position - first
    let atom = position
    if negations > 0, peek() == nil || peek()?.kind == .close {
      throw FilterError(range: tokens[position - 1].range, message: "'not' needs something after it")
    }
    var operand = try self.atom(taking: qualifier, valuesOnly: valuesOnly)
    operand.range = range(from: first)
    for _ in first..<atom { operand.expression = .not(operand.expression) }
    if negations > 0 { operand.role = operand.role == .ports ? .negatedPorts : .other }
    depth -= negations
    return operand
  }

  private mutating func enter() throws(FilterError) {
    depth += 1
    guard depth <= Self.maximumDepth else {
      throw FilterError(
        range: peek()?.range ?? end..<end,
        message: "more than \(Self.maximumDepth) levels of 'not' and '(' are too deep")
    }
    position += 1
  }

  /// Parses a group in parentheses; the next token is `(`.
  mutating func group(taking qualifier: FilterQualifier?, valuesOnly: Bool) throws(FilterError) -> FilterOperand {
    guard let open = peek() else { return try atom(taking: qualifier, valuesOnly: valuesOnly) }
    try enter()
    if let close = peek(), close.kind == .close {
      throw FilterError(
        range: open.range.lowerBound..<close.range.upperBound, message: "there is nothing in these parentheses")
    }
    var operand = try level(taking: qualifier, valuesOnly: valuesOnly)
    guard peek()?.kind == .close else {
      throw FilterError(range: open.range, message: "this '(' is not closed: add ')'")
    }
    position += 1
    depth -= 1
    operand.role = .other
    // As in tcpdump, a qualifier inside parentheses ends with them, and the one before them applies again.
    operand.carried = qualifier
    return operand
  }
}

/// The words before a value. As in tcpdump, they also apply to the bare values after `and` and `or`.
struct FilterQualifier: Hashable {
  /// The kind of value that the words require.
  enum Kind: Hashable {
    /// A direction alone: `src`.
    case direction
    case host
    case net
    case port
    case portrange
  }

  /// `ip` or `ip6` before the words.
  var family: FilterFlag?
  /// The side whose value is tested.
  var side: FilterSide
  /// The kind of value.
  var kind: Kind

  /// The words as written: `src port`.
  var text: String {
    var words: [String] = []
    if let family { words.append(family.rawValue) }
    if side != .either || kind == .direction { words.append(side.rawValue) }
    switch kind {
    case .direction: break
    case .host: words.append("host")
    case .net: words.append("net")
    case .port: words.append("port")
    case .portrange: words.append("portrange")
    }
    return words.joined(separator: " ")
  }
}
