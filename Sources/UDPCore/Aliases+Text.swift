package import Basics

/// Names in the place of addresses, both ways: what `text(of:)` shows, `reading(_:)` reads.
extension Aliases {
  /// The endpoint with its name in the place of its address: `boiler` for an endpoint's name, `boiler:5000` for an
  /// address's, `plant.3.17:5000` and `[six::17]:5000` for a network's; a scope as in `press%eth0:5000`.
  package func text(of endpoint: Endpoint, _ interfaces: InterfaceNames) -> String {
    guard let (target, name) = match(endpoint) else { return endpoint.text(interfaces) }
    let scope = endpoint.scope == 0 ? "" : "%\(interfaces.name(of: endpoint.scope))"
    switch target {
    case .endpoint: return name + scope
    case .address: return "\(name)\(scope):\(endpoint.port)"
    case .network(let network):
      let host = name + network.hostText(of: endpoint.address)
      return endpoint.address.isIPv4 ? "\(host):\(endpoint.port)" : "[\(host)\(scope)]:\(endpoint.port)"
    }
  }

  /// What a text stands for that begins with a name, and the scope that it says; `nil` when it does not begin with one.
  /// - Throws: a sentence when it is so nearly an address that taking it for something else would mislead.
  package func reading(_ text: some StringProtocol) throws(AliasError) -> (target: AddressTarget, scope: String?)? {
    if isEmpty { return nil }
    if text.first == "[" { return try bracketed(String(text)) }
    guard let (name, target, rest) = split(text) else { return nil }
    switch target {
    case .endpoint:
      guard let (scope, port) = Self.ending(rest), port == nil else { return nil }
      return (target, scope)
    case .address(let address):
      guard let (scope, port) = Self.ending(rest) else {
        if rest.first == ":" { try refuse(rest, "write \(name):5000") }
        return nil
      }
      return (port.map { .endpoint(address, port: $0) } ?? target, scope)
    case .network(let network):
      if rest.isEmpty { return (target, nil) }
      let isIPv4 = network.base.isIPv4
      let colon = isIPv4 ? rest.lastIndex(of: ":") : nil
      let host = colon.map { rest[..<$0] } ?? rest
      let port = colon.map { Self.port(rest[rest.index(after: $0)...]) }
      guard let (address, scope) = Self.host(host, in: network), port != .some(nil) else {
        try refuse(rest, network.advice(name))
        return nil
      }
      return (port.flatMap { $0 }.map { .endpoint(address, port: $0) } ?? .address(address), scope)
    }
  }

  /// What a text stands for, its scope left out; `nil` when it is none of these.
  package func target(named text: some StringProtocol) -> AddressTarget? {
    (try? reading(text))?.target
  }

  /// `[six::17]:5000`, `[six::17]`, `[press%eth0]:5000`.
  private func bracketed(_ text: String) throws(AliasError) -> (target: AddressTarget, scope: String?)? {
    guard let close = text.lastIndex(of: "]"),
      let (target, scope) = try reading(text[text.index(after: text.startIndex)..<close]),
      case .address(let address) = target
    else { return nil }
    let rest = text[text.index(after: close)...]
    if rest.isEmpty { return (target, scope) }
    guard rest.first == ":", let port = Self.port(rest.dropFirst()) else { return nil }
    return (.endpoint(address, port: port), scope)
  }

  /// The name that a text begins with, its target, and what follows the name.
  private func split(_ text: some StringProtocol) -> (name: String, target: AddressTarget, rest: Substring)? {
    let text = String(text)
    let name = String(text.unicodeScalars.prefix(while: Self.isNameScalar))
    guard let target = target(of: name) else { return nil }
    return (name, target, Substring(text.unicodeScalars.dropFirst(name.unicodeScalars.count)))
  }

  /// `%eth0:5000`, `%eth0`, `:5000` or nothing; `nil` for other texts.
  private static func ending(_ text: Substring) -> (scope: String?, port: UInt16?)? {
    var rest = text
    var port: UInt16?
    if let colon = rest.lastIndex(of: ":") {
      port = Self.port(rest[rest.index(after: colon)...])
      if port == nil { return nil }
      rest = rest[..<colon]
    }
    if rest.isEmpty { return (nil, port) }
    guard rest.first == "%", rest.count > 1 else { return nil }
    return (String(rest.dropFirst()), port)
  }

