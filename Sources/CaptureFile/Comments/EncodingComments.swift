import PayloadText
package import PeerText
package import UDPCore

/// Which encodings a capture that is written says of its peers: each once a file, as soon as it is sure or chosen, and
/// again where it changes. A guess is not said: who reads the file makes it again.
package struct EncodingComments {
  /// Peers of a file that are told apart.
  private static let limit = 65_536

  /// What was said of a peer: nothing, or `auto`, where it has no encoding.
  private struct Said {
    var encoding: TextEncoding?
    /// The round in which that was right.
    var round: Int
  }

  private var peers: [Endpoint: Said] = [:]
  private var forAll: TextEncoding?
  /// Goes up when choices change, so that each peer is looked at again.
  private var round = 0

  /// Nothing is said yet.
  package init() {}

  /// A new file begins.
  /// - Returns: what is to be said of its interface.
  package mutating func begin(_ texts: PeerTexts) -> [String] {
    peers = [:]
    forAll = texts.encodings.chosenForAll
    return forAll.map { [CaptureNote.comment(.encoding($0), of: .here)] } ?? []
  }

  /// Choices have changed.
  package mutating func lookAgain() { round += 1 }

  /// The peer is read in another way from now on.
  package mutating func lookAgain(at peer: Endpoint) { peers[peer]?.round = -1 }

  /// What is to be said of all peers, as their choice differs from what was said.
  package mutating func commentForAll(_ texts: PeerTexts) -> String? {
    guard texts.encodings.chosenForAll != forAll else { return nil }
    // It takes the place of what was chosen for single ones.
    peers = [:]
    forAll = texts.encodings.chosenForAll
    return CaptureNote.comment(forAll.map { .encoding($0) } ?? .auto, of: .all)
  }

  /// What is to be said beside a datagram of `peer`.
  package mutating func comment(_ peer: Endpoint, _ texts: PeerTexts) -> String? {
    take(peer, texts).map { CaptureNote.comment($0, of: .here) }
  }

  /// What is to be said of `peer` where none of its datagrams follows.
  mutating func lastComment(_ peer: Endpoint, _ texts: PeerTexts) -> String? {
    take(peer, texts).map { CaptureNote.comment($0, of: .one(peer)) }
  }

  private mutating func take(_ peer: Endpoint, _ texts: PeerTexts) -> PresetEncoding? {
    if texts.encodings.isOneForAll { return nil }
    let said = peers[peer]
    if let said, said.round == round { return nil }
    guard said != nil || peers.count < Self.limit else { return nil }
    let choice = texts.choice(for: peer)
    let encoding = choice.isSure ? choice.encoding : nil
    peers[peer] = Said(encoding: encoding, round: round)
    guard encoding != said?.encoding ?? forAll else { return nil }
    return encoding.map { .encoding($0) } ?? .auto
  }
}
