/// A pane of the screen, in the order in which Tab goes through them. The raw values are written to the state folder.
package enum Pane: String, Sendable, Hashable, CaseIterable {
  case table
  /// The list of peers.
  case peers
  /// The list of kinds of datagrams.
  case kinds
  /// The conversation with one peer.
  case conversation
  /// The large graph of rates.
  case rate
  /// The graph of fields.
  case graph
  /// The sliders of a relay, and its figures.
  case relay
  /// Wireshark's tree of the selected row.
  case wireshark
  case detail
  /// The panel of a reply or a new message.
  case reply

  /// The focus of keys that go to the pane.
  var focus: Focus {
    switch self {
    case .table: .table
    case .peers: .peers
    case .kinds: .kinds
    case .conversation: .conversation
    case .rate: .rate
    case .graph: .graph
    case .relay: .relay
    case .wireshark: .wireshark
    case .detail: .detail
    case .reply: .reply
    }
  }
}
