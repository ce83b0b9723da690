/// Values by endpoint, address or network. The narrowest that holds an endpoint wins; scopes do not count.
package struct AddressMap<Value: Hashable & Sendable>: Hashable, Sendable {
  /// What was put in, by target.
  package private(set) var values: [AddressTarget: Value] = [:]
  /// The networks, the narrowest first.
  private var networks: [IPNetwork] = []

  /// An empty map.
  package init() {}

  /// Whether there is nothing in it.
  package var isEmpty: Bool { values.isEmpty }

  /// The value of exactly this target; `nil` takes it out.
  package subscript(target target: AddressTarget) -> Value? {
    get { values[target] }
    set {
      values[target] = newValue
      guard case .network(let network) = target else { return }
      networks.removeAll { $0 == network }
      guard newValue != nil else { return }
      let place = networks.firstIndex { $0.length < network.length } ?? networks.count
      networks.insert(network, at: place)
    }
  }

  /// The narrowest target that holds `endpoint`, and its value.
  package func match(_ endpoint: Endpoint) -> (target: AddressTarget, value: Value)? {
    if values.isEmpty { return nil }
    for target in [AddressTarget.endpoint(endpoint.address, port: endpoint.port), .address(endpoint.address)] {
      if let value = values[target] { return (target, value) }
    }
    for network in networks where network.contains(endpoint.address) {
      if let value = values[.network(network)] { return (.network(network), value) }
    }
    return nil
  }
}
