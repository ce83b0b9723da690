import DisplayFilter
import PayloadText
package import PeerText
package import UDPCore

/// Decodes the texts of a payload, in its peer's encoding.
package struct PayloadDecoder {
  /// The texts of all peers, behind a reference: the decoder is handed on for each field.
  private final class Source {
    let texts: PeerTexts

    init(_ texts: PeerTexts) { self.texts = texts }
  }

  private let source: Source?
  private let encoding: TextEncoding

  /// Creates a decoder for a datagram.
  package init(_ texts: PeerTexts, _ datagram: Datagram) {
    source = Source(texts)
    encoding = texts.textEncoding(of: datagram)
  }

  /// Creates a decoder for a row.
  init(_ row: FieldRow, in block: RawSpan, _ context: FilterContext) {
    let reading =
      (row.record.isIncoming ? nil : context.texts.sentReading(row.number))
      ?? context.texts.reading(for: Record.endpoint(at: row.record.peer, in: block))
    self.init(context.texts, reading.textEncoding(of: block.extracting(row.record.payloadBytes)))
  }

  init(_ texts: PeerTexts?, _ encoding: TextEncoding) {
    self.init(source: texts.map(Source.init), encoding)
  }

  private init(source: Source?, _ encoding: TextEncoding) {
    self.source = source
    self.encoding = encoding
  }

  /// A decoder of UTF-8.
  package static var utf8: PayloadDecoder { PayloadDecoder(nil, .utf8) }

  /// The decoder in an encoding that a format prescribes; this one for `nil`.
  func prescribed(_ encoding: TextEncoding?) -> PayloadDecoder {
    guard let encoding else { return self }
    return PayloadDecoder(source: source ?? Source(PeerTexts(encodingForAll: encoding)), encoding)
  }

  /// Returns the text of some bytes. Where the peer's encoding is not known, valid UTF-8 is taken as such.
  func text(_ payload: RawSpan, _ range: Range<Int>) -> String {
    let bytes = payload.extracting(range)
    if encoding == .hex || encoding == .ascii || encoding == .utf8 || source == nil {
      if let text = unsafe bytes.withUnsafeBytes({ unsafe String(validating: $0, as: UTF8.self) }) { return text }
    }
    guard let texts = source?.texts else {
      return unsafe bytes.withUnsafeBytes { unsafe String(decoding: $0, as: UTF8.self) }
    }
    return texts.string(bytes, as: encoding)
  }

  /// Returns the offset of the byte where a scalar of the whole payload's text begins.
  func byte(ofScalar index: Int, _ payload: RawSpan) -> Int {
    source?.texts.byte(ofUnit: index, of: payload, as: encoding) ?? 0
  }

  /// Whether the payload's text has the same offsets as its bytes.
  func isTransparent(_ payload: RawSpan) -> Bool {
    unsafe payload.withUnsafeBytes { unsafe String(validating: $0, as: UTF8.self) != nil }
      && [.utf8, .hex, .ascii].contains(encoding)
  }
}
