import DisplayFilter
import PayloadText
import PeerText
import TerminalUI
import UDPCore

/// Writing to peers whose encoding is not known.
extension State {
  /// The peers that the panel's message reaches in an encoding that nothing speaks for; `nil` where there are none, or
  /// the message is the same in all.
  func undecidedPeers(of panel: SendPanel) -> UndecidedPeers? {
    guard panel.encoding == nil, panel.form != .hex, !SendPanel.isASCII(panel.editor.text, panel.form) else {
      return nil
    }
    let undecided = recipients(of: panel).map(\.peer).filter {
      texts.outgoingText(for: $0).reason == .locale && panel.coding(for: $0, texts).form != .hex
    }
    guard let first = undecided.first else { return nil }
    return UndecidedPeers(
      peers: undecided, ofBytes: undecided.count { texts.outgoing(for: $0).encoding == .hex },
      encoding: panel.coding(for: first, texts).encoding)
  }

  /// Remembers what the panel's message was sent in to such peers, so that they get further ones in it without a word.
  mutating func acceptEncoding(of panel: SendPanel) {
    guard let undecided = undecidedPeers(of: panel) else { return }
    for peer in undecided.peers { texts.accept(undecided.encoding, for: peer) }
  }

  /// The panel's peers whose encoding is not known.
  var undecidedRecipients: [Endpoint] {
    guard let panel = compose.panel else { return [] }
    return recipients(of: panel).map(\.peer).filter { texts.choice(for: $0).isUndecided }
  }
}
