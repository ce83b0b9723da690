/// The encoding of each peer: found by itself, or chosen by a person, which wins and sticks.
///
/// Automatic choice: of a peer's datagrams outside ASCII, those that are strict UTF-8 (a cut last character allowed) are
/// held against those that are not. All of them UTF-8: it is UTF-8. More of them: UTF-8, as a guess, so that one damaged
/// datagram does not turn a whole conversation into gibberish. Otherwise the fallback, as a guess. Pure ASCII decides
/// nothing.
package struct PeerEncodings<Peer: Hashable & Sendable>: Sendable {
  /// What the datagrams of a peer have decided.
  private struct Finding: Equatable, Sendable {
    /// Datagrams outside ASCII that are strict UTF-8, and those that are not; neither counts beyond 255.
    var utf8: UInt8 = 0
    var other: UInt8 = 0

    mutating func count(isUTF8: Bool) {
      if isUTF8 { utf8 += utf8 == .max ? 0 : 1 } else { other += other == .max ? 0 : 1 }
    }
  }

  private var findings: RecentTable<Peer, Finding>
  /// `nil` for a peer that was given back.
  private var chosen: RecentTable<Peer, TextEncoding?>
  /// What a person chose for all peers; `nil` while each is decided automatically.
  package private(set) var chosenForAll: TextEncoding?
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
    let before = findings.touch(peer)
    if payload.asciiRun(from: 0) == payload.byteCount { return false }
    var finding = before ?? Finding()
    finding.count(isUTF8: UTF8Sequence.isStrict(payload))
    if finding == before { return false }
    findings.set(finding, for: peer)
    return automatic(finding) != automatic(before) && chosenForAll == nil && (chosen[peer] ?? nil) == nil
  }

  /// The encoding in which the peer is read and answered.
  package func choice(for peer: Peer) -> EncodingChoice {
    if let encoding = (chosen[peer] ?? nil) ?? chosenForAll { return EncodingChoice(encoding) }
    return automatic(findings[peer])
  }

  private func automatic(_ finding: Finding?) -> EncodingChoice {
    guard let finding else { return EncodingChoice(.utf8, isGuess: true) }
    if finding.other == 0 { return EncodingChoice(.utf8) }
    return EncodingChoice(finding.utf8 > finding.other ? .utf8 : fallback, isGuess: true)
  }

  /// A person's choice for one peer; `nil` gives it back to the choice for all, or to the automatic one.
  package mutating func set(_ encoding: TextEncoding?, for peer: Peer) {
    if encoding != nil || chosen[peer] != nil { chosen.set(encoding, for: peer) }
  }

  /// What a person chose for the peer, by itself or with all; `nil` while it is decided automatically.
  package func chosen(for peer: Peer) -> TextEncoding? { (chosen[peer] ?? nil) ?? chosenForAll }

  /// A person's choice for every peer, in place of those made for single ones; `nil` gives all back to the automatic
  /// one. A later `set` wins again.
  package mutating func setAll(_ encoding: TextEncoding?) {
    chosenForAll = encoding
    chosen = RecentTable(capacity: capacity)
  }
}
