import DisplayFilter
import PayloadText
import UDPCore

/// What a recording says beside datagrams: the encoding that a peer was found to write in, at its next datagram.
final class EncodingNotes {
  /// Peers that are remembered until their next datagram comes.
  private static let limit = 4096

  private let isNeeded: Bool
  private var encodings = PeerEncodings()
  private var due: [PeerKey: String] = [:]

  /// - Parameter isNeeded: not where one encoding is in force for all peers.
  init(isNeeded: Bool) {
    self.isNeeded = isNeeded
    // Not when the first datagram is to be written: it takes its time.
    if isNeeded { encodings.prepare() }
  }

  /// What is to be said at `datagram`; asked for each row of the log, in order.
  func note(at datagram: Datagram) -> String? {
    if !isNeeded || datagram.kind == .failure { return nil }
    let peer = PeerKey(datagram.peer)
    let note = due.isEmpty ? nil : due.removeValue(forKey: peer)
    guard datagram.kind == .incoming, datagram.withPayload({ encodings.observe($0, from: peer) }) else { return note }
    if due.count < Self.limit { due[peer] = "encoding \(encodings.choice(for: peer).label)" }
    return note
  }
}
