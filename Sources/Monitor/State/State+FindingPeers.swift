import Basics
import PayloadText
import UDPCore

/// The search for a peer by its address or its name. It goes on in slices, like the one among rows.
struct PeerSearch: Sendable {
  /// Peers looked at in one action.
  static let slice = 2_048

  /// Places in the ledger, as the list stood when the search began.
  let order: [Int32]
  /// Where in `order` it began.
  let start: Int
  let direction: Finding.Direction
  /// Peers looked at so far; the last one is that of the beginning.
  var looked = 0

  /// The place in `order` that is `distance` on.
  func index(_ distance: Int) -> Int {
    let step = direction == .newer ? distance : -distance
    return ((start + step) % order.count + order.count) % order.count
  }
}

extension State {
  /// Looks for the needle from the selected peer on, and then from the other end.
  mutating func findPeer(_ direction: Finding.Direction) {
    guard !peerList.order.isEmpty else { return say("no peer to look for yet") }
    finding.stop()
    finding.isHighlighted = true
    peerSearch = PeerSearch(order: peerList.order, start: peerList.index(in: ledger), direction: direction)
    findPeerOn()
  }

  /// One slice of the search.
  mutating func findPeerOn() {
    guard var search = peerSearch else { return }
    let end = min(search.order.count, search.looked + PeerSearch.slice)
    while search.looked < end {
      search.looked += 1
      let place = Int(search.order[search.index(search.looked)])
      guard ledger.entries.indices.contains(place) else { continue }
      let peer = ledger.entries[place].peer
      guard isNamed(peer) else { continue }
      peerSearch = nil
      // All others were looked at before the one where it began.
      if search.looked == search.order.count {
        return say("not found in any other peer: \(finding.needle)")
      }
      peerList.selected = peer
      return peerList.scroll(rows: peerRows, ledger)
    }
    peerSearch = search.looked < search.order.count ? search : nil
    if peerSearch == nil { say("no peer's address or name holds: \(finding.needle)") }
  }

  /// Whether a peer's address or name holds the needle.
  private func isNamed(_ peer: Endpoint) -> Bool {
    let name = name(of: peer)
    if finding.isIn(name) { return true }
    return !configuration.aliases.isEmpty && finding.isIn(peer.text(configuration.interfaces))
  }
}
