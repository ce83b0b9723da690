import Plumbing
package import UDPCore

/// The names of hosts by their addresses, as far as the system knows them (getnameinfo(3)).
package enum HostNames {
  /// Looks up names until a time has passed: a name server may not answer at all.
  /// - Parameter patience: nanoseconds.
  package static func find(of addresses: some Sequence<IPAddress>, within patience: Int64) -> [IPAddress: String] {
    let found = Lock<[IPAddress: String]>([:])
    guard let over = try? WakeUp() else { return [:] }
    over.arm()
    let addresses = Array(addresses)
    _ = Worker(name: "udpeek-names") {
      for address in addresses {
        if let name = AddressName.find(of: address) { found.withLock { $0[address] = name } }
      }
      over.signal()
    }
    _ = PollSet.isReady(over.descriptor, within: patience)
    return found.withLock { $0 }
  }
}
