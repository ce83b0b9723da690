import Basics
import PayloadText
import UDPCore

/// A warning that a message goes to peers whose encoding is not known, in the locale's encoding: shown before it is
/// sent.
struct UndecidedPeers: Sendable, Hashable {
  /// The peers.
  let peers: [Endpoint]
  /// The number of them that send bytes.
  let ofBytes: Int
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
      let count = Figures.grouped(peers.count)
      let reason: Phrase =
        ofBytes == 0
        ? "\(count) of these peers have only sent ASCII" : "the encoding of \(count) of these peers is not known"
      return ["\(reason): \(advice)", advice, short]
    }
    let name = look.name(of: peer)
    if ofBytes > 0 { return ["\(name) sends bytes: \(advice)", "\(advice): it sends bytes", advice, short] }
    let hasSent = (ledger.entry(of: peer)?.received ?? 0) > 0
    return hasSent
      ? ["\(name) has only sent ASCII: \(advice)", "\(advice): only ASCII so far", advice, short]
      : ["\(name) has sent nothing yet: \(advice)", "\(advice): nothing received yet", advice, short]
  }
}
