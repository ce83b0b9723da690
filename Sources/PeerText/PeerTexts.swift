package import PayloadText
package import UDPCore

/// The peers' encodings, and their payloads as text.
package struct PeerTexts {
  /// The peers' encodings.
  package private(set) var encodings: PeerEncodings
  private var sent = SentEncodings()
  private let decoders = DecoderCache()

  /// Creates texts of peers about which nothing is known yet.
  /// - Parameters:
  ///   - encodingForAll: one encoding for all peers; `nil` detects each one's.
  ///   - presets: the encodings set in advance for some peers.
  ///   - undecided: the encoding of text sent to peers whose own is unknown.
  package init(
    encodingForAll: TextEncoding?, presets: PeerEncodings.Presets? = nil,
    undecided: UndecidedEncoding = UndecidedEncoding()
  ) {
    encodings = PeerEncodings()
    if let encodingForAll { encodings.setAll(encodingForAll) }
    encodings.presets = presets
    encodings.undecided = undecided
  }

  /// A copy of the peers' encodings, for decoding on another thread.
  package struct Snapshot: Sendable {
    fileprivate var encodings: PeerEncodings
    fileprivate var sent: SentEncodings
  }

  /// A copy of the peers' encodings as they are known now.
  package var snapshot: Snapshot { Snapshot(encodings: encodings, sent: sent) }

  /// Creates texts from a copy of the peers' encodings.
  package init(_ snapshot: Snapshot) {
    encodings = snapshot.encodings
    sent = snapshot.sent
  }

  /// Has a peer's first datagram judged only when somebody asks for its encoding, or it sends another one.
  package mutating func judgeLate() { encodings.judgesLate = true }

  /// Judges the first datagram of a peer in sight.
  package mutating func settle(_ peer: Endpoint) { encodings.settle(peer) }

  /// Learns a peer's encoding from a payload that it sent.
  /// - Returns: which rows are now decoded differently.
  @discardableResult
  package mutating func observe(_ payload: RawSpan, from peer: Endpoint) -> ReadingChange {
    encodings.observe(payload, from: peer)
  }

  /// Sets the user's choice for one peer; `nil` returns it to the choice for all, or to automatic detection.
  package mutating func set(_ encoding: TextEncoding?, for peer: Endpoint) {
    encodings.set(encoding, for: peer)
  }

  /// Sets the user's choice for all peers; `nil` returns each to automatic detection.
  package mutating func setAll(_ encoding: TextEncoding?) {
    encodings.setAll(encoding)
  }

  /// Restores earlier choices of the user (`PeerEncodings.restore`).
  package mutating func restore(_ choices: PeerEncodings.Choices, withPresets hasPresets: Bool) {
    encodings.restore(choices, withPresets: hasPresets)
  }

  /// Replaces the encodings set in advance, which were `encodingForAll` for all peers or other presets. Choices that
  /// the user made since then stay.
  package mutating func set(presets: PeerEncodings.Presets?, insteadOf encodingForAll: TextEncoding?) {
    encodings.set(presets: presets, insteadOf: encodingForAll)
  }

  /// The encoding of `peer`, as far as it is known.
  package func choice(for peer: Endpoint) -> EncodingChoice {
    encodings.choice(for: peer)
  }

  /// The way to decode `peer`, as far as it is known.
  package func reading(for peer: Endpoint) -> PeerReading { encodings.reading(for: peer) }

  /// The encoding of text sent to `peer`.
  package func outgoing(for peer: Endpoint) -> OutgoingEncoding { encodings.outgoing(for: peer) }

  /// The encoding of what is sent to `peer` as text, also where its own datagrams are bytes.
  package func outgoingText(for peer: Endpoint) -> OutgoingEncoding { encodings.outgoingText(for: peer) }

  /// The encoding of text that answers a peer: its own, or for a peer of binary data that of peers whose own is unknown.
  package func answering(_ peer: Endpoint) -> TextEncoding { outgoingText(for: peer).encoding }

  /// Records that the user sent the peer text in this encoding, knowing that the peer's own is unknown.
  package mutating func accept(_ encoding: TextEncoding, for peer: Endpoint) {
    encodings.accept(encoding, for: peer)
  }

  /// Sets the encoding of text sent to peers whose own is unknown.
  package mutating func set(undecided: UndecidedEncoding) { encodings.undecided = undecided }

  /// Records the encoding in which datagram `number` was sent to `peer`: the one in use for the peer now. Numbers must
  /// ascend.
  package mutating func recordSentEncoding(of number: UInt64, _ payload: RawSpan, to peer: Endpoint) {
    let choice = choice(for: peer)
    sent.append(number, choice.isUndecided ? sentEncoding(of: payload, to: peer) : choice)
  }

  /// Returns the encoding of a payload sent to a peer whose own is unknown. If the payload is invalid in the encoding
  /// that we would use, another program sent it, and this is a capture of that.
  private func sentEncoding(of payload: RawSpan, to peer: Endpoint) -> EncodingChoice {
    guard payload.highByteCount > 0 else { return .undecided }
    let encoding = outgoing(for: peer).encoding
    let hasBadBytes = text(payload, as: encoding).units.contains { if case .badByte = $0 { true } else { false } }
    guard hasBadBytes else { return EncodingChoice(encoding) }
    var evidence = EncodingEvidence()
    _ = evidence.observe(payload)
    return evidence.reading.choice
  }

  /// Records that datagram `number` was sent in this encoding, whatever its peer's usual one.
  package mutating func recordSentEncoding(of number: UInt64, as choice: EncodingChoice) {
    sent.append(number, choice)
  }

  /// The encodings that auto mode considers for the peer, likeliest first; empty while nothing is known.
  package func candidates(for peer: Endpoint) -> [EncodingCandidate] {
    encodings.candidates(for: peer)
  }

  /// The way to decode datagram `number`, which we sent; `nil` if it was evicted.
  package func sentReading(_ number: UInt64) -> PeerReading? {
    sent[number].map { PeerReading(chosen: $0) }
  }

  /// The whole text, as filters compare it; with `hex`, the ASCII in it.
  package func string(_ payload: RawSpan, as encoding: TextEncoding) -> String {
    decoders.string(payload, as: encoding == .hex ? .ascii : encoding)
  }

  /// The text, up to `limit` scalars of it.
  package func text(_ payload: RawSpan, as encoding: TextEncoding, limit: Int = .max) -> DecodedText {
    decoders.decode(payload, as: encoding, limit: limit)
  }

  /// The text beside some rows of a hex dump (see `TextDecoder.rows`).
  package func rows(
    _ rows: Range<Int>, of payload: RawSpan, as encoding: TextEncoding, bytesPerRow: Int
  ) -> [DumpText] {
    decoders.rows(rows, of: payload, as: encoding, bytesPerRow: bytesPerRow)
  }

  /// The character that a byte belongs to (see `TextDecoder.character`); `nil` for a byte outside the payload.
  package func character(
    holding byte: Int, of payload: RawSpan, as encoding: TextEncoding
  ) -> (bytes: Range<Int>, units: [DecodedText.Unit])? {
    guard byte >= 0, byte < payload.byteCount else { return nil }
    return decoders.orASCII(encoding)?.character(holding: byte, of: payload)
  }

  /// The offset of the byte where a unit of the text begins (see `TextDecoder.byte`).
  package func byte(ofUnit index: Int, of payload: RawSpan, as encoding: TextEncoding) -> Int {
    decoders.orASCII(encoding)?.byte(ofUnit: index, of: payload) ?? 0
  }
}

