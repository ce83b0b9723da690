package import UDPCore

/// A rule of nftables: conditions and a verdict.
package struct FirewallRule: Hashable, Sendable {
  package enum Verdict: Hashable, Sendable {
    case accept
    /// `drop` and `reject`.
    case drop
    /// It sends the datagram to another address, port or program: `redirect`, `dnat`, `tproxy`, `queue`, `fwd`, or a
    /// destination that is set.
    case divert
    /// `return`.
    case leave
    /// `jump`, or `goto`, which does not come back.
    case jump(String, returns: Bool)
    /// It counts, logs or marks.
    case none
  }

  /// Whether a condition holds for a datagram.
  package enum Match: Hashable, Sendable {
    case yes, no, unknown
  }

  /// The rule as it was listed, without its handle.
  package let text: String
  package let verdict: Verdict
  /// The place to which a rule that diverts sends a datagram; `nil` where it says none.
  package private(set) var diversion: Diversion?
  private let words: [String]

  /// The place to which a rule sends datagrams (nft(8), NAT and TPROXY statements).
  package struct Diversion: Hashable, Sendable {
    /// The word of the statement.
    package var word: String
    package var address: IPAddress?
    package var port: UInt16?
  }

  /// Whether it asks anything of a datagram.
  package var isConditional: Bool { !words.isEmpty && words != ["counter"] }

  init(nft all: [String]) {
    let written = all.firstIndex(of: "#").map { Array(all[..<$0]) } ?? all
    text = written.joined(separator: " ")
    let words = Self.withoutTexts(written)
    if let place = Self.diversion(words) {
      verdict = .divert
      self.words = Array(words.prefix(place))
      diversion = Self.diversion(at: place, in: words)
      return
    }
    let place = words.lastIndex { Self.verdicts.contains($0) }
    switch place.map({ words[$0] }) {
    case "accept": verdict = .accept
    case "drop", "reject": verdict = .drop
    case "return": verdict = .leave
    case "jump", "goto":
      let name = place.flatMap { $0 + 1 < words.count ? words[$0 + 1] : nil } ?? ""
      verdict = .jump(name, returns: place.map { words[$0] } == "jump")
    default: verdict = .none
    }
    self.words = Array(words.prefix(place ?? words.count))
  }

  /// Returns words with `""` in place of texts of several words: a comment may say `drop`.
  private static func withoutTexts(_ words: [String]) -> [String] {
    var isInText = false
    return words.compactMap { word in
      if isInText {
        isInText = !word.hasSuffix("\"")
        return nil
      }
      isInText = word.hasPrefix("\"") && (word == "\"" || !word.hasSuffix("\""))
      return isInText ? "\"\"" : word
    }
  }

  private static let diversions: Set<String> = ["redirect", "dnat", "tproxy", "queue", "fwd"]

  /// Whether the rule sends a datagram to where it goes anyway.
  package func leadsHome(_ datagram: FirewallDatagram) -> Bool {
    guard let diversion, ["redirect", "dnat"].contains(diversion.word) else { return false }
    let isSamePort =
      diversion.port.map { $0 == datagram.port } ?? (diversion.word == "redirect" || diversion.address != nil)
    return isSamePort && (diversion.address.map { $0 == datagram.destination } ?? true)
  }

  /// The place at which a rule begins to send datagrams elsewhere; `nil` if it does not.
  private static func diversion(_ words: [String]) -> Int? {
    if let place = words.lastIndex(where: { diversions.contains($0) }) { return place }
    guard let place = words.lastIndex(of: "set"), place >= 2, ["dport", "daddr"].contains(words[place - 1]),
      ["udp", "th", "ip", "ip6"].contains(words[place - 2])
    else { return nil }
    return place - 2
  }

  /// What a statement such as `redirect to :9001`, `dnat ip to 10.0.0.2:9001` or `tproxy to :9001` says of the place.
  private static func diversion(at place: Int, in words: [String]) -> Diversion {
    var found = Diversion(word: words[place])
    guard let to = words[place...].firstIndex(of: "to"), to + 1 < words.count else { return found }
    let target = words[to + 1]
    if target.hasPrefix(":") {
      found.port = UInt16(target.dropFirst())
    } else if let endpoint = try? EndpointArgument(target), case .address(let address, _) = endpoint.host {
      (found.address, found.port) = (address, endpoint.port)
    } else {
      found.address = IPAddress(target)
    }
    return found
  }

  private static let verdicts: Set<String> = ["accept", "drop", "reject", "return", "jump", "goto"]

  /// Reads the words of a line: one rule, or for a map of verdicts (`udp dport vmap { 9000 : drop }`) one for each element.
  static func rules(nft words: [String]) -> [FirewallRule] {
    guard let place = words.firstIndex(of: "vmap"), place + 1 < words.count else { return [FirewallRule(nft: words)] }
    let whole = words.joined(separator: " ")
    guard words[place + 1].hasPrefix("{"), let selectors = selectors(words[..<place]) else {
      // The map has a name, or a key that is not judged: the datagram may be dropped there.
      return [FirewallRule(whole, ["vmap"], .drop)]
    }
    let before = Array(words[..<(place - selectors.reduce(selectors.count - 1) { $0 + $1.count })])
    let elements = words[(place + 1)...].joined(separator: " ").drop { $0 == "{" }.prefix { $0 != "}" }
    return elements.split(separator: ",").prefix(mostElements).compactMap { element in
      guard let colon = element.ranges(of: " : ").last else { return nil }
      let keys = element[..<colon.lowerBound].split(separator: " . ", omittingEmptySubsequences: true)
        .compactMap { $0.split(separator: " ").first.map(String.init) }
      guard keys.count == selectors.count else { return nil }
      let conditions = zip(selectors, keys).flatMap { $0 + [$1] }
      let rule = FirewallRule(
        nft: before + conditions + element[colon.upperBound...].split(separator: " ").map(String.init))
      return FirewallRule(whole, rule.words, rule.verdict)
    }
  }

  /// The most elements of a map that are judged.
  private static let mostElements = 4_096

  /// The fields that a map of verdicts is asked by; `nil` if they are not understood.
  private static func selectors(_ words: ArraySlice<String>) -> [[String]]? {
    var rest = words
    var found: [[String]] = []
    repeat {
      if rest.last == "." { rest.removeLast() }
      guard let last = rest.popLast() else { return nil }
      if ["iifname", "iif", "oifname", "oif", "mark"].contains(last), rest.last != "meta" {
        found.insert([last], at: 0)
      } else {
        guard let first = rest.popLast(), ["udp", "th", "tcp", "ip", "ip6", "ct", "meta"].contains(first) else {
          return nil
        }
        found.insert([first, last], at: 0)
      }
    } while rest.last == "."
    return found
  }

  private init(_ text: String, _ words: [String], _ verdict: Verdict) {
    self.text = text
    self.words = words
    self.verdict = verdict
  }

  /// Whether the rule holds for a datagram; its conditions are judged as far as they are of addresses, ports, interfaces
  /// and connections.
  package func match(_ datagram: FirewallDatagram) -> Match {
    var result = Match.yes
    var rest = words[...]
    while let word = rest.popFirst() {
      let condition = Self.condition(word, &rest, datagram)
      if condition == .no { return .no }
      if condition == .unknown { result = .unknown }
    }
    return result
  }

  private static func condition(
    _ word: String, _ rest: inout ArraySlice<String>, _ datagram: FirewallDatagram
  ) -> Match {
    switch word {
    case "counter":
      if rest.first == "packets" { rest = rest.dropFirst(4) }
      return .yes
    case "comment", "log":
      // What follows is quoted, or words of the log before its text.
      if let end = rest.firstIndex(where: { $0.hasSuffix("\"") }) { rest = rest[(end + 1)...] }
      return .yes
    case "udp", "th":
      guard let field = rest.popFirst(), let values = values(&rest) else { return .unknown }
      return field == "dport" ? values.match(port: datagram.port) : .unknown
    case "tcp", "icmp", "icmpv6", "sctp":
      return .no
    case "meta":
      guard let field = rest.popFirst() else { return .unknown }
      if rest.first == "set" {
        rest = rest.dropFirst(2)
        return .yes
      }
      if field == "l4proto" { return values(&rest)?.match { $0 == "udp" || $0 == "17" } ?? .unknown }
      if field == "nfproto" {
        return values(&rest)?.match { $0 == (datagram.family == .ipv4 ? "ipv4" : "ipv6") } ?? .unknown
      }
      if field == "iifname" || field == "iif" { return interface(values(&rest), datagram) }
      if field == "pkttype", let kind = datagram.kind {
        return values(&rest)?.match { $0 == kind.rawValue || kind == .host && $0 == "unicast" } ?? .unknown
      }
      _ = values(&rest)
      return .unknown
    case "fib":
      // A target of ours is local to every table that decides; the rest of it depends on routes.
      guard rest.first == "daddr", rest.dropFirst().first == "type", let kind = datagram.kind else { return .unknown }
      rest = rest.dropFirst(2)
      let type = datagram.isForwarded ? "unicast" : kind == .host ? "local" : kind.rawValue
      return values(&rest)?.match { $0 == type } ?? .unknown
    case "iifname", "iif": return interface(values(&rest), datagram)
    case "ip", "ip6":
      if (word == "ip") != (datagram.family == .ipv4) { return .no }
      guard let field = rest.popFirst(), let values = values(&rest) else { return .unknown }
      switch field {
      case "saddr": return address(values, datagram.source)
      case "daddr": return address(values, datagram.destination)
      case "protocol", "nexthdr": return values.match { $0 == "udp" || $0 == "17" }
      default: return .unknown
      }
    case "ct":
      guard rest.popFirst() == "state", let values = values(&rest) else { return .unknown }
      return values.match { $0.split(separator: ",").contains { $0 == "new" || $0 == "untracked" } }
    default: return .unknown
    }
  }

  /// The values that a condition compares with.
  private struct Values {
    /// The relation as it is written: `==`, `!=`, `<`, `>`, `<=`, `>=`.
    var relation: String
    var all: [String]

    var isNegated: Bool { relation == "!=" }

    /// The result where one of the values holds; of names and addresses, what is greater is not judged.
    func match(_ holds: (String) -> Bool) -> Match {
      guard relation == "==" || isNegated else { return .unknown }
      return all.contains(where: holds) != isNegated ? .yes : .no
    }

    func match(port: UInt16) -> Match {
      if relation == "==" || isNegated { return match { FirewallRule.holds($0, port: port) } }
      guard let limit = all.first.flatMap({ UInt16($0) ?? FirewallRule.services[$0] }) else { return .unknown }
      let holds =
        switch relation {
        case "<": port < limit
        case "<=": port <= limit
        case ">": port > limit
        default: port >= limit
        }
      return holds ? .yes : .no
    }
  }

  private static let relations: Set<String> = ["==", "!=", "<", ">", "<=", ">="]
  /// Operators by which bits of a field are taken, each with the number behind it.
  private static let operators: Set<String> = ["&", "|", "^", "<<", ">>"]

  /// Takes the values after a field: one, or a set in braces; `nil` for a set that has a name, and for bits of the field.
  private static func values(_ rest: inout ArraySlice<String>) -> Values? {
    var isOfBits = false
    while let sign = rest.first, operators.contains(sign) {
      rest = rest.dropFirst(2)
      isOfBits = true
    }
    var relation = "=="
    if let sign = rest.first, relations.contains(sign) {
      relation = sign
      rest = rest.dropFirst()
    }
    guard let first = rest.popFirst() else { return nil }
    if first.hasPrefix("@") { return nil }
    var all = [unquoted(first)]
    if first == "{" {
      all = []
      while let word = rest.popFirst(), word != "}" { all.append(unquoted(word)) }
    }
    return isOfBits ? nil : Values(relation: relation, all: all)
  }

  private static func unquoted(_ word: String) -> String {
    word.filter { $0 != "\"" && ($0 != "," || !word.hasSuffix(",")) }
  }

  fileprivate static func holds(_ value: String, port: UInt16) -> Bool {
    let ends = value.split(separator: "-").map { UInt16($0) ?? Self.services[String($0)] }
    guard let first = ends.first ?? nil, let last = ends.last ?? nil, first <= last else { return false }
    return (first...last).contains(port)
  }

  /// Names of ports that nft prints without `-n` for want of an option: none by default.
  fileprivate static let services: [String: UInt16] = ["domain": 53, "ntp": 123, "snmp": 161, "syslog": 514]

  private static func interface(_ values: Values?, _ datagram: FirewallDatagram) -> Match {
    guard let values else { return .unknown }
    guard let interface = datagram.interface else {
      // Datagrams from other hosts do not come in by loopback.
      return values.all == ["lo"] ? (values.isNegated ? .yes : .no) : .unknown
    }
    return values.match { value in
      value.hasSuffix("*") ? interface.hasPrefix(value.dropLast()) : value == interface
    }
  }

  private static func address(_ values: Values, _ address: IPAddress?) -> Match {
    guard let address else { return .unknown }
    var isUnknown = false
    let match = values.match { value in
      let parts = value.split(separator: "/")
      guard let base = parts.first.flatMap({ IPAddress($0) }) else {
        isUnknown = true
        return false
      }
      let length = parts.count > 1 ? Int(parts[1]) ?? -1 : base.isIPv4 ? 32 : 128
      return IPNetwork(base, length: length)?.contains(address) ?? false
    }
    return isUnknown && match == .no ? .unknown : match
  }
}
