import CommandCore
import Plumbing
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
    let neighbours = NeighbourTable.current()
    let hardware = Set(devices.compactMap { neighbours[$0.peer.address] })
    let vendors = HardwareVendors(of: hardware)
    let names = names(of: devices.map(\.peer.address))
    return devices.map { device in
      var device = device
      device.name = alias(of: device.peer) ?? names[device.peer.address]
      device.hardware = neighbours[device.peer.address]
      device.vendor = device.hardware.flatMap { vendors[$0] }
      return device
    }.sorted { ($0.peer.address, $0.peer.port) < ($1.peer.address, $1.peer.port) }
  }

  /// The name that the user gave to a device; `nil` for none.
  private func alias(of peer: Endpoint) -> String? {
    let text = aliases.text(of: peer, interfaces)
    return text == peer.text(interfaces) ? nil : text
  }

  /// The names of addresses, as far as they are found in time: a name server may not answer at all.
  private func names(of addresses: [IPAddress]) -> [IPAddress: String] {
    let found = Lock<[IPAddress: String]>([:])
    guard let over = try? WakeUp() else { return [:] }
    over.arm()
    let addresses = Array(Set(addresses).sorted().prefix(Self.most))
    _ = Worker(name: "udpeek-names") {
      for address in addresses {
        if let name = AddressName.find(of: address) { found.withLock { $0[address] = name } }
      }
      over.signal()
    }
    _ = PollSet.isReady(over.descriptor, within: Self.patience)
    return found.withLock { $0 }
  }
}
