package import Basics

/// Conversion between endpoints and aliases; `parse(_:)` parses everything that `text(of:)` returns.
extension Aliases {
  /// Returns the endpoint with its alias in place of its address: `boiler` for an aliased endpoint, `boiler:5000` for
  /// an address, `plant.3.17:5000` or `[six::17]:5000` for a network; with a scope, `press%eth0:5000`.
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

  /// Parses a text that begins with an alias. Returns what it denotes, and its scope; `nil` if it begins with no alias.
  /// - Throws: an error that says what to write, if the text resembles an address so closely that any other reading
  ///   would mislead.
  package func parse(_ text: some StringProtocol) throws(AliasError) -> (target: AddressTarget, scope: String?)? {
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

  /// Returns what an aliased address denotes, without its scope; `nil` if the text is not a valid one.
  package func target(named text: some StringProtocol) -> AddressTarget? {
    (try? parse(text))?.target
  }

  /// Parses `[six::17]:5000`, `[six::17]` or `[press%eth0]:5000`.
  private func bracketed(_ text: String) throws(AliasError) -> (target: AddressTarget, scope: String?)? {
    guard let close = text.lastIndex(of: "]"),
      let (target, scope) = try parse(text[text.index(after: text.startIndex)..<close]),
      case .address(let address) = target
    else { return nil }
    let rest = text[text.index(after: close)...]
    if rest.isEmpty { return (target, scope) }
    guard rest.first == ":", let port = Self.port(rest.dropFirst()) else { return nil }
    return (.endpoint(address, port: port), scope)
  }

  /// Splits off the alias that a text begins with. Returns the alias, its target, and the rest of the text.
  private func split(_ text: some StringProtocol) -> (name: String, target: AddressTarget, rest: Substring)? {
    let text = String(text)
    let name = String(text.unicodeScalars.prefix(while: Self.isNameScalar))
    guard let target = target(of: name) else { return nil }
    return (name, target, Substring(text.unicodeScalars.dropFirst(name.unicodeScalars.count)))
  }

  /// Parses `%eth0:5000`, `%eth0`, `:5000` or the empty text; returns `nil` for anything else.
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

  /// Returns the address in `network` whose text after the alias is `text`, and its scope.
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

  /// Throws if numbers follow the alias, so that the text can only have been meant as an address.
  private func refuse(_ rest: Substring, _ advice: Phrase) throws(AliasError) {
    let second = rest.utf8.dropFirst().first
    let meansAddress = second.map { (0x30...0x39).contains($0) || $0 == UInt8(ascii: ":") } ?? false
    let isPlain = rest.utf8.allSatisfy { Character(Unicode.Scalar($0)).isHexDigit || ".:".utf8.contains($0) }
    if meansAddress, isPlain { throw AliasError(phrase: advice) }
  }
}

/// Advice for a text that begins with an alias but denotes nothing.
package struct AliasError: Error, Hashable, Phrased {
  /// One sentence that shows the correct form.
  package let phrase: Phrase
}

extension IPNetwork {
  /// The number of IPv4 octets or IPv6 groups that lie wholly within the prefix.
  private var known: Int { base.isIPv4 ? (length - 96) / 8 : length / 16 }

  /// Returns the part of an address after the whole groups of the prefix: `.3.17` in 10.0.0.0/16, `::1` in
  /// 2001:db8::/32.
  fileprivate func hostText(of address: IPAddress) -> String {
    if let bits = address.ipv4Bits {
      return (known..<4).map { ".\(bits >> (24 - 8 * UInt32($0)) & 255)" }.joined()
    }
    if known == 0 {
      let text = address.description
      return text.hasPrefix("::") ? text : ":" + text
    }
    // With every prefix group set to 1, only zeros after the prefix are compressed.
    var groups = address.groups
    for index in 0..<known { groups[index] = 1 }
    return String(IPAddress(groups: groups).description.dropFirst(2 * known - 1))
  }

  /// Returns the address whose `hostText(of:)` this is; `nil` if there is none.
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

  /// Describes what may follow the alias of the network.
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
  /// The eight 16-bit groups of the address.
  fileprivate var groups: [UInt16] {
    [high, low].flatMap { word in (0..<4).map { UInt16(truncatingIfNeeded: word >> (48 - 16 * UInt64($0))) } }
  }

  fileprivate init(groups: [UInt16]) {
    let word = { (part: ArraySlice<UInt16>) in part.reduce(UInt64(0)) { $0 << 16 | UInt64($1) } }
    self.init(high: word(groups[..<4]), low: word(groups[4...]))
  }
}
