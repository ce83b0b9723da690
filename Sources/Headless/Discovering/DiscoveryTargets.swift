import Basics
package import CommandCore
package import UDPCore

/// The destinations of a search for devices: each address of a network, or a group or broadcast by each interface.
package struct DiscoveryTargets: Sendable {
  /// The most addresses of a network that are asked.
  package static let mostAddresses = 4_096

  /// The destinations, in the order in which they are asked.
  package let destinations: [Destination]
  /// The interfaces by which a group or a broadcast leaves; empty for addresses, which routing takes care of.
  package let interfaces: [String]

  /// Reads what a person wrote: `255.255.255.255:9000`, `239.1.1.1:5000`, `[ff02::1]:5000`, `10.0.0.0/24:9000`, or an
  /// endpoint.
  /// - Parameters:
  ///   - interface: the only interface to use; `nil` uses each that is up.
  ///   - links: the interfaces of this host.
  /// - Throws: the mistake in it.
  package init(
    _ text: String, by interface: String?, _ links: LinkTable, _ aliases: Aliases
  ) throws(CommandFailure) {
    if text.contains("/") {
      destinations = try Self.network(text, interface, links)
      interfaces = []
      return
    }
    let names = links.names
    let argument = try ArgumentValue.endpoint(text, aliases, isDestination: true)
    let chosen: (IPAddress, String?)?
    switch argument.host {
    case .address(let address, let scope): chosen = (address, scope)
    case .group(let address, source: nil, interface: let scope): chosen = (address, scope)
    default: chosen = nil
    }
    guard let (address, scope) = chosen, address.isMulticast || address.isLimitedBroadcast else {
      destinations = [try ArgumentValue.destination(text, names, aliases, by: interface)]
      interfaces = []
      return
    }
    if let only = scope ?? interface {
      destinations = [try ArgumentValue.destination(text, names, aliases, by: interface)]
      interfaces = [only]
      return
    }
    let usable = links.links.filter { _, link in
      link.isUp && link.addresses.contains { $0.family == address.family && !$0.isLoopback }
    }.sorted { $0.value.index < $1.value.index }
    guard !usable.isEmpty else {
      let family = address.isIPv4 ? "IPv4" : "IPv6"
      throw CommandFailure("no interface is up and has an \(family) address; see them with: ip address")
    }
    interfaces = usable.map(\.key)
    destinations = usable.map { _, link in
      address.needsScope
        ? Destination(Endpoint(address, port: argument.port, scope: link.index))
        : Destination(Endpoint(address, port: argument.port), by: link.index)
    }
  }

  /// The addresses of a network without its own and its broadcast address.
  private static func network(
    _ text: String, _ interface: String?, _ links: LinkTable
  ) throws(CommandFailure) -> [Destination] {
    let form: Phrase = "write a network as 10.0.0.0/24:9000"
    guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]), port > 0,
      let slash = text.firstIndex(of: "/"), slash < colon, let address = IPAddress(text[..<slash]),
      let bits = address.ipv4Bits, let length = Int(text[text.index(after: slash)..<colon]), (1...32).contains(length)
    else { throw CommandFailure("'\(text)' is no network: \(form)", .usage) }
    let size = 1 << (32 - length)
    guard size <= mostAddresses else {
      throw CommandFailure(
        "\(text) has \(size) addresses, and at most \(mostAddresses) are asked: name a smaller network", .usage)
    }
    let first = bits & ~UInt32(size - 1)
    let range = size > 2 ? 1..<size - 1 : 0..<size
    let exit = try interface.map { name throws(CommandFailure) in
      guard let index = links.names.index(of: name) else {
        throw CommandFailure("there is no interface '\(name)'; see them with: ip link")
      }
      return index
    }
    return range.map { Destination(Endpoint(IPAddress(ipv4: first + UInt32($0)), port: port), by: exit ?? 0) }
  }
}
