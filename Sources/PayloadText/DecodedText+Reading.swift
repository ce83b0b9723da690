import Basics

/// Decoders that need no converter. Each stops at `limit` units and sets `isPartial`.
extension DecodedText {
  /// Appends the ASCII run at `offset`, as far as `limit` allows, and moves `offset` past it.
  mutating func appendASCII(_ payload: RawSpan, from offset: inout Int, limit: Int) {
    let end = offset + min(payload.asciiRun(from: offset), max(0, limit - units.count))
    while offset < end {
      units.append(.scalar(Unicode.Scalar(payload[byte: offset])))
      offset += 1
    }
  }

  /// Decodes UTF-8. Each byte that is not part of a character becomes a bad byte.
  mutating func appendUTF8(_ payload: RawSpan, limit: Int) {
    var offset = 0
    while offset < payload.byteCount {
      guard units.count < limit else {
        isPartial = true
        return
      }
      if payload[byte: offset] < 0x80 {
        appendASCII(payload, from: &offset, limit: limit)
        continue
      }
      switch UTF8Sequence(in: payload, at: offset) {
      case .scalar(let scalar, let length):
        units.append(.scalar(scalar))
        offset += length
      case .bad:
        units.append(.badByte(payload[byte: offset]))
        offset += 1
      case .cut:
        isCut = true
        units.append(.badByte(payload[byte: offset]))
        offset += 1
      }
    }
  }

  /// Decodes UTF-16. A lone surrogate becomes two bad bytes: resuming at the next byte would misalign everything after
  /// it.
  mutating func appendUTF16(_ payload: RawSpan, bigEndian: Bool, limit: Int) {
    func unit(at offset: Int) -> UInt16? {
      guard offset + 1 < payload.byteCount else { return nil }
      let first = UInt16(payload[byte: offset])
      let second = UInt16(payload[byte: offset + 1])
      return bigEndian ? first << 8 | second : second << 8 | first
    }
    var offset = 0
    while offset < payload.byteCount {
      guard units.count < limit else {
        isPartial = true
        return
      }
      guard let first = unit(at: offset) else {
        isCut = true
        units.append(.badByte(payload[byte: offset]))
        return
      }
      if let scalar = Unicode.Scalar(first) {
        units.append(.scalar(scalar))
        offset += 2
        continue
      }
      if UTF16.isLeadSurrogate(first) {
        if let second = unit(at: offset + 2) {
          if UTF16.isTrailSurrogate(second) {
            units.append(.scalar(UTF16.decode(UTF16.EncodedScalar([first, second]))))
            offset += 4
            continue
          }
        } else {
          isCut = true
        }
      }
      for byte in [payload[byte: offset], payload[byte: offset + 1]] where units.count < limit {
        units.append(.badByte(byte))
        offset += 1
      }
    }
  }

  /// Appends the payload as hexadecimal digits: `7e 01 05`.
  mutating func appendHex(_ payload: RawSpan, limit: Int) {
    for offset in 0..<payload.byteCount {
      var characters = Array(payload[byte: offset].digits(2, radix: 16).unicodeScalars)
      if offset > 0 { characters.insert(" ", at: 0) }
      for character in characters {
        guard units.count < limit else {
          isPartial = true
          return
        }
        units.append(.scalar(character))
      }
    }
  }

  /// Decodes each byte with a table of 256 units.
  mutating func append(_ payload: RawSpan, by table: [Unit], limit: Int) {
    let count = min(payload.byteCount, max(0, limit - units.count))
    for offset in 0..<count { units.append(table[Int(payload[byte: offset])]) }
    isPartial = count < payload.byteCount
  }
}
