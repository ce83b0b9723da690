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
    /// Tables, and the converter for what they do not hold.
    case pairs(PairDecoding, Iconv)
  }

  /// - Throws: `TextEncodingError.unavailable` when glibc lacks the converter module.
  package convenience init(_ encoding: TextEncoding) throws(TextEncodingError) {
    try self.init(encoding, usesPairs: true)
  }

  /// - Parameter usesPairs: false leaves everything to `iconv`: what tests compare with.
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
    case .pairs(let pairs, let iconv):
      if pairs.decode(payload, limit: limit, into: &text) == nil {
        text.append(payload, by: iconv, encoding, limit: limit)
      }
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

  /// UTF-8 with U+FFFD for each byte that belongs to no character.
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

/// How the bytes of an encoding of East Asia make characters.
extension TextDecoder {
  /// The scalar that a byte is by itself; `nil` where it is none, or where the encoding is no such one.
  package func single(_ byte: UInt8) -> UInt32? {
    if case .pairs(let pairs, _) = reader { pairs.single(byte) } else { nil }
  }

  /// What a lead byte and a trail byte are together; `nil` where they are no character.
  package func pair(lead: UInt8, trail: UInt8) -> BytePair? {
    if case .pairs(let pairs, _) = reader { pairs.pair(lead: lead, trail: trail) } else { nil }
  }
}

/// What a pair of bytes is.
package enum BytePair: Sendable, Hashable {
  case scalar(UInt32)
  /// One character of several scalars.
  case several
}
