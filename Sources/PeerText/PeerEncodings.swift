import Basics
package import PayloadText
package import UDPCore

/// The encoding of each peer: detected, or chosen by the user, whose choice takes precedence and lasts.
///
/// Each datagram from a peer is judged against all encodings that `EncodingDetector` knows, and its cost in each is
/// added up. The cost of one datagram is bounded, and so is the sum, so that a damaged datagram does not turn a
/// conversation into gibberish and a long past does not outweigh what the peer sends now. Pure ASCII favours no
/// encoding: it shows only that the peer sends text.
package struct PeerEncodings: Sendable {
  /// A function that returns the encoding set in advance for a peer; `nil` if there is none.
  package typealias Presets = @Sendable (Endpoint) -> PresetEncoding?

  /// The encodings set in advance; a choice made for one peer, or for all, takes precedence.
  package var presets: Presets? { didSet { version += 1 } }
  /// A number that rises whenever a peer may be decoded differently than before.
  package private(set) var version = 0
  /// The encoding of text sent to peers whose own is unknown.
  package var undecided = UndecidedEncoding()
  /// Whether a peer's first datagram is judged only when somebody asks for its encoding, or it sends another one.
  package var judgesLate = false
  private var findings: RecentTable<Endpoint, PeerFinding>
  /// The user's choice for each peer; `nil` for a peer whose choice was withdrawn.
  private var chosen: RecentTable<Endpoint, TextEncoding?>
  /// The encodings in which the user has sent to peers whose own is unknown.
  private var accepted: RecentTable<Endpoint, TextEncoding>
  /// The peers that are certain, or may be once their first datagram is judged.
  private var telling: TellingPeers
  /// The encoding chosen for all peers; `nil` while each one's is detected.
  package private(set) var chosenForAll: TextEncoding?
  private let capacity: Int

  /// The choices of a moment, to be restored.
  package struct Choices: Sendable {
    fileprivate let forAll: TextEncoding?
    fileprivate let byPeer: RecentTable<Endpoint, TextEncoding?>
    fileprivate let presets: Presets?
  }

  /// The choices as they are now.
  package var choices: Choices { Choices(forAll: chosenForAll, byPeer: chosen, presets: presets) }

  /// Restores earlier choices.
  /// - Parameter hasPresets: whether a choice for all peers took away what was set in advance, which then comes back.
  package mutating func restore(_ choices: Choices, withPresets hasPresets: Bool) {
    chosenForAll = choices.forAll
    chosen = choices.byPeer
    version += 1
    if hasPresets { presets = presets ?? choices.presets }
  }

  /// Whether one encoding is chosen for all peers, without exceptions.
  package var isOneForAll: Bool { chosenForAll != nil && chosen.count == 0 && presets == nil }

  /// Creates a record of no peers.
  /// - Parameter capacity: the number of peers whose evidence is kept, and of the user's choices; the least recently
  ///   used are evicted.
  package init(capacity: Int = 65_536) {
    self.capacity = capacity
    findings = RecentTable(capacity: capacity)
    chosen = RecentTable(capacity: capacity)
    accepted = RecentTable(capacity: capacity)
    telling = TellingPeers(capacity: capacity)
  }

  /// Loads the tables of auto mode, which takes some milliseconds; otherwise the first payload outside ASCII does so.
  package mutating func prepare() {
    EncodingEvidence.prepare()
  }

  /// Learns from a received payload. Returns which rows must be decoded again. Pure ASCII costs a few nanoseconds and one
  /// lookup.
  @discardableResult
  package mutating func observe(_ payload: RawSpan, from peer: Endpoint) -> ReadingChange {
    guard payload.byteCount > 0 else {
      _ = findings.touch(peer)
      return .none
    }
    let (known, evicted) = (findings.count &+ findings.evicted, findings.evicted)
    let place = findings.touch(peer, default: PeerFinding())
    let isNew = findings.count &+ findings.evicted != known
    // What was known of the peer that made room is forgotten.
    if findings.evicted != evicted { version += 1 }
    guard findings.change(at: place, { $0.observe(payload, mayWait: judgesLate) }) else { return .none }
    version += 1
    let mayTell = findings.change(at: place) { $0.isWaiting || $0.judged.reading.choice.appliesToHost }
    if mayTell { telling.add(peer) }
    if chosen(for: peer) != nil { return .none }
    return isNew ? .ofNewPeer : .ofKnownPeer
  }

  /// Judges a peer's first datagram, if that waits: it is asked for again and again while the peer is in sight.
  mutating func settle(_ peer: Endpoint) {
    guard judgesLate, let place = findings.place(of: peer), findings.values[place].isWaiting else { return }
    findings.change(at: place) { $0.settle() }
  }

  /// The encoding in which the peer is decoded and, unless undecided, answered.
  package func choice(for peer: Endpoint) -> EncodingChoice { reading(for: peer).choice }

  /// The way to decode the peer's payloads.
  package func reading(for peer: Endpoint) -> PeerReading {
    let isOpen = chosen.count == 0 && chosenForAll == nil && presets == nil
    if !isOpen, let encoding = chosen(for: peer) { return PeerReading(chosen: EncodingChoice(encoding)) }
    return findings[peer]?.judged.reading ?? .undecided
  }

  /// The encoding of text sent to the peer; `hex` where its datagrams are shown as bytes.
  package func outgoing(for peer: Endpoint) -> OutgoingEncoding {
    if findings[peer]?.judged.isAnsweredInBytes == true, chosen(for: peer) == nil {
      return OutgoingEncoding(encoding: .hex, reason: .peer)
    }
    let choice = choice(for: peer)
    return choice.isUndecided
      ? supposed(for: peer, besideOthers: true) : OutgoingEncoding(encoding: choice.encoding, reason: .peer)
  }

  /// The encoding of what is sent to the peer as text, also where its own datagrams are bytes. What other peers of its
  /// host send says nothing of such a peer.
  package func outgoingText(for peer: Endpoint) -> OutgoingEncoding {
    let own = outgoing(for: peer)
    return own.encoding == .hex ? supposed(for: peer, besideOthers: false) : own
  }

  /// The encoding of text sent to a peer whose own is unknown.
  /// - Parameter countsOthers: whether it may be that of another peer on the same host.
  private func supposed(for peer: Endpoint, besideOthers countsOthers: Bool) -> OutgoingEncoding {
    if let encoding = accepted[peer] { return OutgoingEncoding(encoding: encoding, reason: .accepted) }
    if countsOthers, let other = telling.newest(besides: peer, where: { choice(for: $0).appliesToHost }) {
      return OutgoingEncoding(encoding: choice(for: other).encoding, reason: .host)
    }
    if let encoding = undecided.configured { return OutgoingEncoding(encoding: encoding, reason: .configured) }
    return OutgoingEncoding(encoding: undecided.locale, reason: .locale)
  }

  /// Records that the user sent the peer text in this encoding, knowing that the peer's own is unknown.
  package mutating func accept(_ encoding: TextEncoding, for peer: Endpoint) {
    accepted.set(encoding, for: peer)
  }

  /// The encodings that auto mode considers for the peer, likeliest first; empty while nothing is known.
  package func candidates(for peer: Endpoint) -> [EncodingCandidate] {
    findings[peer]?.judged.candidates ?? []
  }

  /// Replaces the encodings set in advance (`PeerTexts.set`).
  mutating func set(presets: Presets?, insteadOf encodingForAll: TextEncoding?) {
    if let encodingForAll, chosenForAll == encodingForAll { chosenForAll = nil }
    // Its observer counts the change.
    self.presets = presets
  }

  /// Sets the user's choice for one peer; `nil` returns it to the choice for all, or to automatic detection.
  package mutating func set(_ encoding: TextEncoding?, for peer: Endpoint) {
    if encoding != nil || chosen[peer] != nil || presets != nil { chosen.set(encoding, for: peer) }
    version += 1
    if let encoding, EncodingChoice(encoding).appliesToHost { telling.add(peer) }
  }

  /// The encoding chosen for the peer, for itself, with all others or in advance; `nil` while it is detected.
  package func chosen(for peer: Endpoint) -> TextEncoding? {
    let own = chosen[peer]
    if let encoding = (own ?? nil) ?? chosenForAll { return encoding }
    // The user returned the peer to auto mode, which takes precedence over anything set in advance.
    if own != nil { return nil }
    return presets?(peer)?.encoding
  }

  /// Sets the user's choice for every peer, replacing those for single peers and those made in advance; `nil` returns
  /// all to automatic detection. A later `set` overrides it.
  package mutating func setAll(_ encoding: TextEncoding?) {
    presets = nil
    chosenForAll = encoding
    chosen = RecentTable(capacity: capacity)
  }
}

/// The effect of a datagram on the way in which its peer's rows are decoded.
package enum ReadingChange: Hashable, Sendable {
  /// They are decoded as before.
  case none
  /// They are decoded differently; this was the first datagram of the peer, so that no earlier row is one of its.
  case ofNewPeer
  /// They are decoded differently, earlier ones too.
  case ofKnownPeer
}

extension EncodingChoice {
  /// Whether it suggests what other peers on the same host use: a certain encoding of text outside ASCII. UTF-16
  /// suggests nothing: those peers have sent ASCII bytes, which it does not contain.
  fileprivate var appliesToHost: Bool {
    isSure && ![.hex, .ascii, .utf16LE, .utf16BE].contains(encoding)
  }
}
