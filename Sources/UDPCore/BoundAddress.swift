/// An endpoint or group that a socket receives on.
package struct BoundAddress: Sendable, Hashable {
  /// The reason why nothing arrives on an endpoint or group.
  package enum Trouble: Sendable, Hashable {
    case down(interface: String)
    case gone(interface: String)
    /// No interface has the address any more.
    case noAddress
  }

  /// The command-line form: `0.0.0.0:8080`, `239.1.1.1:5000@eth0`.
  package var text: String
  /// The joined group and its interface; `nil` for an address.
  package var group: (address: IPAddress, interface: String)?
  /// The reason why nothing arrives now; `nil` if all is well.
  package var trouble: Trouble?

  package init(_ text: String, group: (address: IPAddress, interface: String)? = nil, trouble: Trouble? = nil) {
    self.text = text
    self.group = group
    self.trouble = trouble
  }

  package static func == (left: BoundAddress, right: BoundAddress) -> Bool {
    left.text == right.text && left.trouble == right.trouble
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(text)
    hasher.combine(trouble)
  }
}

extension BoundSocket {
  /// Returns the endpoints and groups that the socket receives on.
  func boundAddresses(_ names: InterfaceNames, _ history: LinkHistory) -> [BoundAddress] {
    let groups = groups.map { membership in
      BoundAddress(
        membership.text(port: local.port),
        group: (membership.group, membership.interface ?? ""),
        trouble: membership.interface.flatMap { history.table.trouble(of: $0) })
    }
    if local.address.isMulticast, !groups.isEmpty { return groups }
    return [BoundAddress(local.text(names), trouble: trouble(history))] + groups
  }

  private func trouble(_ history: LinkHistory) -> BoundAddress.Trouble? {
    if let name = plan.scopeName, let trouble = history.table.trouble(of: name) { return trouble }
    let address = local.address
    if address.isUnspecified || address.isMulticast || address.isLoopback { return nil }
    if let name = history.table.name(having: address) { return history.table.trouble(of: name) }
    return history.knows(address) ? .noAddress : nil
  }
}

extension GroupMembership {
  /// Returns the command-line form.
  fileprivate func text(port: UInt16) -> String {
    let from = source.map { "\($0)," } ?? ""
    let exit = interface.map { "@\($0)" } ?? ""
    return from + Endpoint(group, port: port).description + exit
  }
}

extension LinkTable {
  /// Returns the reason why nothing arrives by an interface; `nil` if it is up.
  fileprivate func trouble(of name: String) -> BoundAddress.Trouble? {
    guard let link = links[name] else {
      // The name may be an interface index in digits.
      guard let index = UInt32(name), let link = links.values.first(where: { $0.index == index }) else {
        return .gone(interface: name)
      }
      return link.isUp ? nil : .down(interface: name)
    }
    return link.isUp ? nil : .down(interface: name)
  }
}
