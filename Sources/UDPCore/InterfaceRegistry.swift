import Glibc
import Plumbing
import Synchronization

/// The interfaces of this host by numbers that stay: one that was deleted and made anew keeps the number that its name
/// had before, so that old rows, peers and filters mean the interface of that name.
///
/// A number is the kernel's index at first. Rows, peers and names carry numbers; only system calls take indices.
package final class InterfaceRegistry: Sendable {
  /// An index that no interface has: sending by it fails with `ENODEV`.
  private static let noIndex = UInt32(Int32.max)

  fileprivate struct Entry {
    var name: String
    /// The kernel's index now; `nil` while there is no such interface.
    var index: UInt32?
  }

  fileprivate struct Table {
    var entries: [UInt32: Entry] = [:]
    /// The numbers of the interfaces that are there, by the kernel's index.
    var numbers: [UInt32: UInt32] = [:]
    var nextNumber: UInt32 = 0x4000_0000
  }

  private let table = Lock(Table())
  private let changes = Atomic<UInt64>(0)

  /// The interfaces of `links`, each by its index.
  package init(_ links: LinkTable) {
    update(links)
  }

  /// How often something changed.
  package var generation: UInt64 { changes.load(ordering: .acquiring) }

  /// Takes over which interfaces there are now.
  package func update(_ links: LinkTable) {
    let isChanged = table.withLock { $0.update(links) }
    if isChanged { changes.add(1, ordering: .releasing) }
  }

  /// The number of the interface with that index of the kernel's. One that is not known yet is looked for.
  func number(of index: UInt32) -> UInt32 {
    if index == 0 { return 0 }
    if let number = table.withLock({ $0.numbers[index] }) { return number }
    update(LinkTable.current())
    return table.withLock { $0.numbers[index] ?? index }
  }

  /// The kernel's index of the interface with that number; one that no interface has where it is gone.
  func index(of number: UInt32) -> UInt32 {
    if number == 0 { return 0 }
    return table.withLock { table in
      guard let entry = table.entries[number] else { return number }
      return entry.index ?? Self.noIndex
    }
  }

  /// An endpoint as system calls take it.
  func ofKernel(_ endpoint: Endpoint) -> Endpoint {
    if endpoint.scope == 0 { return endpoint }
    var endpoint = endpoint
    endpoint.scope = index(of: endpoint.scope)
    return endpoint
  }

  /// A path as system calls take it. Only groups and scoped addresses need its interface.
  func ofKernel(_ path: LocalPath) -> LocalPath {
    if path.interface == 0 { return path }
    var path = path
    path.interface = index(of: path.interface)
    return path
  }

  /// The names by number, those of interfaces that are gone included.
  package var names: InterfaceNames {
    table.withLock { table in
      InterfaceNames(
        table.entries.mapValues(\.name),
        present: Set(table.entries.filter { $0.value.index != nil }.keys))
    }
  }
}

extension InterfaceRegistry.Table {
  /// - Returns: whether anything changed.
  fileprivate mutating func update(_ links: LinkTable) -> Bool {
    let names = Dictionary(links.links.map { ($0.value.index, $0.key) }, uniquingKeysWith: { first, _ in first })
    var isChanged = false
    for (number, entry) in entries {
      guard let index = entry.index else { continue }
      let name = names[index]
      if name == entry.name { continue }
      isChanged = true
      // A name of its own, or none: it is gone. Another: it was renamed.
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
