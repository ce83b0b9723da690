import Basics
import UDPCore

extension FilterParser {
  /// Parses `src host A`, `port 53`, `dst net 10.0.0.0/8`, `src (A or B)` and the like, whose first word is `first`.
  mutating func qualified(from first: FilterToken, family: FilterFlag?) throws(FilterError) -> FilterOperand {
    var qualifier = FilterQualifier(family: family, side: .either, kind: .direction)
    var kindWord = first
    if let side = side(first) {
      qualifier.side = side
      guard let after = peek() else { throw missingValue(first, qualifier) }
      kindWord = after
    }
    switch kindWord.field {
    case .host: qualifier.kind = .host
    case .net: qualifier.kind = .net
    case .port: qualifier.kind = .port
    case .portrange: qualifier.kind = .portrange
    default: break
    }
    if qualifier.kind != .direction, kindWord != first { skip() }
    guard let token = peek() else { throw missingValue(kindWord, qualifier) }
    if token.kind == .open {
      var operand = try group(taking: qualifier, valuesOnly: true)
      operand.carried = qualifier
      return operand
    }
    skip()
    let expression = try value(token, qualifier)
    return FilterOperand(
      expression: expression, range: first.range.lowerBound..<token.range.upperBound, carried: qualifier,
      role: qualifier.kind == .port || qualifier.kind == .portrange ? .ports : .other)
  }

  /// Parses a value that takes an earlier qualifier.
  mutating func bareValue(_ token: FilterToken, _ qualifier: FilterQualifier) throws(FilterError) -> FilterOperand {
    if case .word(let word) = token.kind, let field = FilterField(rawValue: word) {
      throw FilterError(
        range: token.range,
        message: "only values are allowed here, not '\(field.word)': write '\(qualifier.text)' inside the parentheses")
    }
    let isPort = qualifier.kind == .port || qualifier.kind == .portrange
    return FilterOperand(
      expression: try bareTest(token, qualifier), range: token.range, carried: qualifier,
      role: isPort ? .morePorts : .other)
  }

  /// Parses a value after an earlier qualifier. An address after `src host` may be a network: the value's own form
  /// takes precedence.
  private mutating func bareTest(_ token: FilterToken, _ qualifier: FilterQualifier) throws(FilterError)
    -> FilterExpression
  {
    var qualifier = qualifier
    if qualifier.kind == .host, case .net = try value(of: token) { qualifier.kind = .direction }
    return try value(token, qualifier)
  }

  /// Returns the direction that starts at `token`, and skips the rest of `src or dst`; `nil` if there is none.
  private mutating func side(_ token: FilterToken) -> FilterSide? {
    switch token.field {
    case .peer: return .peer
    case .local: return .local
    case .source, .destination:
      let isSource = token.field == .source
      let other: FilterField = isSource ? .destination : .source
      guard let join = peek(), join.kind == .or || join.kind == .and, peek(1)?.field == other else {
        return isSource ? .source : .destination
      }
      skip(2)
      return join.kind == .or ? .either : .both
    default: return nil
    }
  }

  private func missingValue(_ token: FilterToken, _ qualifier: FilterQualifier) -> FilterError {
    FilterError(
      range: token.range.upperBound..<token.range.upperBound,
      message: "'\(qualifier.text)' needs \(Self.expectation(of: qualifier)) after it")
  }

  private static func expectation(of qualifier: FilterQualifier) -> Phrase {
    switch qualifier.kind {
    case .direction: "an address, a network, an endpoint, or 'port' and a number"
    case .host: "an address such as 10.0.0.5 or ::1"
    case .net: "a network such as 10.0.0.0/8, 10.0.3. or 192.168.1.*"
    case .port: "a number from 0 to 65535"
    case .portrange: "two numbers such as 6000-6008"
    }
  }

  /// Returns the test of the value `token` after a qualifier.
  private mutating func value(_ token: FilterToken, _ qualifier: FilterQualifier) throws(FilterError)
    -> FilterExpression
  {
    guard let word = token.word else {
      switch token.kind {
      case .string, .regex: throw notAValue(Self.name(of: token), token, qualifier)
      default: break
      }
      throw missingValue(token, qualifier)
    }
    let test: FilterExpression
    switch qualifier.kind {
    case .port: test = .ports(qualifier.side, try portRange(word, token, qualifier))
    case .portrange: test = .ports(qualifier.side, try portRange(word, token, qualifier))
    case .net: test = try networkTest(word, token, qualifier)
    case .host, .direction: test = try addressTest(word, token, qualifier)
    }
    return qualifier.family.map { .joined([.flag($0), test], byOr: false) } ?? test
  }

