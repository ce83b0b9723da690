/// An address, a network or an endpoint to which the user assigns a name or an encoding. Its description is the
/// canonical form.
package enum AddressTarget: Hashable, Sendable {
  case address(IPAddress)
  case network(IPNetwork)
  case endpoint(IPAddress, port: UInt16)

  /// Parses `10.0.0.5`, `10.0.0.0/8`, `10.0.0.5:5000`, `2001:db8::1`, `2001:db8::/32` or `[2001:db8::1]:5000`. Returns
  /// `nil` for anything else, scopes included.
  package init?(_ text: String) {
    if let address = IPAddress(text) {
      self = .address(address)
    } else if let slash = text.lastIndex(of: "/") {
      guard let address = IPAddress(text[..<slash]), let length = Self.number(text[text.index(after: slash)...]),
        let network = IPNetwork(address, length: length)
      else { return nil }
      self = network.length == 128 ? .address(network.base) : .network(network)
    } else {
      guard let colon = text.lastIndex(of: ":"),
        let port = Self.number(text[text.index(after: colon)...]).flatMap(UInt16.init(exactly:))
      else { return nil }
      var host = text[..<colon]
      let isBracketed = host.first == "[" && host.last == "]"
      if isBracketed { host = host.dropFirst().dropLast() }
      guard let address = IPAddress(host), isBracketed != address.isIPv4 else { return nil }
      self = .endpoint(address, port: port)
    }
  }

  /// Parses digits only: `Int` would accept a sign.
  private static func number(_ digits: Substring) -> Int? {
    digits.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(digits) : nil
  }
}

extension AddressTarget: CustomStringConvertible {
  package var description: String {
    switch self {
    case .address(let address): address.description
    case .network(let network): network.description
    case .endpoint(let address, let port): Endpoint(address, port: port).description
    }
  }
}