  private static func port(_ digits: Substring) -> UInt16? {
    digits.utf8.allSatisfy { (0x30...0x39).contains($0) } ? UInt16(digits) : nil
  }

  /// The address of a network whose part behind the name is `text`, with its scope.
  private static func host(_ text: Substring, in network: IPNetwork) -> (address: IPAddress, scope: String?)? {
    var rest = text
    var scope: String?
    if let percent = text.firstIndex(of: "%") {
      let name = text[text.index(after: percent)...]
      if network.base.isIPv4 || name.isEmpty { return nil }
      scope = String(name)
      rest = text[..<percent]
    }
    guard let address = network.address(rest), network.contains(address) else { return nil }
    return (address, scope)
  }

  /// Refuses what is so written that it can only have been meant for an address: numbers behind a name.
  private func refuse(_ rest: Substring, _ advice: Phrase) throws(AliasError) {
    let second = rest.utf8.dropFirst().first
    let meansAddress = second.map { (0x30...0x39).contains($0) || $0 == UInt8(ascii: ":") } ?? false
    let isPlain = rest.utf8.allSatisfy { Character(Unicode.Scalar($0)).isHexDigit || ".:".utf8.contains($0) }
    if meansAddress, isPlain { throw AliasError(phrase: advice) }
  }
}

/// How a text should go on that begins with a name and stands for nothing.
package struct AliasError: Error, Hashable, Phrased {
  /// One sentence with the form that would be right.
  package let phrase: Phrase
}

extension IPNetwork {
  /// Whole octets of IPv4, or groups of IPv6, that the network's part fills.
  private var known: Int { base.isIPv4 ? (length - 96) / 8 : length / 16 }

  /// What is left of an address when the network's part is known: `.3.17` in 10.0.0.0/16, `::1` in 2001:db8::/32.
  fileprivate func hostText(of address: IPAddress) -> String {
    if let bits = address.ipv4Bits {
      return (known..<4).map { ".\(bits >> (24 - 8 * UInt32($0)) & 255)" }.joined()
    }
    if known == 0 {
      let text = address.description
      return text.hasPrefix("::") ? text : ":" + text
    }
    // With every known group a 1, zeros are shortened in what is left alone.
    var groups = address.groups
    for index in 0..<known { groups[index] = 1 }
    return String(IPAddress(groups: groups).description.dropFirst(2 * known - 1))
  }

  /// The address that `hostText` is what is left of; `nil` when it is none.
  fileprivate func address(_ hostText: Substring) -> IPAddress? {
    if let bits = base.ipv4Bits {
      let octets = (0..<known).map { String(bits >> (24 - 8 * UInt32($0)) & 255) }
      guard hostText.first == "." || known == 0 else { return nil }
      let address = IPAddress(octets.joined(separator: ".") + (known == 0 ? hostText.dropFirst() : hostText))
      return address?.isIPv4 == true ? address : nil
    }
    if known == 0 { return IPAddress(hostText) ?? IPAddress(hostText.dropFirst()) }
    guard hostText.first == ":" else { return nil }
    return IPAddress(base.groups.prefix(known).map { String($0, radix: 16) }.joined(separator: ":") + hostText)
  }

  /// What may follow the network's name.
  fileprivate func advice(_ name: String) -> Phrase {
    if !base.isIPv4 { return "write what follows the network's part, as in [\(name)\(hostText(of: base))]:5000" }
    let count = 4 - known
    let example = name + hostText(of: base)
    return count == 1
      ? "one number from 0 to 255 follows \(name), as in \(example), within \(self)"
      : "\(count) numbers from 0 to 255 follow \(name), as in \(example), within \(self)"
  }
}

extension IPAddress {
  /// The eight groups of an IPv6 address.
  fileprivate var groups: [UInt16] {
    [high, low].flatMap { word in (0..<4).map { UInt16(truncatingIfNeeded: word >> (48 - 16 * UInt64($0))) } }
  }

  fileprivate init(groups: [UInt16]) {
    let word = { (part: ArraySlice<UInt16>) in part.reduce(UInt64(0)) { $0 << 16 | UInt64($1) } }
    self.init(high: word(groups[..<4]), low: word(groups[4...]))
  }
}
