/// Decodes any payload from one encoding: a bad byte costs nothing but itself, and a lead byte never swallows ASCII.
/// Holds an `iconv` descriptor, so create one, reuse it, and stay on one thread.
package final class TextDecoder {
  /// The encoding to decode from.
  package let encoding: TextEncoding

  /// The decoder in use.
  let reader: Reader

  /// The decoders for the kinds of encodings.
  enum Reader {
    case utf8
    case utf16(bigEndian: Bool)
    case hex
    /// The decoding of each of the 256 bytes.
    case table([DecodedText.Unit])
    case iconv(Iconv)
    /// Tables, and the converter for everything that they lack.
    case pairs(PairDecoding, Iconv)
  }

  /// Creates a decoder of `encoding`.
  /// - Throws: `TextEncodingError.unavailable` when glibc lacks the converter module.
  package convenience init(_ encoding: TextEncoding) throws(TextEncodingError) {
    try self.init(encoding, usesPairs: true)
  }

  /// Creates a decoder of `encoding`.
  /// - Parameter usesPairs: whether to use tables; false leaves everything to `iconv`, for tests to compare with.
  init(_ encoding: TextEncoding, usesPairs: Bool) throws(TextEncodingError) {
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
      if oneByte {
        reader = .table(iconv.byteTable())
      } else if usesPairs, let pairs = PairDecoding(encoding, iconv) {
        reader = .pairs(pairs, iconv)
      } else {
        reader = .iconv(iconv)
      }
    }
  }

  /// Decodes `payload`, up to `limit` scalars and bad bytes.
  package func decode(_ payload: RawSpan, limit: Int = .max) -> DecodedText {
    var text = DecodedText()
    text.units.reserveCapacity(min(max(0, limit), payload.byteCount))
    switch reader {
    case .utf8: text.appendUTF8(payload, limit: limit)
    case .utf16(let bigEndian): text.appendUTF16(payload, bigEndian: bigEndian, limit: limit)
    case .hex: text.appendHex(payload, limit: limit)
    case .table(let table): text.append(payload, by: table, limit: limit)
    case .iconv(let iconv): text.append(payload, by: iconv, encoding, limit: limit)
    case .pairs(let pairs, let iconv):
      if pairs.decode(payload, limit: limit, into: &text) == nil {
        text.append(payload, by: iconv, encoding, limit: limit)
      }
    }
    return text
  }

  /// Decodes bytes, up to `limit` scalars and bad bytes.
  package func decode(_ payload: [UInt8], limit: Int = .max) -> DecodedText {
    decode(unsafe payload.span.bytes, limit: limit)
  }

  /// Returns the whole payload as a string with U+FFFD for each bad byte, as filters compare it. Cheaper than `decode`
  /// for ASCII, and for UTF-8 decoded as UTF-8.
  package func string(_ payload: RawSpan) -> String {
    let isPlain: Bool =
      switch reader {
      case .utf8: true
      case .table, .iconv, .pairs: payload.asciiRun(from: 0) == payload.byteCount
      case .utf16, .hex: false
      }
    if isPlain, let string = payload.validUTF8 { return string }
    switch reader {
    case .table(let table): return Self.string(payload, by: table)
    case .pairs(let pairs, _): return pairs.string(payload) ?? decode(payload).string
    case .utf8: return Self.repaired(payload)
    case .utf16, .iconv, .hex: return decode(payload).string
    }
  }

  /// Returns UTF-8 with each byte that is not part of a character replaced by U+FFFD.
  private static func repaired(_ payload: RawSpan) -> String {
    unsafe String(unsafeUninitializedCapacity: 3 * payload.byteCount + 4) { room in
      var count = 0
      var offset = 0
      while offset < payload.byteCount {
        if case .scalar(let scalar, let length) = UTF8Sequence(in: payload, at: offset) {
          unsafe UTF8Writer.append(scalar.value, to: room, &count)
          offset += length
        } else {
          unsafe UTF8Writer.append(0xfffd, to: room, &count)
          offset += 1
        }
      }
      return count
    }
  }

  private static func string(_ payload: RawSpan, by table: [DecodedText.Unit]) -> String {
    unsafe String(unsafeUninitializedCapacity: 3 * payload.byteCount + 4) { room in
      var count = 0
      for offset in 0..<payload.byteCount {
        let value: UInt32 =
          if case .scalar(let scalar) = table[Int(payload[byte: offset])] { scalar.value } else { 0xfffd }
        unsafe UTF8Writer.append(value, to: room, &count)
      }
      return count
    }
  }
}

/// Single bytes and pairs in East Asian encodings.
extension TextDecoder {
  /// The scalar that a byte decodes to on its own; `nil` if there is none, or if the encoding is not an East Asian one.
  package func single(_ byte: UInt8) -> UInt32? {
    if case .pairs(let pairs, _) = reader { pairs.single(byte) } else { nil }
  }

  /// The character of a lead byte and a trail byte; `nil` if they are not one.
  package func pair(lead: UInt8, trail: UInt8) -> BytePair? {
    if case .pairs(let pairs, _) = reader { pairs.pair(lead: lead, trail: trail) } else { nil }
  }
}

/// The decoding of a pair of bytes.
package enum BytePair: Sendable, Hashable {
  case scalar(UInt32)
  /// One character that decodes to several scalars.
  case several
}
