import Basics

/// An address and a port, with a scope if the address needs one.
package struct Endpoint: TableKey, BitwiseCopyable {
  /// The IP address.
  package var address: IPAddress
  /// The interface of a link-local address (RFC 4007), as an `InterfaceRegistry` number or, for system calls, the
  /// kernel's index; 0 means none. Of a peer of another host also that of an IPv4 address: the number of the host, for
  /// two networks may have the same addresses.
  package var scope: UInt32
  /// The UDP port.
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

  /// Peers are looked up for every datagram, in more than one table.
  @inlinable
  package var tableHash: Int {
    KeyedHash.hash(address.high, address.low, UInt64(scope) << 16 | UInt64(port))
  }

  /// Returns `127.0.0.1:8080`, `[::1]:8080` or `[fe80::1%eth0]:8080`; the scope is a number if `interfaces` lacks its
  /// name.
  package func text(_ interfaces: InterfaceNames) -> String {
    if address.isIPv4 { return "\(addressText(interfaces)):\(port)" }
    return "[\(addressText(interfaces))]:\(port)"
  }

  /// The endpoint for another program, to which the host of an IPv4 address means nothing.
  package var withoutHost: Endpoint { address.isIPv4 ? Endpoint(address, port: port) : self }

  /// Returns the address alone, with its scope: `fe80::1%eth0`.
  package func addressText(_ interfaces: InterfaceNames) -> String {
    scope == 0 ? address.description : "\(address)%\(interfaces.name(of: scope))"
  }
}

extension Endpoint: CustomStringConvertible {
  package var description: String { text(InterfaceNames()) }
}

/// The names of the network interfaces at one moment, so that displaying a scope needs no system call.
package struct InterfaceNames: Hashable, Sendable {
  /// The lowest number of what is no interface of this system: those in files, and other hosts.
  package static let firstElsewhere: UInt32 = 0x8000_0000

  private var names: [UInt32: String]
  /// The interfaces that exist now; the names of deleted ones are kept too.
  private var present: Set<UInt32>

  /// Creates a table from `names` by interface number; all of them are present.
  package init(_ names: [UInt32: String] = [:]) {
    self.init(names, present: Set(names.keys))
  }

  /// Creates a table from `names` by interface number; only those in `present` exist now.
  package init(_ names: [UInt32: String], present: Set<UInt32>) {
    self.names = names
    self.present = present
  }

  /// Returns a copy with `more` names added.
  package func adding(_ more: [UInt32: String]) -> InterfaceNames {
    InterfaceNames(names.merging(more) { $1 }, present: present)
  }

  /// Returns the name of an interface; its number in digits if the name is unknown.
  package func name(of index: UInt32) -> String {
    names[index] ?? String(index)
  }

  /// Returns the name of an interface; `nil` if it is unknown.
  func knownName(of index: UInt32) -> String? { names[index] }

  /// Returns the number of the interface with this name on this host, a number as it is; `nil` if there is no such
  /// interface.
  package func index(of name: some StringProtocol) -> UInt32? {
    // Larger numbers are interfaces of capture files; Linux's indices are positive signed integers (netdevice(7)).
    let all = names.filter { $0.value == name && $0.key <= Int32.max }.keys
    return all.first(where: present.contains) ?? all.min() ?? UInt32(name)
  }

  /// Whether there are other hosts, or interfaces of files.
  package var hasOthers: Bool { names.keys.contains { $0 >= Self.firstElsewhere } }

  /// Returns the number of another host, or of an interface in a file, by its name or its number; `nil` if there is none.
  package func numberElsewhere(of name: some StringProtocol) -> UInt32? {
    if let number = UInt32(name) { return number >= Self.firstElsewhere ? number : nil }
    return names.first { $0.value == name && $0.key >= Self.firstElsewhere }?.key
  }
}
