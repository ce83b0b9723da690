import Basics
import DisplayFilter
import PayloadText
import PeerText
import TerminalUI
import UDPCore

/// That a message goes to peers whose encoding nobody knows, in the locale's: said before it is sent.
struct UndecidedPeers: Sendable, Hashable {
  /// The peers.
  let peers: [Endpoint]
  /// What Enter sends.
  let encoding: TextEncoding

  /// The sentence, the longest first; what to do stays in each.
  func sentences(_ ledger: PeerLedger, _ look: Look) -> [Phrase] {
    let encoding = encoding.name.uppercased()
    let send = look.keymap.calling("send", in: .reply)
    let choose = look.keymap.calling("message-encoding", in: .reply)
    let advice: Phrase = "\(send) sends \(encoding), \(choose) chooses"
    guard peers.count == 1, let peer = peers.first else {
      return ["\(Figures.grouped(peers.count)) of these peers have only sent ASCII: \(advice)", advice]
    }
    let name = look.name(of: peer)
    let hasSent = (ledger.entry(of: peer)?.received ?? 0) > 0
    return hasSent
      ? ["\(name) has only sent ASCII: \(advice)", "\(advice): only ASCII came", advice]
      : ["\(name) has sent nothing yet: \(advice)", "\(advice): nothing came yet", advice]
  }
}

/// Writing to peers whose encoding is not known.
extension State {
  /// The peers that the panel's message reaches in an encoding that nothing speaks for; `nil` where there are none, or
  /// the message is the same in all.
  func undecidedPeers(of panel: SendPanel) -> UndecidedPeers? {
    guard panel.encoding == nil, panel.form != .hex, !SendPanel.isASCII(panel.editor.text) else { return nil }
    let undecided = recipients(of: panel).map(\.peer).filter { texts.outgoing(for: $0).reason == .locale }
    guard let first = undecided.first else { return nil }
    return UndecidedPeers(peers: undecided, encoding: texts.outgoing(for: first).encoding)
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
