/// Decodes payloads from one encoding, totally: a bad byte costs itself and nothing else, a lead byte never swallows
/// ASCII. Keeps an `iconv` descriptor, so make one and use it often, on one thread.
package final class TextDecoder {
  /// What is decoded from.
  package let encoding: TextEncoding

  let reader: Reader

  enum Reader {
    case utf8
    case utf16(bigEndian: Bool)
    case hex
    /// What each of the 256 bytes is.
    case table([DecodedText.Unit])
    case iconv(Iconv)
  }

  /// - Throws: `TextEncodingError.unavailable` when glibc lacks the converter module.
  package init(_ encoding: TextEncoding) throws(TextEncodingError) {
    self.encoding = encoding
    switch encoding.method {
    case .utf8: reader = .utf8
    case .utf16(let bigEndian): reader = .utf16(bigEndian: bigEndian)
    case .hex: reader = .hex
    case .ascii: reader = .table((0...0xff).map { $0 < 0x80 ? .scalar(Unicode.Scalar($0)) : .badByte($0) })
    case .iconv(let name, let oneByte):
      guard let iconv = Iconv(from: name, to: TextEncoding.scalarsName) else {
        throw .unavailable(encoding, package: TextEncoding.converterPackage)
      }
      reader = oneByte ? .table(iconv.byteTable()) : .iconv(iconv)
    }
  }

  /// Decodes `payload`, at most `limit` scalars and bad bytes of it.
  package func decode(_ payload: RawSpan, limit: Int = .max) -> DecodedText {
    var text = DecodedText()
    text.units.reserveCapacity(min(max(0, limit), payload.byteCount))
    switch reader {
    case .utf8: text.appendUTF8(payload, limit: limit)
    case .utf16(let bigEndian): text.appendUTF16(payload, bigEndian: bigEndian, limit: limit)
    case .hex: text.appendHex(payload, limit: limit)
    case .table(let table): text.append(payload, by: table, limit: limit)
    case .iconv(let iconv): text.append(payload, by: iconv, encoding, limit: limit)
    }
    return text
  }

  /// Decodes bytes, at most `limit` scalars and bad bytes of them.
  package func decode(_ payload: [UInt8], limit: Int = .max) -> DecodedText {
    decode(unsafe payload.span.bytes, limit: limit)
  }

  /// The whole payload as a string with U+FFFD for each bad byte: what filters compare with. Cheaper than `decode`
  /// where the payload is ASCII, or UTF-8 that is read as such.
  package func string(_ payload: RawSpan) -> String {
    let isPlain: Bool =
      switch reader {
      case .utf8: true
      case .table, .iconv: payload.asciiRun(from: 0) == payload.byteCount
      case .utf16, .hex: false
      }
    if isPlain, let string = payload.validUTF8 { return string }
    return decode(payload).string
  }
}
