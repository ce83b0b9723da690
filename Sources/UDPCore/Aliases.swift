/// Names that a person gave to addresses, networks and endpoints.
package struct Aliases: Hashable, Sendable {
  private var names = AddressMap<String>()
  private var targets: [String: AddressTarget] = [:]

  /// None.
  package init() {}

  /// Whether there are none.
  package var isEmpty: Bool { targets.isEmpty }

  /// The names, in alphabetical order.
  package var all: [(name: String, target: AddressTarget)] {
    targets.map { ($0.key, $0.value) }.sorted { $0.name < $1.name }
  }

  /// Names a target; a target has one name and a name one target.
  /// - Returns: whether the name was free.
  @discardableResult
  package mutating func add(_ name: String, for target: AddressTarget) -> Bool {
    guard targets[name] == nil else { return false }
    targets[name] = target
    names[target: target] = name
    return true
  }

  /// What a name stands for; `name:port` where the name is an address's.
  package func target(named text: some StringProtocol) -> AddressTarget? {
    if targets.isEmpty { return nil }
    if let target = targets[String(text)] { return target }
    guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]),
      case .address(let address) = targets[String(text[..<colon])]
    else { return nil }
    return .endpoint(address, port: port)
  }

  /// Whether `name` can be told from addresses, numbers and other words of a line: letters of any script, digits, `-`
  /// and `_`, at least one letter, not beginning with a hyphen.
  package static func isName(_ name: String) -> Bool {
    let scalars = name.unicodeScalars
    guard let first = scalars.first, first != "-", scalars.count <= 40, IPAddress(name) == nil else { return false }
    return scalars.allSatisfy {
      $0.properties.isAlphabetic || $0.properties.numericType != nil || $0 == "-" || $0 == "_"
    }
      && scalars.contains { $0.properties.isAlphabetic }
  }

  /// The endpoint with its name in the place of its address: `boiler` for an endpoint's name, `boiler:5000` for an
  /// address's, `plant.3.17:5000` for a network's.
  package func text(of endpoint: Endpoint, _ interfaces: InterfaceNames) -> String {
    guard let (target, name) = names.match(endpoint) else { return endpoint.text(interfaces) }
    switch target {
    case .endpoint: return name
    case .address: return "\(name):\(endpoint.port)"
    case .network(let network): return "\(name)\(network.hostText(of: endpoint.address)):\(endpoint.port)"
    }
  }
}

extension IPNetwork {
  /// What is left of an address when the network's part is known: `.3.17` in 10.0.0.0/16, `::1` in 2001:db8::/32.
  fileprivate func hostText(of address: IPAddress) -> String {
    if let bits = address.ipv4Bits {
      let known = (length - 96) / 8
      return (known..<4).map { ".\(bits >> (24 - 8 * UInt32($0)) & 255)" }.joined()
    }
    let text = IPAddress(high: address.high ^ base.high, low: address.low ^ base.low).description
    return text.hasPrefix("::") ? text : "::" + text
  }
}
