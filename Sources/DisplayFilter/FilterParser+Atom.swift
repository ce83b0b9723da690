import Basics
import UDPCore

extension FilterParser {
  /// Parses one test, or a group in parentheses.
  mutating func atom(taking qualifier: FilterQualifier?, valuesOnly: Bool) throws(FilterError) -> FilterOperand {
    if peek()?.kind == .open { return try group(taking: qualifier, valuesOnly: valuesOnly) }
    let token = try next(expecting: "an address, a port, a word or '('")
    if valuesOnly, let qualifier { return try bareValue(token, qualifier) }
    switch token.kind {
    case .string(let text): return operand(.text(.contains, text), token)
    case .regex(let regex): return operand(.regex(regex), token)
    case .word(let word):
      guard let field = token.field else {
        if isFieldTest(word) { return operand(try fieldTest(word, token), token) }
        return try bareWord(word, token, taking: qualifier)
      }
      return try fieldAtom(field, token)
    case .and, .or: throw FilterError(range: token.range, message: "there is nothing before '\(Self.name(of: token))'")
    case .close: throw FilterError(range: token.range, message: "expected an address, a port or a word before ')'")
    case .relation(let relation):
      throw FilterError(
        range: token.range,
        message: "'\(relation.rawValue)' needs size, nr, age, data[n] or text before it, as in size > 100")
    case .ampersand:
      throw FilterError(range: token.range, message: "'&' alone means nothing here: write 'and', or quote it")
    case .open, .not: throw FilterError(range: token.range, message: "expected an address, a port or a word")
    }
  }

  /// Returns an operand that passes no qualifier on.
  func operand(_ expression: FilterExpression, _ token: FilterToken) -> FilterOperand {
    FilterOperand(expression: expression, range: token.range, carried: nil)
  }

  /// Parses an atom that starts with a word of the language.
  private mutating func fieldAtom(_ field: FilterField, _ token: FilterToken) throws(FilterError) -> FilterOperand {
    switch field {
    case .host, .net, .port, .portrange, .source, .destination, .peer, .local:
      return try qualified(from: token, family: nil)
    case .ip, .ip6, .udp: return try family(field, token)
    case .incoming, .outgoing, .error, .alarm, .multicast, .broadcast, .truncated, .empty, .badText, .auto, .marked,
      .gap, .unanswered:
      return operand(.flag(field.flag ?? .udp), token)
    case .size: return operand(try comparison(of: .size, token), token)
    case .number: return operand(try comparison(of: .number, token), token)
    case .age: return operand(try ageTest(token), token)
    case .encoding: return operand(try encodingTest(token), token)
    case .rule: return operand(try ruleTest(token), token)
    case .format: return operand(try formatTest(token), token)
    case .badCheck: return operand(.field(.badCheck, try origin(token)), token)
    case .data:
      throw FilterError(range: token.range, message: "'data' needs an offset: write data[0] = 0x7e, or data[2:2] > 9")
    case .text: return operand(try textTest(token), token)
    case .hex: return operand(try hexTest(token), token)
    case .mask:
      throw FilterError(range: token.range, message: "'mask' comes after a network: net 10.0.0.0 mask 255.0.0.0")
    case .contains, .startsWith:
      throw FilterError(range: token.range, message: "'\(field.word)' comes after 'text': text \(field.word) \"hello\"")
    case .matches:
      throw FilterError(range: token.range, message: "'matches' comes after 'text': text matches 'temp=\\d+'")
    case .and, .or, .not: throw FilterError(range: token.range, message: "expected an address, a port or a word")
    }
  }

  /// Parses `ip`, with any qualifier after it, because tcpdump takes `not ip host A` as one test.
  private mutating func family(_ field: FilterField, _ token: FilterToken) throws(FilterError) -> FilterOperand {
    let family = field == .udp ? nil : field.flag
    switch peek()?.field {
    case .host, .net, .port, .portrange, .source, .destination, .peer, .local:
      let first = try next(expecting: "a qualifier")
      return try qualified(from: first, family: family)
    case .multicast, .broadcast:
      let second = try next(expecting: "a flag")
      let flags = [family, second.field?.flag].compactMap(\.self).map { FilterExpression.flag($0) }
      return operand(.joined(flags, byOr: false), second)
    default: return operand(.flag(field.flag ?? .udp), token)
    }
  }

  // MARK: Words outside the language

  /// Parses a word outside the language: an address, a number, or text.
  private mutating func bareWord(
    _ word: String, _ token: FilterToken, taking qualifier: FilterQualifier?
  ) throws(FilterError) -> FilterOperand {
    if word.hasPrefix("data[") { return operand(try dataTest(word, token), token) }
    if case .relation = peek()?.kind { throw notComparable(token) }
    if let reason = RejectedWord.reason(for: word) { throw FilterError(range: token.range, message: reason) }
    if let qualifier, takes(word, qualifier) { return try bareValue(token, qualifier) }
    if let value = try value(of: token) {
      let side = qualifier?.kind == .direction ? qualifier : nil
      return bareOperand(value, token, taking: side)
    }
    try refuseMisspelt(word, token)
    return operand(.text(.contains, FilterText(word, ignoresCase: true)), token)
  }

