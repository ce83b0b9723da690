/// The encoding of each peer: found by itself, or chosen by a person, which wins and sticks.
///
/// Automatic choice: a datagram that is not strict UTF-8 (a cut last character allowed) decides for the fallback, as a
/// guess; else one with a character outside ASCII decides for UTF-8; pure ASCII decides nothing.
package struct PeerEncodings<Peer: Hashable & Sendable>: Sendable {
  /// What the datagrams of a peer have decided.
  private enum Finding: Sendable {
    case utf8
    case fallback
  }

  private var findings: RecentTable<Peer, Finding>
  /// `nil` for a peer that was given back.
  private var chosen: RecentTable<Peer, TextEncoding?>
  private var chosenForAll: TextEncoding?
  private let fallback: TextEncoding
  private let capacity: Int

  /// - Parameters:
  ///   - fallback: the encoding of peers whose datagrams are not UTF-8.
  ///   - capacity: of how many peers what their datagrams decided is kept, and as many choices of a person; the least
  ///     recent are forgotten.
  package init(fallback: TextEncoding = .gb18030, capacity: Int = 65_536) {
    self.fallback = fallback
    self.capacity = capacity
    findings = RecentTable(capacity: capacity)
    chosen = RecentTable(capacity: capacity)
  }

  /// Learns from a received payload. Returns whether the peer's choice changed, so that its rows are to be decoded
  /// again. Pure ASCII costs a few nanoseconds and one look-up.
  @discardableResult
  package mutating func observe(_ payload: RawSpan, from peer: Peer) -> Bool {
    let known = findings.touch(peer)
    if known == .fallback || payload.asciiRun(from: 0) == payload.byteCount { return false }
    let finding: Finding = UTF8Sequence.isStrict(payload) ? .utf8 : .fallback
    if finding == known { return false }
    let before = choice(for: peer)
    findings.set(finding, for: peer)
    return choice(for: peer) != before
  }

  /// The encoding in which the peer is read and answered.
  package func choice(for peer: Peer) -> EncodingChoice {
    if let encoding = (chosen[peer] ?? nil) ?? chosenForAll { return EncodingChoice(encoding) }
    switch findings[peer] {
    case .utf8: return EncodingChoice(.utf8)
    case .fallback: return EncodingChoice(fallback, isGuess: true)
    case nil: return EncodingChoice(.utf8, isGuess: true)
    }
  }

  /// A person's choice for one peer; `nil` gives it back to the choice for all, or to the automatic one.
  package mutating func set(_ encoding: TextEncoding?, for peer: Peer) {
    if encoding != nil || chosen[peer] != nil { chosen.set(encoding, for: peer) }
  }

  /// A person's choice for every peer, in place of those made for single ones; `nil` gives all back to the automatic
  /// one. A later `set` wins again.
  package mutating func setAll(_ encoding: TextEncoding?) {
    chosenForAll = encoding
    chosen = RecentTable(capacity: capacity)
  }
}
