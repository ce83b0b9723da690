import TerminalUI

/// Narrowing the table.
extension Command {
  static let filter = Command(
    "filter", "narrow the table: an address, net 10.0.0.0/8, port 53, a word",
    keys: [.character("/"), .character("f"), .function(4)], in: .panes, footer: "Filter"
  ) { $0.openFilterLine() }
  static let filterToggle = Command(
    "filter-toggle", "switch the filter off, and on again", keys: [.character("T")], in: .panes
  ) { $0.toggleFilter() }
  static let onlyPeer = Command(
    "only-peer", "show only the selected peer", keys: [.character("+")], in: .panes
  ) { $0.filterPeer(isOnly: true) }
  static let notPeer = Command(
    "not-peer", "leave the selected peer out", keys: [.character("-")], in: .panes
  ) { $0.filterPeer(isOnly: false) }
  static let completeFilter = Command(
    "complete-filter", "complete a word, an address or a port of the filter", keys: [.tab], in: [.filter]
  ) { $0.completeFilter() }
}
