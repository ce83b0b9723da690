import Basics
package import PayloadText
package import UDPCore

/// The encoding of each peer: found by itself, or chosen by a person, which wins and sticks.
///
/// Of what a peer sends, each datagram is judged against all encodings that `EncodingDetector` knows, and what it costs
/// in each is added up. One datagram counts for so much at most, and so does the sum, so that neither a damaged
/// datagram turns a conversation into gibberish nor a long past outweighs what the peer writes now. Pure ASCII decides
/// for no encoding: it tells only that the peer writes texts.
package struct PeerEncodings: Sendable {
  /// What was chosen beforehand for a peer; `nil` where nothing was.
  package typealias Rule = @Sendable (Endpoint) -> PresetEncoding?

  /// The choices made beforehand; those made for a peer, or for all, go before.
  package var rule: Rule?
  /// What text is written in for peers whose encoding is not known.
  package var undecided = UndecidedEncoding()
  private var findings: RecentTable<Endpoint, EncodingEvidence>
  /// `nil` for a peer that was given back.
  private var chosen: RecentTable<Endpoint, TextEncoding?>
  /// What the person sent in to peers whose encoding is not known.
  private var accepted: RecentTable<Endpoint, TextEncoding>
  /// For each host the peer that was certain last.
  private var certain: RecentTable<Endpoint, Endpoint>
  /// What a person chose for all peers; `nil` while each is decided automatically.
  package private(set) var chosenForAll: TextEncoding?
  private let capacity: Int

  /// Whether one encoding is chosen for all, and nothing else for anybody.
  package var isOneForAll: Bool { chosenForAll != nil && chosen.count == 0 && rule == nil }

  /// - Parameter capacity: of how many peers what their datagrams decided is kept, and as many choices of a person; the
  ///   least recent are forgotten.
  package init(capacity: Int = 65_536) {
    self.capacity = capacity
    findings = RecentTable(capacity: capacity)
    chosen = RecentTable(capacity: capacity)
    accepted = RecentTable(capacity: capacity)
    certain = RecentTable(capacity: capacity)
  }

  /// Loads what auto mode knows, some milliseconds; the first payload outside ASCII does so otherwise.
  package mutating func prepare() {
    EncodingEvidence.prepare()
  }

  /// Learns from a received payload. Returns whether the peer is read in another way from now on, so that its rows are
  /// to be decoded again. Pure ASCII costs a few nanoseconds and one look-up.
  @discardableResult
  package mutating func observe(_ payload: RawSpan, from peer: Endpoint) -> Bool {
    let held = findings.touch(peer)
    guard payload.byteCount > 0 else { return false }
    let place = held ?? findings.set(EncodingEvidence(), for: peer)
    guard findings.change(at: place, { $0.observe(payload) }) else { return false }
    if findings.values[place].reading.choice.tellsOthers { certain.set(peer, for: peer.host) }
    return chosen(for: peer) == nil
  }

  /// The encoding in which the peer is read and, but for one that is undecided, answered.
  package func choice(for peer: Endpoint) -> EncodingChoice { reading(for: peer).choice }

  /// How the peer is read.
  package func reading(for peer: Endpoint) -> PeerReading {
    let isOpen = chosen.count == 0 && chosenForAll == nil && rule == nil
    if !isOpen, let encoding = chosen(for: peer) { return PeerReading(chosen: EncodingChoice(encoding)) }
    return findings[peer]?.reading ?? .undecided
  }

  /// What text for the peer is written in.
  package func outgoing(for peer: Endpoint) -> OutgoingEncoding {
    let choice = choice(for: peer)
    guard choice.isUndecided else { return OutgoingEncoding(encoding: choice.encoding, reason: .peer) }
    if let encoding = accepted[peer] { return OutgoingEncoding(encoding: encoding, reason: .accepted) }
    if let other = certain[peer.host], other != peer {
      let choice = self.choice(for: other)
      if choice.tellsOthers { return OutgoingEncoding(encoding: choice.encoding, reason: .host) }
    }
    if let encoding = undecided.configured { return OutgoingEncoding(encoding: encoding, reason: .configured) }
    return OutgoingEncoding(encoding: undecided.locale, reason: .locale)
  }

  /// Keeps that the person sent a peer text in this encoding, knowing that the peer's own is not known.
  package mutating func accept(_ encoding: TextEncoding, for peer: Endpoint) {
    accepted.set(encoding, for: peer)
  }

  /// What auto mode thinks of the peer's datagrams: encodings in order of likelihood. Empty while nothing is known.
  package func candidates(for peer: Endpoint) -> [EncodingCandidate] {
    findings[peer]?.candidates ?? []
  }

  /// Puts another choice made beforehand in the place of the old one (`PeerTexts.set`).
  mutating func set(rule: Rule?, insteadOf fixed: TextEncoding?) {
    if let fixed, chosenForAll == fixed { chosenForAll = nil }
    self.rule = rule
  }

  /// A person's choice for one peer; `nil` gives it back to the choice for all, or to the automatic one.
  package mutating func set(_ encoding: TextEncoding?, for peer: Endpoint) {
    if encoding != nil || chosen[peer] != nil || rule != nil { chosen.set(encoding, for: peer) }
    if let encoding, EncodingChoice(encoding).tellsOthers { certain.set(peer, for: peer.host) }
  }

  /// What a person chose for the peer, by itself or with all; `nil` while it is decided automatically.
  package func chosen(for peer: Endpoint) -> TextEncoding? {
    let own = chosen[peer]
    if let encoding = (own ?? nil) ?? chosenForAll { return encoding }
    // Given back to auto mode by a person: that goes before what was chosen beforehand.
    if own != nil { return nil }
    return rule?(peer)?.encoding
  }

  /// A person's choice for every peer, in place of those made for single ones and of those made beforehand; `nil` gives
  /// all back to the automatic one. A later `set` wins again.
  package mutating func setAll(_ encoding: TextEncoding?) {
    rule = nil
    chosenForAll = encoding
    chosen = RecentTable(capacity: capacity)
  }
}

extension Endpoint {
  /// The key shared by all peers of one host.
  fileprivate var host: Endpoint { Endpoint(address, port: 0, scope: scope) }
}

extension EncodingChoice {
  /// Whether it tells what other peers of the same host may write: a certain encoding of texts outside ASCII.
  fileprivate var tellsOthers: Bool { isSure && encoding != .hex && encoding != .ascii }
}
