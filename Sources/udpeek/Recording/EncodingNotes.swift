import DisplayFilter
import PayloadText
import UDPCore

/// What a recording says beside datagrams: the encoding that a peer was found to write in, at its next datagram.
final class EncodingNotes {
  /// Peers that are remembered until their next datagram comes.
  private static let limit = 4096

  private let isNeeded: Bool
  private var texts: PeerTexts
  private var due: [PeerKey: String] = [:]

  /// - Parameter chosen: what was chosen, for all peers or by address; where one is in force for all, nothing is noted.
  init(_ chosen: ChosenEncodings) {
    isNeeded = chosen.fixed == nil || !chosen.byAddress.isEmpty
    texts = chosen.texts
    // Not when the first datagram is to be written: it takes its time.
    if isNeeded {
      var encodings = PeerEncodings()
      encodings.prepare()
    }
  }

  /// What is to be said at `datagram`; asked for each row of the log, in order.
  func note(at datagram: Datagram) -> String? {
    if !isNeeded || datagram.kind == .failure { return nil }
    let peer = PeerKey(datagram.peer)
    let note = due.isEmpty ? nil : due.removeValue(forKey: peer)
    guard datagram.kind == .incoming, datagram.withPayload({ texts.observe($0, from: peer) }) else { return note }
    if due.count < Self.limit { due[peer] = "encoding \(texts.choice(for: peer).label)" }
    return note
  }
}
