/// An address and a port; with a scope where the address needs one.
package struct Endpoint: Hashable, Sendable, BitwiseCopyable {
  package var address: IPAddress
  /// The interface index of a link-local address (RFC 4007); 0 means none.
  package var scope: UInt32
  package var port: UInt16

  @inlinable
  package init(_ address: IPAddress, port: UInt16, scope: UInt32 = 0) {
    self.address = address
    self.scope = scope
    self.port = port
  }

  @inlinable
  package static func == (left: Endpoint, right: Endpoint) -> Bool {
    left.address.low == right.address.low && left.address.high == right.address.high && left.port == right.port
      && left.scope == right.scope
  }

  /// Feeds three words to the hasher rather than five fields: peers are looked up for every datagram.
  @inlinable
  package func hash(into hasher: inout Hasher) {
    hasher.combine(address.high)
    hasher.combine(address.low)
    hasher.combine(UInt64(scope) << 16 | UInt64(port))
  }

  /// `127.0.0.1:8080`, `[::1]:8080`, `[fe80::1%eth0]:8080`; the scope as a number when `interfaces` lacks its name.
  package func text(_ interfaces: InterfaceNames) -> String {
    if address.isIPv4 { return "\(address):\(port)" }
    return "[\(addressText(interfaces))]:\(port)"
  }

  /// The address alone, with its scope: `fe80::1%eth0`.
  package func addressText(_ interfaces: InterfaceNames) -> String {
    scope == 0 ? address.description : "\(address)%\(interfaces.name(of: scope))"
  }
}

extension Endpoint: CustomStringConvertible {
  package var description: String { text(InterfaceNames()) }
}

/// The names of the network interfaces at one moment, so that showing a scope needs no system call.
package struct InterfaceNames: Hashable, Sendable {
  private var names: [UInt32: String]
  /// The interfaces that are there; the others are gone, and their names are remembered.
  private var present: Set<UInt32>

  /// `names` by interface index.
  package init(_ names: [UInt32: String] = [:]) {
    self.init(names, present: Set(names.keys))
  }

  /// `names` by interface index, of which `present` are there now.
  package init(_ names: [UInt32: String], present: Set<UInt32>) {
    self.names = names
    self.present = present
  }

  /// The same with more names.
  package func adding(_ more: [UInt32: String]) -> InterfaceNames {
    InterfaceNames(names.merging(more) { $1 }, present: present)
  }

  /// The name of an interface index; the index in digits when it is unknown.
  package func name(of index: UInt32) -> String {
    names[index] ?? String(index)
  }

  /// The name of an interface index; `nil` when it is unknown.
  func knownName(of index: UInt32) -> String? { names[index] }

  /// The index that bears a name on this host; a number stands for itself. `nil` when there is no such interface.
  package func index(of name: some StringProtocol) -> UInt32? {
    // Above are the interfaces of capture files: Linux's are positive and signed (netdevice(7)).
    let all = names.filter { $0.value == name && $0.key <= Int32.max }.keys
    return all.first(where: present.contains) ?? all.min() ?? UInt32(name)
  }
}
