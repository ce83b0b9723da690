import CommandCore
import Monitor
import Plumbing
import UDPCore

extension PeerIdentity {
  /// What this host knows of peers at once: their hardware, its vendor, and for peers of its own the process.
  static func found(of peers: [Endpoint]) -> [Endpoint: PeerIdentity] {
    let neighbours = Neighbours(of: peers.map(\.address))
    let own = Set(LinkTable.current().links.values.flatMap(\.addresses))
    let local = peers.filter { $0.address.isLoopback || own.contains($0.address) }
    let owners = PortOwner.owners(of: Set(local.map(\.port)))
    var found: [Endpoint: PeerIdentity] = [:]
    for peer in peers {
      var identity = PeerIdentity()
      identity.hardware = neighbours.hardware(of: peer.address)?.description
      identity.vendor = neighbours.vendor(of: peer.address)
      found[peer] = identity
    }
    // The process is hidden from one that has confined itself: its place says what shows it.
    for peer in local where Confinement.hidesProcesses { found[peer]?.process = "--no-confine" }
    for peer in local {
      if case .process(let name, let id)? = owners[peer.port] { found[peer]?.process = "\(name) (\(id))" }
    }
    return found
  }
}
