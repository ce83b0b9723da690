import UDPCore

/// A filter made fast: tests in a row, each with the place to go on at when it holds and when it does not, as BPF does.
/// No recursion, no closures, no allocation while it runs; cheap tests go before those that read text.
struct FilterProgram: Sendable {
  /// One test.
  enum Test: Sendable, BitwiseCopyable {
    case endpoint(FilterSide, EndpointPattern)
    case flag(FilterFlag)
    case size(FilterRelation, UInt64)
    case number(FilterRelation, UInt64)
    case data(offset: Int, width: Int, mask: UInt64, FilterRelation, UInt64)
    /// Index in `bytePatterns`.
    case hex(Int)
    /// Index in `textPatterns`.
    case text(Int)
  }

  private struct Step: Sendable, BitwiseCopyable {
    var test: Test
    var ifTrue: Int
    var ifFalse: Int
  }

  private static let accept = -1
  private static let reject = -2

  private var steps: [Step] = []
  private var textPatterns: [TextPattern] = []
  private var bytePatterns: [BytePattern] = []
  private var start = Self.accept

  /// Whether verdicts depend on the text.
  var needsText: Bool { !textPatterns.isEmpty }
  /// Whether rows with equal kind, peer and local path get equal verdicts.
  private(set) var needsOnlyRoute = true

  /// The program of `expression`; without one it accepts everything.
  init(_ expression: FilterExpression?) {
    guard let expression else { return }
    start = add(expression, ifTrue: Self.accept, ifFalse: Self.reject)
  }

  // MARK: Running

  /// Whether the program accepts `row`.
  @inline(__always)
  func accepts(_ row: some FilterRow, text: (Datagram) -> String) -> Bool {
    var place = start
    var decoded: String?
    while place >= 0 {
      let step = steps[place]
      let holds: Bool
      switch step.test {
      case .endpoint(let side, let pattern): holds = Self.matches(row, side, pattern)
      case .flag(let flag): holds = Self.matches(row, flag)
      case .size(let relation, let value): holds = relation.holds(UInt64(row.size), value)
      case .number(let relation, let value): holds = relation.holds(row.number, value)
      case .data, .hex: holds = matches(row.datagram, step.test)
      case .text(let index):
        let string = decoded ?? text(row.datagram)
        decoded = string
        holds = textPatterns[index].matches(string)
      }
      place = holds ? step.ifTrue : step.ifFalse
    }
    return place == Self.accept
  }

  @inline(__always)
  private static func matches(_ row: some FilterRow, _ side: FilterSide, _ pattern: EndpointPattern) -> Bool {
    switch side {
    case .either: pattern.contains(row.peer) || pattern.contains(row.local.endpoint)
    case .both: pattern.contains(row.peer) && pattern.contains(row.local.endpoint)
    case .peer: pattern.contains(row.peer)
    case .local: pattern.contains(row.local.endpoint)
    case .source: pattern.contains(row.kind == .incoming ? row.peer : row.local.endpoint)
    case .destination: pattern.contains(row.kind == .incoming ? row.local.endpoint : row.peer)
    }
  }

  @inline(__always)
  private static func matches(_ row: some FilterRow, _ flag: FilterFlag) -> Bool {
    switch flag {
    case .ip: row.peer.address.isIPv4
    case .ip6: !row.peer.address.isIPv4
    case .udp: true
    case .incoming: row.kind == .incoming
    case .outgoing: row.kind != .incoming
    case .error: row.kind == .failure
    case .multicast: (row.kind == .incoming ? row.local.endpoint : row.peer).address.isMulticast
    case .broadcast: isBroadcast(row)
    case .truncated: row.isTruncated
    case .empty: row.size == 0
    }
  }

  /// Sent to 255.255.255.255, or received for an IPv4 address that is neither a group nor the one an answer leaves
  /// from: the network's own broadcast address.
  private static func isBroadcast(_ row: some FilterRow) -> Bool {
    guard row.kind == .incoming else { return row.peer.address.isLimitedBroadcast }
    let local = row.local
    let address = local.endpoint.address
    if address.isLimitedBroadcast { return true }
    return address.isIPv4 && local.replySource.isIPv4 && !address.isMulticast && !local.replySource.isUnspecified
      && !address.isUnspecified && local.replySource != address
  }

  private func matches(_ datagram: Datagram, _ test: Test) -> Bool {
    switch test {
    case .hex(let index): return datagram.withPayload { bytePatterns[index].matches($0) }
    case .data(let offset, let width, let mask, let relation, let value):
      let number = datagram.withPayload { payload -> UInt64? in
        guard offset + width <= payload.byteCount else { return nil }
        return (offset..<offset + width).reduce(0) { $0 << 8 | UInt64(BytePattern.byte(of: payload, at: $1)) }
      }
      return number.map { relation.holds($0 & mask, value) } ?? (relation == .notEqual)
    default: return false
    }
  }

  // MARK: Compiling

  /// Adds the tests of `expression` and returns where they start. What comes later must have been added before.
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
        .flag(.multicast), .flag(.broadcast):
        break
      default: needsOnlyRoute = false
      }
      steps.append(Step(test: test, ifTrue: ifTrue, ifFalse: ifFalse))
      return steps.count - 1
    }
  }

  private mutating func test(of leaf: FilterExpression) -> Test {
    switch leaf {
    case .host(let side, let address, let scope):
      return .endpoint(side, EndpointPattern(IPNetwork(only: address), scope: scope))
    case .net(let side, let network, let scope): return .endpoint(side, EndpointPattern(network, scope: scope))
    case .endpoint(let side, let address, let scope, let port):
      return .endpoint(side, EndpointPattern(IPNetwork(only: address), scope: scope, ports: port...port))
    case .ports(let side, let ports): return .endpoint(side, EndpointPattern(nil, ports: ports))
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
    case .all, .any, .not: preconditionFailure("not a leaf")
    }
  }

  /// The same parts, those that need less of a datagram first.
  private static func cheapFirst(_ parts: [FilterExpression]) -> [FilterExpression] {
    (0...2).flatMap { cost in parts.filter { Self.cost($0) == cost } }
  }

  /// 0 for the fixed part of a row, 1 for its bytes, 2 for its text.
  private static func cost(_ expression: FilterExpression) -> Int {
    switch expression {
    case .all(let parts), .any(let parts): parts.reduce(0) { max($0, cost($1)) }
    case .not(let part): cost(part)
    case .text: 2
    case .hex, .compare(.data, _, _): 1
    default: 0
    }
  }
}

/// What a program reads of a row.
protocol FilterRow {
  var number: UInt64 { get }
  var kind: DatagramKind { get }
  var size: Int { get }
  var isTruncated: Bool { get }
  var peer: Endpoint { get }
  var local: LocalPath { get }
  /// The row with its payload.
  var datagram: Datagram { get }
}

extension Datagram: FilterRow {
  var datagram: Datagram { self }
}

/// A row where it lies: nothing is read before it is asked for.
struct SegmentRow: FilterRow {
  let segment: LogSegment
  let index: Int
  let head: RowHead

  @inline(__always)
  init(_ segment: LogSegment, at index: Int) {
    self.segment = segment
    self.index = index
    head = segment.head(at: index)
  }

  var number: UInt64 { segment.numbers.lowerBound + UInt64(index) }
  var kind: DatagramKind { head.kind }
  var size: Int { head.size }
  var isTruncated: Bool { head.isTruncated }
  var peer: Endpoint { segment.peer(of: head) }
  var local: LocalPath { segment.localPath(of: head) }
  var datagram: Datagram { segment[number] }
}