  private func addressTest(
    _ word: String, _ token: FilterToken, _ qualifier: FilterQualifier
  ) throws(FilterError) -> FilterExpression {
    let side = qualifier.side
    let isHost = qualifier.kind == .host
    let prefix = side == .either ? "" : "\(side.rawValue) "
    switch try value(of: token) {
    case .host(let address, let scope): return .host(side, address, scope: scope)
    case .net(let network, let scope):
      guard !isHost else {
        throw FilterError(range: token.range, message: "'\(word)' is a network: write \(prefix)net \(network)")
      }
      return .net(side, network, scope: scope)
    case .endpoint(let address, let scope, let port):
      guard !isHost else {
        throw FilterError(range: token.range, message: "'host' takes no port: write \(prefix)\(word)")
      }
      return .endpoint(side, address, scope: scope, port: port)
    case .anyAddress(let port):
      guard !isHost else {
        throw FilterError(range: token.range, message: "'host' takes no port: write \(prefix)port \(port)")
      }
      return .ports(side, port...port)
    case .number, nil:
      guard AddressSyntax.number(word) == nil else {
        throw FilterError(
          range: token.range,
          message: "tcpdump takes \(word) after '\(qualifier.text)' for an address: write \(prefix)port \(word)")
      }
      throw notAValue("'\(word)'", token, qualifier)
    }
  }

  private func notAValue(_ written: String, _ token: FilterToken, _ qualifier: FilterQualifier) -> FilterError {
    let loose: [FilterField] = qualifier.kind == .direction ? [.host, .net, .port, .portrange] : []
    if let field = token.word.flatMap({ FilterField.nearMiss(of: $0, among: loose, isLoose: true) }) {
      return FilterError(range: token.range, message: "did you mean '\(field.word)' instead of \(written)?")
    }
    let expectation = Self.expectation(of: qualifier)
    let isName = token.word != nil && token.field == nil && qualifier.kind != .portrange
    let message: Phrase =
      isName
      ? "'\(qualifier.text)' takes \(expectation), not \(written), and names are not looked up"
      : "'\(qualifier.text)' takes \(expectation), not \(written)"
    return FilterError(range: token.range, message: message)
  }

  // MARK: Networks

  private mutating func networkTest(
    _ word: String, _ token: FilterToken, _ qualifier: FilterQualifier
  ) throws(FilterError) -> FilterExpression {
    if let network = AddressSyntax.partialNetwork(word) { return .net(qualifier.side, network, scope: nil) }
    if let slash = word.lastIndex(of: "/"), let partial = AddressSyntax.partialNetwork(word[..<slash]),
      let network = Int(word[word.index(after: slash)...]).flatMap({ IPNetwork(partial.base, length: $0) })
    {
      return .net(qualifier.side, network, scope: nil)
    }
    switch try value(of: token) {
    case .net(let network, let scope): return .net(qualifier.side, network, scope: scope)
    case .host(let address, let scope):
      if peek()?.field == .mask { return .net(qualifier.side, try masked(address), scope: scope) }
      throw FilterError(
        range: token.range,
        message:
          "a network needs a length, such as \(address)/\(address.isIPv4 ? 24 : 64); for one address write 'host'")
    case .endpoint: throw FilterError(range: token.range, message: "'net' takes no port: write \(word) alone")
    default: throw notAValue("'\(word)'", token, qualifier)
    }
  }

  /// Parses the mask of the network; the next token is `mask`.
  private mutating func masked(_ address: IPAddress) throws(FilterError) -> IPNetwork {
    skip()
    let token = try next(expecting: "a mask such as 255.255.255.0")
    guard address.isIPv4 else {
      throw FilterError(range: token.range, message: "'mask' is for IPv4: write \(address)/64")
    }
    guard case .host(let mask, _) = try value(of: token), let bits = mask.ipv4Bits else {
      throw FilterError(range: token.range, message: "'mask' takes a mask such as 255.255.255.0")
    }
    let length = (~bits).leadingZeroBitCount
    guard bits == (length == 0 ? 0 : UInt32.max << (32 - UInt32(length))),
      let network = IPNetwork(address, length: length)
    else {
      throw FilterError(
        range: token.range, message: "only a mask of ones followed by zeros is understood, such as 255.255.255.0")
    }
    return network
  }

  // MARK: Ports

  private func portRange(
    _ word: String, _ token: FilterToken, _ qualifier: FilterQualifier
  ) throws(FilterError) -> ClosedRange<UInt16> {
    let ends = word.split(separator: "-", omittingEmptySubsequences: false)
    let numbers = ends.compactMap { AddressSyntax.number($0) }
    let side = qualifier.side == .either ? "" : "\(qualifier.side.rawValue) "
    if !numbers.isEmpty, numbers.count == ends.count, numbers.count <= 2 {
      let ports = numbers.compactMap { UInt16(exactly: $0) }
      guard ports.count == numbers.count else {
        throw FilterError(range: token.range, message: "a port is a number from 0 to 65535, not \(word)")
      }
      if ports.count == 1 { return ports[0]...ports[0] }
      guard qualifier.kind == .portrange else {
        throw FilterError(range: token.range, message: "'port' takes one number: write \(side)portrange \(word)")
      }
      return min(ports[0], ports[1])...max(ports[0], ports[1])
    }
    let list = word.split(separator: ",")
    if list.count > 1, list.allSatisfy({ AddressSyntax.number($0) != nil }) {
      throw FilterError(
        range: token.range, message: "several ports are written \(side)port \(list.joined(separator: " or "))")
    }
    switch try? addresses.value(of: word) {
    case .host, .net, .endpoint:
      throw FilterError(
        range: token.range,
        message:
          "after '\(qualifier.text)' tcpdump takes \(word) for a port: write the kind before it, as in host 10.0.0.5")
    default: throw notAValue("'\(word)'", token, qualifier)
    }
  }
}
