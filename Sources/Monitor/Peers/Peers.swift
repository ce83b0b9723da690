/// The peers of the log, and the pane that lists them.
struct Peers: Sendable {
  /// Every peer's counts and times.
  var ledger = PeerLedger()
  /// The order, the selection and the marks of the pane.
  var list = PeerList()
  /// The filter that Enter in the list made; `nil` when that was undone.
  var filter: PeerFilter?

  /// The selected peer's entry; `nil` when there is none.
  var selected: PeerEntry? { list.entry(in: ledger) }

  /// Whether there are peers that the list was not sorted with yet.
  var isUnsorted: Bool { list.order.isEmpty && !ledger.entries.isEmpty }
}
