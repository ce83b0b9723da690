import PayloadText

/// What a peer's datagrams say of its encoding. Where that may wait, the first one is only kept: of the sources of a
/// flood, each of which sends a single datagram, hardly one is ever looked at.
struct PeerFinding: Sendable {
  /// The longest payload that is kept, in bytes.
  private static let longestKept = 512

  private var evidence = EncodingEvidence()
  /// The first payload, until somebody asks or there is a second one; `nil` where all are part of the evidence.
  private var first: [UInt8]?
  private var isNew = true

  /// Takes a payload that it was not asked about yet.
  /// - Parameter mayWait: whether a first one may wait until somebody asks.
  /// - Returns: whether the reading changed; true where a payload waits.
  mutating func observe(_ payload: RawSpan, mayWait: Bool) -> Bool {
    defer { isNew = false }
    if mayWait, isNew, payload.byteCount <= Self.longestKept, !EncodingEvidence.isPlain(payload) {
      first = unsafe payload.withUnsafeBytes { unsafe Array($0) }
      return true
    }
    settle()
    return evidence.observe(payload)
  }

  /// Judges the payload that waits.
  mutating func settle() {
    guard let payload = first else { return }
    first = nil
    _ = unsafe evidence.observe(payload.span.bytes)
  }

  /// The evidence of all payloads.
  var judged: EncodingEvidence {
    guard first != nil else { return evidence }
    var settled = self
    settled.settle()
    return settled.evidence
  }

  /// Whether a payload waits.
  var isWaiting: Bool { first != nil }
}