  /// Whether tcpdump would apply the earlier qualifier to this bare word after `and` or `or`.
  private func takes(_ word: String, _ qualifier: FilterQualifier) -> Bool {
    guard word.utf8.allSatisfy({ $0 < 0x80 }) || addresses.aliases.target(named: word) != nil else { return false }
    if AddressSyntax.number(word) != nil { return true }
    let isAddress =
      switch try? addresses.value(of: word) {
      case .host, .net: true
      default: false
      }
    switch qualifier.kind {
    case .direction, .host: return isAddress
    case .net: return isAddress || AddressSyntax.partialNetwork(word) != nil
    case .port, .portrange: return isAddress || Self.isRange(word)
    }
  }

  private static func isRange(_ word: String) -> Bool {
    let ends = word.split(separator: "-", omittingEmptySubsequences: false)
    return ends.count == 2 && ends.allSatisfy { AddressSyntax.number($0) != nil }
  }

  private func bareOperand(_ value: AddressValue, _ token: FilterToken, taking qualifier: FilterQualifier?)
    -> FilterOperand
  {
    let side = qualifier?.side ?? .either
    let test: FilterExpression =
      switch value {
      case .host(let address, let scope): .host(side, address, scope: scope)
      case .net(let network, let scope): .net(side, network, scope: scope)
      case .endpoint(let address, let scope, let port): .endpoint(side, address, scope: scope, port: port)
      case .anyAddress(let port), .number(let port): .ports(side, port...port)
      }
    guard let family = qualifier?.family else {
      return FilterOperand(expression: test, range: token.range, carried: qualifier)
    }
    return FilterOperand(
      expression: .joined([.flag(family), test], byOr: false), range: token.range, carried: qualifier)
  }

  /// Returns the meaning of a word that looks like an address.
  func value(of token: FilterToken) throws(FilterError) -> AddressValue? {
    guard let word = token.word else { return nil }
    do throws(AddressSyntax.Problem) {
      return try addresses.value(of: word)
    } catch {
      throw FilterError(range: token.range, message: error.message)
    }
  }

  /// Rejects a word that is a typing mistake away from the word that the next token needs before it, such as `port`, or
  /// is a word of the language in uppercase.
  private func refuseMisspelt(_ word: String, _ token: FilterToken) throws(FilterError) {
    if let field = FilterField(rawValue: word.lowercased()) {
      throw FilterError(
        range: token.range, message: "write '\(field.word)' in lower case, or quote \"\(word)\" to mean text")
    }
    guard let following = peek() else { return }
    var candidates: [FilterField] = []
    switch following.kind {
    case .string: candidates = [.text]
    case .word(let after):
      switch try? addresses.value(of: after) {
      case .host, .net, .endpoint: candidates = [.host, .net, .source, .destination, .peer, .local]
      case .number, .anyAddress: candidates = [.port]
      case nil: candidates = Self.isRange(after) ? [.portrange] : []
      }
      if following.field == .host || following.field == .port || following.field == .net {
        candidates = [.source, .destination, .peer, .local]
      }
    default: break
    }
    if let field = FilterField.nearMiss(of: word, among: candidates, isLoose: false) {
      throw FilterError(
        range: token.range, message: "did you mean '\(field.word)' instead of '\(word)'? Quote \"\(word)\" to mean text"
      )
    }
  }

  /// Returns the error for something before `=`, `<` and so on that cannot be compared.
  func notComparable(_ token: FilterToken) -> FilterError {
    let word = Self.name(of: token)
    let message: Phrase
    if let hint = RejectedWord.wiresharkHint(for: word) {
      message = "'\(word)' is Wireshark's: write \(hint)"
    } else if let reason = RejectedWord.reason(for: word) {
      message = reason
    } else if let field = FilterField.nearMiss(of: word, among: [.size, .number, .age, .data, .text], isLoose: true) {
      message = "did you mean '\(field.word)' instead of '\(word)'?"
    } else if let name = fields.flatMap({ Spelling.nearest(to: word, among: $0.fieldNames) }) {
      message = "no format has a field '\(word)'; did you mean '\(name)'? 'udpeek formats' lists the fields"
    } else {
      message =
        "'\(word)' cannot be compared; size, nr, age, data[n] and text can; quote the whole expression to mean text"
    }
    return FilterError(range: token.range, message: message)
  }

  /// Returns a token as written, for messages.
  static func name(of token: FilterToken) -> String {
    switch token.kind {
    case .word(let word): word
    case .string(let text): "\"\(text.string)\""
    case .regex(let regex): "/\(regex.pattern)/"
    case .open: "("
    case .close: ")"
    case .and: "and"
    case .or: "or"
    case .not: "not"
    case .relation(let relation): relation.rawValue
    case .ampersand: "&"
    }
  }
}
