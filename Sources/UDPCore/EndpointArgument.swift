package import Basics

/// An endpoint as typed on the command line.
///
/// `8080` · `192.0.2.7:8080` · `[::1]:8080` · `[fe80::1%eth0]:8080` · `239.1.1.1:5000@eth0` ·
/// `10.0.0.9,239.1.1.1:5000@eth0` · `[ff02::fb%eth0]:5353` · as a destination also `name:port` and `name:port@eth0`.
package struct EndpointArgument: Hashable, Sendable {
  /// The part before the port.
  package enum Host: Hashable, Sendable {
    /// No host given: every address of this host, IPv4 and IPv6.
    case every
    /// An address; `scope` is the interface name or number typed after `%`, or in a destination after `@`.
    case address(IPAddress, scope: String?)
    /// A multicast group to join, on `interface` or else the one that routing chooses, from `source` only if given.
    case group(IPAddress, source: IPAddress?, interface: String?)
    /// A host name, and the interface typed after `@`; valid only as a destination.
    case name(String, interface: String? = nil)
  }

  /// The part before the port.
  package let host: Host
  /// The port; for binding, 0 lets the system choose.
  package let port: UInt16
  /// The text as typed.
  package let source: String

  /// Parses an endpoint.
  /// - Parameters:
  ///   - aliases: names accepted in place of addresses and endpoints: `boiler:5000`, `plant.3.17:5000`.
  ///   - isDestination: whether to accept an interface after `@` behind every address: `10.1.0.255:9@eth0`.
  /// - Throws: what is wrong with `text`, and the valid forms.
  package init(
    _ text: String, aliases: Aliases = Aliases(), isDestination: Bool = false
  ) throws(EndpointSyntaxError) {
    source = text
    if let scheme = text.firstRange(of: "://") {
      let (name, rest) = (text[..<scheme.upperBound], text[scheme.upperBound...])
      throw .init(text, "write it without \(name): \(rest)")
    }
    var rest = Substring(text)
    var interface: String?
    if let at = rest.lastIndex(of: "@") {
      interface = String(rest[rest.index(after: at)...])
      rest = rest[..<at]
      guard interface?.isEmpty == false else { throw .init(text, "the interface after '@' is missing") }
    }
    var onlyFrom: IPAddress?
    if let comma = rest.firstIndex(of: ",") {
      let from = rest[..<comma].filter { $0 != "[" && $0 != "]" }
      guard let address = IPAddress(from) ?? aliases.address(named: from) else {
        throw .init(text, "'\(from)' before ',' is not an address")
      }
      onlyFrom = address
      rest = rest[rest.index(after: comma)...]
    }
    if let (address, port, scope) = try Self.named(rest, aliases, of: text) {
      self.port = port
      host = try Self.host(
        address, scope: scope, of: text, onlyFrom: onlyFrom, interface: interface, isDestination: isDestination)
      return
    }
    let (hostText, portText) = try Self.split(rest, of: text)
    port = try Self.port(portText, of: text)
    host = try Self.host(
      hostText, of: text, onlyFrom: onlyFrom, interface: interface, isDestination: isDestination)
  }

  /// Returns the endpoint that an alias denotes; `nil` if the text begins with no alias.
  private static func named(
    _ rest: Substring, _ aliases: Aliases, of text: String
  ) throws(EndpointSyntaxError) -> (address: IPAddress, port: UInt16, scope: String?)? {
    let reading: (target: AddressTarget, scope: String?)?
    do throws(AliasError) { reading = try aliases.parse(rest) } catch { throw .init(text, error.phrase) }
    switch reading?.target {
    case .endpoint(let address, let port): return (address, port, reading?.scope)
    case .address: throw .init(text, "the port is missing; write \(rest):8080")
    case .network(let network):
      throw .init(text, "'\(rest)' is the network \(network); an endpoint needs a single address")
    case nil: return nil
    }
  }

  private static func split(
    _ rest: Substring, of text: String
  ) throws(EndpointSyntaxError) -> (host: Substring?, port: Substring) {
    if rest.first == "[" {
      guard let close = rest.firstIndex(of: "]") else { throw .init(text, "']' is missing") }
      let after = rest[rest.index(after: close)...]
      guard after.first == ":" else { throw .init(text, "':' and a port must follow ']'") }
      return (rest[rest.index(after: rest.startIndex)..<close], after.dropFirst())
    }
    guard let colon = rest.lastIndex(of: ":") else {
      if rest.allSatisfy(\.isNumber), !rest.isEmpty { return (nil, rest) }
      if IPAddress(rest) != nil { throw .init(text, "the port is missing; write \(rest):8080") }
      throw .init(text, "it is neither a port nor address:port")
    }
    let host = rest[..<colon]
    if host.contains(":") {
      throw .init(text, "an IPv6 address needs brackets; write [\(host)]:\(rest[rest.index(after: colon)...])")
    }
    return (host.isEmpty ? nil : host, rest[rest.index(after: colon)...])
  }

  private static func port(_ digits: Substring, of text: String) throws(EndpointSyntaxError) -> UInt16 {
    guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
      throw .init(text, "'\(digits)' is not a port")
    }
    guard let port = UInt16(digits) else { throw .init(text, "port \(digits) is above 65535") }
    return port
  }

  private static func host(
    _ hostText: Substring?, of text: String, onlyFrom: IPAddress?, interface: String?, isDestination: Bool
  ) throws(EndpointSyntaxError) -> Host {
    guard let hostText else {
      if onlyFrom != nil || interface != nil { throw .init(text, "'@' and ',' go with a multicast group") }
      return .every
    }
    let parts = hostText.split(separator: "%", maxSplits: 1, omittingEmptySubsequences: false)
    let scope = parts.count == 2 ? String(parts[1]) : nil
    guard let address = IPAddress(parts[0]) else {
      if onlyFrom != nil || (interface != nil && !isDestination) || scope != nil || !looksLikeName(hostText) {
        throw .init(text, "'\(hostText)' is not an address")
      }
      return .name(String(hostText), interface: interface)
    }
    return try host(
      address, scope: scope, of: text, onlyFrom: onlyFrom, interface: interface, isDestination: isDestination)
  }

  private static func host(
    _ address: IPAddress, scope: String?, of text: String, onlyFrom: IPAddress?, interface: String?,
    isDestination: Bool
  ) throws(EndpointSyntaxError) -> Host {
    if let scope, scope.isEmpty || address.isIPv4 {
      throw .init(text, scope.isEmpty ? "the scope after '%' is missing" : "an IPv4 address has no scope")
    }
    if address.isMulticast {
      if let onlyFrom, onlyFrom.family != address.family {
        throw .init(text, "the source and the group are of different address families")
      }
      return .group(address, source: onlyFrom, interface: interface ?? scope)
    }
    if onlyFrom != nil || (interface != nil && !isDestination) {
      throw .init(text, "'@' and ',' go with a multicast group")
    }
    return .address(address, scope: interface ?? scope)
  }

  /// The interface named behind an address; `nil` if there is none.
  package var scope: String? {
    if case .address(_, let scope) = host { return scope }
    return nil
  }

  /// Whether `text` has only letters, digits, dots, hyphens and underscores, and at least one letter: `256.1.1.1` is a
  /// mistyped address, not a name.
  private static func looksLikeName(_ text: Substring) -> Bool {
    text.contains(where: \.isLetter) && text.allSatisfy { $0.isLetter || $0.isNumber || ".-_".contains($0) }
  }
}

extension Aliases {
  /// Returns the address that an alias denotes; `nil` if it denotes something else or nothing.
  fileprivate func address(named text: String) -> IPAddress? {
    guard case .address(let address) = target(named: text) else { return nil }
    return address
  }
}

/// The reason why a text is not an endpoint.
package struct EndpointSyntaxError: Error, Hashable, Phrased {
  /// One sentence with the valid forms.
  package let phrase: Phrase

  init(_ text: String, _ reason: Phrase) {
    phrase =
      "bad endpoint '\(text)': \(reason); an endpoint is a port, address:port or [IPv6 address]:port"
  }
}
