import CommandCore
import UDPCore

/// What is known of devices beside their answers: name, hardware address, vendor.
struct DiscoveryDetails {
  /// The longest time that names may take to be looked up, in nanoseconds.
  private static let patience: Int64 = 1_000_000_000
  /// The most names that are looked up.
  private static let most = 256

  private let aliases: Aliases
  private let interfaces: InterfaceNames

  init(_ aliases: Aliases, _ interfaces: InterfaceNames) {
    self.aliases = aliases
    self.interfaces = interfaces
  }

  /// Returns the devices in the order of their addresses, with what is known.
  func complete(_ devices: [DiscoveredDevice]) -> [DiscoveredDevice] {
    let addresses = Set(devices.map(\.peer.address))
    let neighbours = Neighbours(of: addresses)
    let names = HostNames.find(of: addresses.sorted().prefix(Self.most), within: Self.patience)
    return devices.map { device in
      var device = device
      device.name = alias(of: device.peer) ?? names[device.peer.address]
      device.hardware = neighbours.hardware(of: device.peer.address)
      device.vendor = neighbours.vendor(of: device.peer.address)
      return device
    }.sorted { ($0.peer.address, $0.peer.port) < ($1.peer.address, $1.peer.port) }
  }

  /// The name that the user gave to a device; `nil` for none.
  private func alias(of peer: Endpoint) -> String? {
    let text = aliases.text(of: peer, interfaces)
    return text == peer.text(interfaces) ? nil : text
  }
}
