import Formats
import PayloadText
import PeerText
import TerminalUI

/// The peers in sight, and the columns in which the pane shows them.
struct VisiblePeers {
  /// A line for each peer in sight.
  let rows: [PeerRow]
  let layout: PeerLayout

  /// - Parameters:
  ///   - rect: the pane.
  ///   - identities: whether peers are looked up.
  init(
    _ peers: Peers, _ numbers: SequenceTracker?, identities: Bool, _ texts: PeerTexts, _ clock: Clock, in rect: Rect,
    _ look: Look
  ) {
    rows = peers.list.order.dropFirst(peers.list.offset).prefix(max(0, rect.rows - 2)).map {
      let entry = peers.ledger.entries[Int($0)]
      return PeerRow(entry, numbers?.counts(of: entry.peer), peers.identities, texts, clock, look)
    }
    layout = PeerLayout(
      columns: rect.columns, PeerColumn.all(with: numbers, identities: identities), sortedBy: peers.list.column,
      address: rows.reduce(0) { max($0, $1.address.width) }, time: rows.reduce(0) { max($0, $1.timeWidth) },
      names: [PeerColumn.name, .vendor, .process].map { [rows] column in
        rows.reduce(0) { max($0, $1.text(of: column).width) }
      })
  }

  /// The column whose heading stands so many columns from the pane's left edge.
  func column(at column: Int) -> PeerColumn? {
    guard case .column(let found)? = layout.places.last(where: { $0.start <= column })?.item else { return nil }
    return found
  }
}

extension State {
  /// The peers in sight.
  var visiblePeers: VisiblePeers {
    VisiblePeers(
      peers, formats.sequences.tracker, identities: !isElsewhere, texts, clock, in: layout[.peers], look)
  }
}
