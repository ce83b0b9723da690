import CLinux
import Glibc

/// The network interfaces and their addresses at one moment.
package struct LinkTable: Equatable, Sendable {
  /// A network interface.
  package struct Link: Equatable, Sendable {
    /// The kernel's index of the interface.
    package var index: UInt32
    /// Whether the interface is up and has a carrier (`IFF_UP` and `IFF_RUNNING`, netdevice(7)).
    package var isUp: Bool
    /// The addresses of the interface.
    package var addresses: Set<IPAddress> = []

    package init(index: UInt32, isUp: Bool, addresses: Set<IPAddress> = []) {
      self.index = index
      self.isUp = isUp
      self.addresses = addresses
    }
  }

  /// The interfaces by name.
  package var links: [String: Link]

  package init(_ links: [String: Link] = [:]) {
    self.links = links
  }

  /// Returns the current interfaces (`getifaddrs`); an empty table if the system refuses.
  package static func current() -> LinkTable {
    var table = LinkTable()
    var list: UnsafeMutablePointer<ifaddrs>?
    guard unsafe getifaddrs(&list) == 0 else { return table }
    defer { unsafe freeifaddrs(list) }
    var next = unsafe list
    while let entry = unsafe next {
      unsafe next = entry.pointee.ifa_next
      guard let name = unsafe entry.pointee.ifa_name else { continue }
      let label = unsafe String(cString: name)
      let flags = Int32(bitPattern: unsafe entry.pointee.ifa_flags)
      let isUp = flags & Int32(IFF_UP) != 0 && flags & Int32(IFF_RUNNING) != 0
      var link = table.links[label] ?? Link(index: unsafe if_nametoindex(name), isUp: isUp)
      if let raw = unsafe entry.pointee.ifa_addr {
        let bytes = unsafe UnsafeRawBufferPointer(start: raw, count: Self.size(of: raw.pointee.sa_family))
        if let endpoint = unsafe Endpoint(rawSocketAddress: bytes) { link.addresses.insert(endpoint.address) }
      }
      table.links[label] = link
    }
    return table
  }

  private static func size(of family: sa_family_t) -> Int {
    switch Int32(family) {
    case AF_INET: MemoryLayout<sockaddr_in>.size
    case AF_INET6: MemoryLayout<sockaddr_in6>.size
    default: MemoryLayout<sa_family_t>.size
    }
  }

  /// The interface names by index.
  package var names: InterfaceNames {
    InterfaceNames(Dictionary(links.map { ($0.value.index, $0.key) }, uniquingKeysWith: { first, _ in first }))
  }

  /// Returns the name of the interface that has an address; `nil` if none has.
  package func name(having address: IPAddress) -> String? {
    links.first { $0.value.addresses.contains(address) }?.key
  }
}

/// A difference between two link tables.
package enum LinkChange: Hashable, Sendable {
  /// An interface went down or lost its carrier.
  case wentDown(String)
  case cameUp(String)
  /// An interface was deleted.
  case disappeared(String)
  /// A new interface exists, or a new device has the name of an old one.
  case appeared(String)
  /// An interface appeared whose name existed before (`LinkHistory`).
  case returned(String, isUp: Bool)
  case addressRemoved(IPAddress, String)
  case addressAdded(IPAddress, String)
  /// An address was added that the interface had before (`LinkHistory`).
  case addressRestored(IPAddress, String)

  /// The name of the interface that changed.
  package var interface: String {
    switch self {
    case .wentDown(let name), .cameUp(let name), .disappeared(let name), .appeared(let name), .returned(let name, _),
      .addressRemoved(_, let name), .addressAdded(_, let name), .addressRestored(_, let name):
      name
    }
  }
}

extension IPAddress: Comparable {
  package static func < (left: IPAddress, right: IPAddress) -> Bool {
    (left.high, left.low) < (right.high, right.low)
  }
}

extension LinkTable {
  /// Returns the differences to `later`, sorted by interface name. The addresses of a deleted interface are not listed
  /// one by one.
  package func changes(to later: LinkTable) -> [LinkChange] {
    var changes: [LinkChange] = []
    for name in Set(links.keys).union(later.links.keys).sorted() {
      switch (links[name], later.links[name]) {
      case (nil, nil): break
      case (.some, nil): changes.append(.disappeared(name))
      case (nil, .some): changes.append(.appeared(name))
      case (let before?, let after?):
        if before.index != after.index {
          changes.append(.appeared(name))
          continue
        }
        if before.isUp != after.isUp { changes.append(after.isUp ? .cameUp(name) : .wentDown(name)) }
        changes += before.addresses.subtracting(after.addresses).sorted().map { .addressRemoved($0, name) }
        changes += after.addresses.subtracting(before.addresses).sorted().map { .addressAdded($0, name) }
      }
    }
    return changes
  }
}
