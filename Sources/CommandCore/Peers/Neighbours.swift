package import UDPCore

/// The hardware addresses of neighbours and their vendors, as this host knows them now.
package struct Neighbours: Sendable {
  private let table: NeighbourTable
  private let vendors: HardwareVendors

  /// Looks up some addresses.
  package init(of addresses: some Sequence<IPAddress>) {
    let table = NeighbourTable.current()
    self.table = table
    vendors = HardwareVendors(of: Set(addresses.compactMap { table[$0] }))
  }

  /// The hardware address of a host; `nil` if it is not known.
  package func hardware(of address: IPAddress) -> HardwareAddress? { table[address] }

  /// The vendor of a host's hardware address; `nil` if it is not known.
  package func vendor(of address: IPAddress) -> String? { table[address].flatMap { vendors[$0] } }
}
