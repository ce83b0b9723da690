import Basics
import PayloadText
package import PeerText
package import UDPCore

/// The comments about peers' encodings in a capture file: one per peer and file, as soon as the encoding is certain or
/// chosen, and another one when it changes. A guess is not written, since a reader of the file can make it again.
package struct EncodingComments {
  /// The number of peers that are known to have a comment; one that is forgotten gets another.
  private static let limit = 65_536

  /// The encoding last written for a peer; `nil` for none or `auto`.
  private struct Said {
    var encoding: TextEncoding?
    /// The round in which the encoding was last checked.
    var round: Int
  }

  private var peers = RecentTable<Endpoint, Said>(capacity: limit)
  private var forAll: TextEncoding?
  /// A number that rises when choices change, so that each peer is checked again.
  private var round = 0
  /// The version of the encodings at the last check.
  private var version = -1

  /// Creates comments for a capture that has none yet.
  package init() {}

  /// Begins a new file.
  /// - Returns: the comments for its interface.
  package mutating func begin(_ texts: PeerTexts) -> [String] {
    peers = RecentTable(capacity: Self.limit)
    forAll = texts.encodings.chosenForAll
    return forAll.map { [CaptureNote.comment(.encoding($0), of: .here)] } ?? []
  }

  /// Marks every peer for another check, after choices have changed.
  package mutating func recheckAll() { round += 1 }

  /// Marks every peer for another check if any of them may be decoded differently than at the last call.
  mutating func recheckChanged(_ texts: PeerTexts) {
    guard texts.encodings.version != version else { return }
    version = texts.encodings.version
    round += 1
  }

  /// Marks a peer for another check, after its encoding may have changed.
  package mutating func recheck(_ peer: Endpoint) {
    if let place = peers.place(of: peer) { peers.change(at: place) { $0.round = -1 } }
  }

  /// Returns the comment about all peers if their choice differs from the last one written.
  package mutating func commentForAll(_ texts: PeerTexts) -> String? {
    guard texts.encodings.chosenForAll != forAll else { return nil }
    // It replaces the choices for single peers.
    peers = RecentTable(capacity: Self.limit)
    forAll = texts.encodings.chosenForAll
    return CaptureNote.comment(forAll.map { .encoding($0) } ?? .auto, of: .all)
  }

  /// Returns the comment to write with a datagram of `peer`.
  package mutating func comment(_ peer: Endpoint, _ texts: PeerTexts) -> String? {
    take(peer, texts).map { CaptureNote.comment($0, of: .here) }
  }

  /// Returns the comment about `peer` to write when none of its datagrams follows.
  mutating func lastComment(_ peer: Endpoint, _ texts: PeerTexts) -> String? {
    take(peer, texts).map { CaptureNote.comment($0, of: .one(peer)) }
  }

  private mutating func take(_ peer: Endpoint, _ texts: PeerTexts) -> PresetEncoding? {
    if texts.encodings.isOneForAll { return nil }
    let known = peers.place(of: peer).map { ($0, peers.values[$0]) }
    if let (place, said) = known, said.round == round {
      peers.refresh(at: place)
      return nil
    }
    let choice = texts.choice(for: peer)
    let encoding = choice.isSure ? choice.encoding : nil
    let before = known?.1.encoding ?? forAll
    peers.set(Said(encoding: encoding, round: round), for: peer)
    guard encoding != before else { return nil }
    return encoding.map { .encoding($0) } ?? .auto
  }
}
