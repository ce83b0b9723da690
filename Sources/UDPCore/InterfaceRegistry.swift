import Glibc
import Plumbing
import Synchronization

/// Stable numbers for the interfaces of this host. An interface that is deleted and recreated gets the number back that
/// its name had before, so that existing rows, peers and filters refer to the interface of that name.
///
/// A number is initially the kernel's index. Rows, peers and names use numbers; only system calls use indices.
package final class InterfaceRegistry: Sendable {
  /// An index that no interface has: sending to it fails with `ENODEV`.
  private static let noIndex = UInt32(Int32.max)

  fileprivate struct Entry {
    var name: String
    /// The kernel's current index; `nil` while the interface does not exist.
    var index: UInt32?
  }

  fileprivate struct Table {
    var entries: [UInt32: Entry] = [:]
    /// The numbers of the existing interfaces, by the kernel's index.
    var numbers: [UInt32: UInt32] = [:]
    var nextNumber: UInt32 = 0x4000_0000
  }

  private let table = Lock(Table())
  private let changes = Atomic<UInt64>(0)

  /// Registers the interfaces of `links`, each under its index.
  package init(_ links: LinkTable) {
    update(links)
  }

  /// The number of changes so far.
  package var generation: UInt64 { changes.load(ordering: .acquiring) }

  /// Updates the registry to the current interfaces.
  package func update(_ links: LinkTable) {
    let isChanged = table.withLock { $0.update(links) }
    if isChanged { changes.add(1, ordering: .releasing) }
  }

  /// Returns the number for a kernel index; rescans the interfaces if it is unknown.
  func number(of index: UInt32) -> UInt32 {
    if index == 0 { return 0 }
    if let number = table.withLock({ $0.numbers[index] }) { return number }
    update(LinkTable.current())
    return table.withLock { $0.numbers[index] ?? index }
  }

  /// Returns the kernel's index for a number, or an index that no interface has if the interface is gone.
  func index(of number: UInt32) -> UInt32 {
    if number == 0 { return 0 }
    return table.withLock { table in
      guard let entry = table.entries[number] else { return number }
      return entry.index ?? Self.noIndex
    }
  }

  /// Returns the endpoint with the kernel's index as its scope, for system calls.
  func ofKernel(_ endpoint: Endpoint) -> Endpoint {
    if endpoint.scope == 0 { return endpoint }
    var endpoint = endpoint
    endpoint.scope = index(of: endpoint.scope)
    return endpoint
  }

  /// Returns the path with the kernel's index as its interface, for system calls. Only groups and scoped addresses need
  /// it.
  func ofKernel(_ path: LocalPath) -> LocalPath {
    if path.interface == 0 { return path }
    var path = path
    path.interface = index(of: path.interface)
    return path
  }

  /// The names by number, including those of deleted interfaces.
  package var names: InterfaceNames {
    table.withLock { table in
      InterfaceNames(
        table.entries.mapValues(\.name),
        present: Set(table.entries.filter { $0.value.index != nil }.keys))
    }
  }
}

extension InterfaceRegistry.Table {
  /// Updates the table to `links`.
  /// - Returns: whether anything changed.
  fileprivate mutating func update(_ links: LinkTable) -> Bool {
    let names = Dictionary(links.links.map { ($0.value.index, $0.key) }, uniquingKeysWith: { first, _ in first })
    var isChanged = false
    for (number, entry) in entries {
      guard let index = entry.index else { continue }
      let name = names[index]
      if name == entry.name { continue }
      isChanged = true
      // No name: the interface is gone. A different name: it was renamed.
      entries[number] = InterfaceRegistry.Entry(name: name ?? entry.name, index: name == nil ? nil : index)
      if name == nil { numbers[index] = nil }
    }
    for (index, name) in names.sorted(by: { $0.key < $1.key }) where numbers[index] == nil {
      isChanged = true
      let number = entries.first { $0.value.index == nil && $0.value.name == name }?.key ?? freeNumber(index)
      entries[number] = InterfaceRegistry.Entry(name: name, index: index)
      numbers[index] = number
    }
    return isChanged
  }

  private mutating func freeNumber(_ index: UInt32) -> UInt32 {
    if entries[index] == nil { return index }
    nextNumber += 1
    return nextNumber
  }
}
