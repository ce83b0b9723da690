/// Values keyed by endpoint, address or network. The narrowest key that contains an endpoint wins; scopes are ignored.
package struct AddressMap<Value: Hashable & Sendable>: Hashable, Sendable {
  /// The values by target.
  package private(set) var values: [AddressTarget: Value] = [:]
  /// The networks, longest prefix first.
  private var networks: [IPNetwork] = []

  /// Creates an empty map.
  package init() {}

  /// Whether the map is empty.
  package var isEmpty: Bool { values.isEmpty }

  /// The value for exactly this target; setting `nil` removes it.
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

  /// Returns the narrowest target that contains `endpoint`, and its value.
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
