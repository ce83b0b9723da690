package import PayloadText
package import UDPCore

/// Which encoding each peer writes, and its payloads as text.
package struct PeerTexts {
  package private(set) var encodings: PeerEncodings
  private var written = WrittenEncodings()
  private let decoders = DecoderCache()

  /// - Parameters:
  ///   - fixed: one encoding for all; `nil` decides for each peer.
  ///   - rule: what was chosen beforehand for some peers.
  ///   - undecided: what text is written in for peers whose encoding is not known.
  package init(
    fixed: TextEncoding?, rule: PeerEncodings.Rule? = nil, undecided: UndecidedEncoding = UndecidedEncoding()
  ) {
    encodings = PeerEncodings()
    if let fixed { encodings.setAll(fixed) }
    encodings.rule = rule
    encodings.undecided = undecided
  }

  /// What is known of the peers' encodings: what another thread needs for texts of its own.
  package struct Knowledge: Sendable {
    fileprivate var encodings: PeerEncodings
    fileprivate var written: WrittenEncodings
  }

  /// What is known now.
  package var knowledge: Knowledge { Knowledge(encodings: encodings, written: written) }

  /// Texts by what was known.
  package init(_ knowledge: Knowledge) {
    encodings = knowledge.encodings
    written = knowledge.written
  }

  /// Looks at what a peer wrote, to decide how it writes.
  /// - Returns: whether its texts read differently from now on.
  @discardableResult
  package mutating func observe(_ payload: RawSpan, from peer: Endpoint) -> Bool {
    encodings.observe(payload, from: peer)
  }

  /// A person's choice for one peer; `nil` decides by itself again.
  package mutating func set(_ encoding: TextEncoding?, for peer: Endpoint) {
    encodings.set(encoding, for: peer)
  }

  /// A person's choice for all peers; `nil` decides for each again.
  package mutating func setAll(_ encoding: TextEncoding?) {
    encodings.setAll(encoding)
  }

  /// Puts another choice made beforehand in the place of the old one, which was `fixed` for all or a rule. What a
  /// person chose since then stays.
  package mutating func set(rule: PeerEncodings.Rule?, insteadOf fixed: TextEncoding?) {
    encodings.set(rule: rule, insteadOf: fixed)
  }

  /// How `peer` writes, as far as is known.
  package func choice(for peer: Endpoint) -> EncodingChoice {
    encodings.choice(for: peer)
  }

  /// How `peer` is read, as far as is known.
  package func reading(for peer: Endpoint) -> PeerReading { encodings.reading(for: peer) }

  /// What text for `peer` is written in.
  package func outgoing(for peer: Endpoint) -> OutgoingEncoding { encodings.outgoing(for: peer) }

  /// Keeps that the person sent a peer text in this encoding, knowing that the peer's own is not known.
  package mutating func accept(_ encoding: TextEncoding, for peer: Endpoint) {
    encodings.accept(encoding, for: peer)
  }

  /// What text is written in for peers whose encoding is not known.
  package mutating func set(undecided: UndecidedEncoding) { encodings.undecided = undecided }

  /// Keeps how datagram `number` was written to `peer`: as the peer is written to now. Numbers come in ascending order.
  package mutating func keepWriting(_ number: UInt64, _ payload: RawSpan, to peer: Endpoint) {
    let choice = choice(for: peer)
    written.append(number, choice.isUndecided ? writing(payload, to: peer) : choice)
  }

  /// How a payload was written to a peer whose encoding is not known. Where it is not what we would write, another
  /// program wrote it, whose capture this is.
  private func writing(_ payload: RawSpan, to peer: Endpoint) -> EncodingChoice {
    guard payload.highByteCount > 0 else { return .undecided }
    let encoding = outgoing(for: peer).encoding
    let hasBadBytes = text(payload, as: encoding).units.contains { if case .badByte = $0 { true } else { false } }
    guard hasBadBytes else { return EncodingChoice(encoding) }
    var evidence = EncodingEvidence()
    _ = evidence.observe(payload)
    return evidence.reading.choice
  }

  /// Keeps that datagram `number` was written so, whatever its peer is written in otherwise.
  package mutating func keepWriting(_ number: UInt64, as choice: EncodingChoice) {
    written.append(number, choice)
  }

  /// How datagram `number`, which we wrote, was written; `nil` when that is forgotten.
  package func writing(_ number: UInt64) -> EncodingChoice? { written[number] }

  /// What auto mode thinks of the peer's datagrams: encodings in order of likelihood. Empty while nothing is known.
  package func candidates(for peer: Endpoint) -> [EncodingCandidate] {
    encodings.candidates(for: peer)
  }

  /// How datagram `number` is read, where we wrote it; `nil` when that is forgotten.
  package func writtenReading(_ number: UInt64) -> PeerReading? {
    written[number].map { PeerReading(chosen: $0) }
  }

  /// The whole text, as filters compare it: of a payload that is read as bytes, the ASCII in it.
  package func string(_ payload: RawSpan, as encoding: TextEncoding) -> String {
    decoders.string(payload, as: encoding == .hex ? .ascii : encoding)
  }

  /// The text, at most `limit` scalars of it.
  package func text(_ payload: RawSpan, as encoding: TextEncoding, limit: Int = .max) -> DecodedText {
    decoders.decode(payload, as: encoding, limit: limit)
  }

  /// The text beside some rows of a hex dump (`TextDecoder.rows`).
  package func rows(
    _ rows: Range<Int>, of payload: RawSpan, as encoding: TextEncoding, bytesPerRow: Int
  ) -> [DumpText] {
    decoders.rows(rows, of: payload, as: encoding, bytesPerRow: bytesPerRow)
  }

  /// The character that a byte belongs to (`TextDecoder.character`); `nil` for a byte outside the payload.
  package func character(
    holding byte: Int, of payload: RawSpan, as encoding: TextEncoding
  ) -> (bytes: Range<Int>, units: [DecodedText.Unit])? {
    guard byte >= 0, byte < payload.byteCount else { return nil }
    return decoders.orASCII(encoding)?.character(holding: byte, of: payload)
  }

  /// The byte where a unit of the text begins (`TextDecoder.byte`).
  package func byte(ofUnit index: Int, of payload: RawSpan, as encoding: TextEncoding) -> Int {
    decoders.orASCII(encoding)?.byte(ofUnit: index, of: payload) ?? 0
  }
}

/// One decoder an encoding, made when it is first needed.
private final class DecoderCache {
  private var decoders: [TextEncoding: TextDecoder] = [:]

  /// Where the C library lacks the converter, which is said at the start, ASCII is read and the rest are bad bytes.
  func decode(_ payload: RawSpan, as encoding: TextEncoding, limit: Int) -> DecodedText {
    guard let decoder = decoder(for: encoding) else { return Self.decodeASCII(payload, limit: limit) }
    return decoder.decode(payload, limit: limit)
  }

  func rows(_ rows: Range<Int>, of payload: RawSpan, as encoding: TextEncoding, bytesPerRow: Int) -> [DumpText] {
    orASCII(encoding)?.rows(rows, of: payload, bytesPerRow: bytesPerRow) ?? []
  }

  /// The decoder, or that of ASCII where the C library lacks the converter.
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
