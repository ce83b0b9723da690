import Basics
import PayloadText
import UDPCore

/// The search for a peer by its address or its name.
extension State {
  /// Looks for the text from the selected peer on, and then from the other end.
  mutating func findPeer(_ direction: Finding.Direction, includesSelected: Bool) {
    guard !peers.list.order.isEmpty else { return say("no peers to search yet") }
    finding.cancel()
    finding.isHighlighted = true
    finding.peerSearch = PeerSearch(
      order: peers.list.order, start: peers.list.index(in: peers.ledger), direction: direction,
      includesStart: includesSelected)
    continueFindingPeer()
  }

  /// One slice of the search.
  mutating func continueFindingPeer() {
    guard var search = finding.peerSearch, search.isRunning else { return }
    let end = min(search.order.count, search.looked + PeerSearch.slice)
    while search.looked < end {
      let place = search.next()
      let index = Int(search.order[place])
      guard peers.ledger.entries.indices.contains(index), isNamed(peers.ledger.entries[index].peer) else { continue }
      guard search.record(place) else { continue }
      peers.list.selected = peers.ledger.entries[index].peer
      peers.list.scroll(rows: peerRows, peers.ledger)
    }
    finding.peerSearch = search
    if !search.isRunning, interaction.prompt?.kind != .find { sayPeerSearch() }
  }

  /// Says what the search came to, once it is over.
  mutating func sayPeerSearch() {
    guard let place = peerSearchPlace, let pattern = finding.pattern, finding.peerSearch?.isRunning == false else {
      return
    }
    say("\(place): \(pattern.source)")
  }

  /// The progress or the outcome of the search among the peers; `nil` where there is none.
  var peerSearchPlace: Phrase? {
    guard let search = finding.peerSearch else { return nil }
    guard !search.isRunning else { return "searching \(search.looked * 100 / max(1, search.order.count))%" }
    guard let found = search.found else {
      return search.places.isEmpty ? "no peer's address or name contains" : "not found in any other peer"
    }
    let rank = search.places.count { $0 < found } + 1
    let place: Phrase = "\(Figures.grouped(rank)) of \(Figures.grouped(search.places.count))"
    guard search.hasWrapped else { return place }
    return search.direction == .newer ? "\(place), wrapped around to the first" : "\(place), wrapped around to the last"
  }

  /// Whether a peer's address or name holds the text.
  private func isNamed(_ peer: Endpoint) -> Bool {
    let name = name(of: peer)
    if finding.isIn(name) { return true }
    return !configuration.aliases.isEmpty && finding.isIn(peer.text(configuration.interfaces))
  }
}
