/// The current interfaces, and those that existed before.
struct LinkHistory: Sendable {
  /// The interfaces as last read.
  private(set) var table: LinkTable
  /// Every interface that ever existed, with all addresses that it ever had.
  private var known: [String: Set<IPAddress>] = [:]
  /// Addresses that disappeared while their link was down: only the link is reported.
  private var lost: [String: Set<IPAddress>] = [:]

  init(_ table: LinkTable) {
    self.table = table
    remember()
  }

  private mutating func remember() {
    for (name, link) in table.links { known[name, default: []].formUnion(link.addresses) }
  }

  /// Whether an interface of this host has or had this address.
  func knows(_ address: IPAddress) -> Bool { known.values.contains { $0.contains(address) } }

  /// Records the current interfaces.
  /// - Returns: the changes to report. Addresses that disappear and return together with their link are left out.
  mutating func advance(to after: LinkTable) -> [LinkChange] {
    var changes: [LinkChange] = []
    for change in table.changes(to: after) {
      let name = change.interface
      switch change {
      case .wentDown, .returned, .addressRestored: changes.append(change)
      case .disappeared:
        lost[name] = nil
        changes.append(change)
      case .appeared:
        let isUp = after.links[name]?.isUp ?? false
        changes.append(known[name] == nil ? change : .returned(name, isUp: isUp))
      case .cameUp:
        changes.append(change)
        let missing = lost[name, default: []].subtracting(after.links[name]?.addresses ?? [])
        lost[name]?.subtract(missing)
        changes += missing.sorted().map { .addressRemoved($0, name) }
      case .addressRemoved(let address, _):
        if after.links[name]?.isUp == false { lost[name, default: []].insert(address) } else { changes.append(change) }
      case .addressAdded(let address, _):
        if lost[name]?.remove(address) != nil { continue }
        let isBack = known[name]?.contains(address) ?? false
        changes.append(isBack ? .addressRestored(address, name) : change)
      }
    }
    table = after
    remember()
    return changes
  }
}