/// One decoder per encoding, created on first use.
private final class DecoderCache {
  private var decoders: [TextEncoding: TextDecoder] = [:]

  /// Decodes a payload. If the C library lacks the converter, which is reported at the start, only ASCII is decoded and
  /// every other byte is a bad byte.
  func decode(_ payload: RawSpan, as encoding: TextEncoding, limit: Int) -> DecodedText {
    guard let decoder = decoder(for: encoding) else { return Self.decodeASCII(payload, limit: limit) }
    return decoder.decode(payload, limit: limit)
  }

  func rows(_ rows: Range<Int>, of payload: RawSpan, as encoding: TextEncoding, bytesPerRow: Int) -> [DumpText] {
    orASCII(encoding)?.rows(rows, of: payload, bytesPerRow: bytesPerRow) ?? []
  }

  /// Returns the encoding's decoder, or that of ASCII if the C library lacks the converter.
  func orASCII(_ encoding: TextEncoding) -> TextDecoder? { decoder(for: encoding) ?? decoder(for: .ascii) }

  func string(_ payload: RawSpan, as encoding: TextEncoding) -> String {
    decoder(for: encoding)?.string(payload) ?? Self.decodeASCII(payload, limit: .max).string
  }

  private func decoder(for encoding: TextEncoding) -> TextDecoder? {
    if let known = decoders[encoding] { return known }
    guard let made = try? TextDecoder(encoding) else { return nil }
    decoders[encoding] = made
    return made
  }

  private static func decodeASCII(_ payload: RawSpan, limit: Int) -> DecodedText {
    var text = DecodedText(isPartial: payload.byteCount > limit)
    for offset in 0..<min(payload.byteCount, limit) {
      let byte = unsafe payload.unsafeLoad(fromByteOffset: offset, as: UInt8.self)
      text.units.append(byte < 0x80 ? .scalar(Unicode.Scalar(byte)) : .badByte(byte))
    }
    return text
  }
}
