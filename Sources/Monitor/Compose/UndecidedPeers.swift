import Basics
import PayloadText
import UDPCore

/// A warning that a message goes to peers whose encoding is not known, in the locale's encoding: shown before it is
/// sent.
struct UndecidedPeers: Sendable, Hashable {
  /// The peers.
  let peers: [Endpoint]
  /// The encoding in which Enter sends.
  let encoding: TextEncoding

  /// The sentence, the longest first; what to do stays in each.
  func sentences(_ ledger: PeerLedger, _ look: Look) -> [Phrase] {
    let encoding = encoding.name.uppercased()
    let send = look.keymap.reference(to: "send", in: .reply)
    let choose = look.keymap.reference(to: "message-encoding", in: .reply)
    let advice: Phrase = "\(send) sends \(encoding), \(choose) chooses"
    // Beside the recipient in a narrow window.
    let short: Phrase = "\(encoding), \(choose) chooses"
    guard peers.count == 1, let peer = peers.first else {
      return ["\(Figures.grouped(peers.count)) of these peers have only sent ASCII: \(advice)", advice, short]
    }
    let name = look.name(of: peer)
    let hasSent = (ledger.entry(of: peer)?.received ?? 0) > 0
    return hasSent
      ? ["\(name) has only sent ASCII: \(advice)", "\(advice): only ASCII so far", advice, short]
      : ["\(name) has sent nothing yet: \(advice)", "\(advice): nothing received yet", advice, short]
  }
}
