import DisplayFilter
import UDPCore

/// The peers of the log, how much they send, and the panes that show them.
struct Peers: Sendable {
  /// Every peer's counts and times.
  var ledger = PeerLedger()
  /// The order, the selection and the marks of the pane.
  var list = PeerList()
  /// Datagrams and bytes a second, of all peers and of one, and the pane that draws them.
  var rates = Rates()
  /// Who the peers in sight are.
  var identities = PeerIdentities()
  /// The conversation with one peer; `nil` while its pane is closed.
  var conversation: Conversation?
  /// The filter that Enter in the list made; `nil` when that was undone.
  var filter: PeerFilter?

  /// The selected peer's entry; `nil` when there is none.
  var selected: PeerEntry? { list.entry(in: ledger) }

  /// Whether there are peers that the list was not sorted with yet.
  var isUnsorted: Bool { list.order.isEmpty && !ledger.entries.isEmpty }
}

/// A filter that the list of peers made.
struct PeerFilter: Sendable {
  /// The peer that it shows.
  var peer: Endpoint
  /// The filter in force before.
  var base: DisplayFilter
  var filter: DisplayFilter
}
