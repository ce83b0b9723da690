import Basics
import PayloadText
import UDPCore

/// The search for a peer by its address or its name. It goes on in slices, like the one among rows, past the first peer
/// that it finds: all are counted.
struct PeerSearch: Sendable {
  /// Peers looked at in one action.
  static let slice = 2_048

  /// Places in the ledger, as the list stood when the search began.
  let order: [Int32]
  /// Where in `order` it began.
  let start: Int
  let direction: Finding.Direction
  /// Whether the peer from which it began would do.
  let includesStart: Bool
  /// Peers looked at so far.
  private(set) var looked = 0
  /// The place in `order` of the peer that it went to.
  private(set) var found: Int?
  /// The places in `order` of all peers that have it.
  private(set) var places: [Int] = []

  init(order: [Int32], start: Int, direction: Finding.Direction, includesStart: Bool) {
    (self.order, self.start, self.direction, self.includesStart) = (order, start, direction, includesStart)
  }

  /// Whether peers are still to be looked at.
  var isRunning: Bool { looked < order.count }

  /// Whether it went on from the other end.
  var hasWrapped: Bool { found.map { direction == .newer ? $0 < start : $0 > start } ?? false }

  /// The place of the next peer to look at.
  mutating func next() -> Int {
    looked += 1
    let distance = includesStart ? looked - 1 : looked
    let step = direction == .newer ? distance : -distance
    return ((start + step) % order.count + order.count) % order.count
  }

  /// Keeps a peer that has it.
  /// - Returns: whether it is the one to go to.
  mutating func record(_ place: Int) -> Bool {
    places.append(place)
    guard found == nil, includesStart || place != start else { return false }
    found = place
    return true
  }
}

extension State {
  /// Looks for the text from the selected peer on, and then from the other end.
  mutating func findPeer(_ direction: Finding.Direction, includesSelected: Bool) {
    guard !peers.list.order.isEmpty else { return say("no peer to look for yet") }
    finding.giveUp()
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

  /// Where the search among the peers is; `nil` where there is none.
  var peerSearchPlace: Phrase? {
    guard let search = finding.peerSearch else { return nil }
    guard !search.isRunning else { return "looking \(search.looked * 100 / max(1, search.order.count))%" }
    guard let found = search.found else {
      return search.places.isEmpty ? "no peer's address or name holds" : "not found in any other peer"
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
