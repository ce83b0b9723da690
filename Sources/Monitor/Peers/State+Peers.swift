import Basics
import DisplayFilter
import TerminalUI
import UDPCore

/// The pane of peers.
extension State {
  /// The cost in nanoseconds, roughly, of a row in the graph of rates.
  private static let costOfRate: UInt64 = 8

  /// Counts new rows for their peers.
  mutating func countPeers() {
    peers.ledger.count(log, cost: workCost)
    countFileRates()
    peers.rates.graph.count(log, atMost: UInt64(workCost) / Self.costOfRate)
  }

  /// The peer that commands are about, and the way to it: the selected one of the list where that has the keys, else
  /// the selected row's.
  var subject: (peer: Endpoint, local: LocalPath)? {
    switch panes.focused {
    case .peers: peers.selected.map { ($0.peer, $0.local) }
    case .conversation: peers.conversation.map { ($0.peer, $0.local) }
    default: selectedDatagram.map { ($0.peer, $0.local) }
    }
  }

  mutating func togglePeers() {
    toggle(.peers)
    guard panes.focused == .peers else { return }
    if peers.list.selected == nil { peers.list.selected = selectedDatagram?.peer }
    followSequences()
    sortPeers()
  }

  /// Sorts the peers at once, because the user asked for it.
  mutating func sortPeers() {
    peers.list.sort(
      peers.ledger, formats.sequences.tracker, peers.identities, monotonic: clock.monotonic, now: clock.wall, texts)
    peers.list.scroll(rows: peerRows, peers.ledger)
  }

  /// Begins to sort the peers anew, which goes on in slices.
  mutating func beginSortingPeers() {
    peers.list.beginSorting(peers.ledger, monotonic: clock.monotonic)
    continueSortingPeers()
  }

  mutating func continueSortingPeers() {
    guard peers.list.isSorting else { return }
    peers.list.continueSorting(
      peers.ledger, formats.sequences.tracker, peers.identities, now: clock.wall, texts, cost: workCost)
    if !peers.list.isSorting { peers.list.scroll(rows: peerRows, peers.ledger) }
  }

  /// The view of the pane.
  var peersView: PeersView {
    PeersView(peers: peers, visible: visiblePeers, finding: finding, isFocused: focus == .peers, look: look)
  }

  /// Peers that the pane has room for.
  var peerRows: Int { max(1, layout.peerRows) }

  mutating func moveInPeers(_ distance: Distance) {
    let last = peers.list.order.count - 1
    guard last >= 0 else { return }
    peers.list.select(
      distance.place(from: peers.list.index(in: peers.ledger), page: peerRows, last: last), in: peers.ledger)
    peers.list.scroll(rows: peerRows, peers.ledger)
  }

  mutating func sortPeers(by step: Int) {
    sortPeers(
      by: peers.list.column.next(
        step, among: PeerColumn.all(with: formats.sequences.tracker, identities: !isElsewhere)), isInverted: false)
  }

  /// Sorts the peers in a way that can be undone.
  mutating func sortPeers(by column: PeerColumn, isInverted: Bool) {
    interaction.undoStack.push(.peerSorting(peers.list.column, isInverted: peers.list.isInverted))
    peers.list.sort(by: column, isInverted: isInverted)
    sortPeers()
  }

  mutating func invertPeers() {
    sortPeers(by: peers.list.column, isInverted: !peers.list.isInverted)
  }

  mutating func markPeer() {
    guard let peer = peers.selected?.peer else { return say("no peer to mark yet") }
    let isMarked = peers.list.marked.contains(peer)
    interaction.undoStack.push(.peerMark(peer, wasMarked: isMarked))
    setMark(!isMarked, on: peer)
    moveInPeers(.lines(1))
  }

  /// Marks a peer, or takes its mark away.
  mutating func setMark(_ isMarked: Bool, on peer: Endpoint) {
    if isMarked { peers.list.marked.insert(peer) } else { peers.list.marked.remove(peer) }
  }

  /// Shows only the selected peer's rows; on the same peer again, what was shown before.
  mutating func filterSelectedPeer() {
    guard let peer = peers.selected?.peer else { return say("no peer to show yet") }
    let name = name(of: peer)
    var base = filtering.active
    if let last = peers.filter, filtering.active == last.filter {
      base = last.base
      if last.peer == peer {
        chooseActive(base)
        peers.filter = nil
        return say("all that was shown before \(name) alone")
      }
    }
    let test = FilterExpression.peer(peer)
    let whole = base.expression.map { .joined([$0, test], byOr: false) } ?? test
    let filter = DisplayFilter(whole, interfaces: configuration.interfaces)
    chooseActive(filter)
    peers.filter = PeerFilter(peer: peer, base: base, filter: filter)
    say("only \(name): \(key("peer-filter")) again shows the others") { $0.filtering.active == filter }
  }

  /// A click: a heading sorts by its column, and inverts the order where it did so already; a peer is selected.
  mutating func clickPeers(row: Int, column: Int, _ layout: Layout) {
    if row > 0 {
      let index = peers.list.offset + row - 1
      if row <= layout.peerRows { peers.list.select(index, in: peers.ledger) }
    } else if row == 0, let heading = visiblePeers.column(at: column - layout[.peers].column) {
      if peers.list.column == heading { return invertPeers() }
      sortPeers(by: heading, isInverted: false)
    }
  }
}
