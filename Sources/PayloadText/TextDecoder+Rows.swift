/// Text beside the rows of a hex dump, and the bytes of each character.
extension TextDecoder {
  /// Returns the text beside each of some rows of a dump. Decodes no more than these rows and, in East Asian encodings,
  /// the bytes before them back to the last byte that is certainly not part of a character.
  package func rows(_ rows: Range<Int>, of payload: RawSpan, bytesPerRow: Int) -> [DumpText] {
    var texts = Array(repeating: DumpText(), count: rows.count)
    let bytesPerRow = max(1, bytesPerRow)
    let (product, overflow) = rows.upperBound.multipliedReportingOverflow(by: bytesPerRow)
    let end = overflow ? payload.byteCount : min(payload.byteCount, product)
    let first = min(end, rows.lowerBound.multipliedReportingOverflow(by: bytesPerRow).partialValue)
    var offset = firstStart(from: first, payload)
    while offset < end {
      let (units, length) = character(at: offset, of: payload)
      texts[offset / bytesPerRow - rows.lowerBound].append(units, bytes: offset..<offset + length)
      offset += length
    }
    return texts
  }

  /// Returns the character or bad byte that contains a byte of the payload; `byte` must be inside it.
  package func character(holding byte: Int, of payload: RawSpan) -> (bytes: Range<Int>, units: [DecodedText.Unit]) {
    var offset = start(before: byte, payload)
    while true {
      let length = length(at: offset, of: payload)
      guard offset + length <= byte else { break }
      offset += length
    }
    let (units, length) = character(at: offset, of: payload)
    return (offset..<offset + length, units)
  }

  /// The offset of the byte where a unit of the decoded payload begins; the payload's end if there are fewer units.
  package func byte(ofUnit index: Int, of payload: RawSpan) -> Int {
    var (offset, count) = (0, 0)
    while offset < payload.byteCount {
      let (units, length) = character(at: offset, of: payload)
      count += units.count
      if count > index { break }
      offset += length
    }
    return min(offset, payload.byteCount)
  }

  /// The first offset at or after `offset` where a character begins.
  private func firstStart(from offset: Int, _ payload: RawSpan) -> Int {
    var place = start(before: offset, payload)
    while place < offset { place += length(at: place, of: payload) }
    return place
  }

  /// An offset at or before `offset` where a character begins, so that not everything before has to be decoded.
  private func start(before offset: Int, _ payload: RawSpan) -> Int {
    switch reader {
    case .hex, .table: return offset
    case .utf16: return max(0, offset / 2 * 2 - 2)
    case .utf8:
      // Every byte but a continuation byte begins something, and a character has at most three of those.
      for start in stride(from: offset, through: max(0, offset - 3), by: -1)
      where start == payload.byteCount || payload[byte: start] & 0xc0 != 0x80 { return start }
      return offset
    // Here a letter and the tone mark after it are decoded separately.
    case .iconv where encoding == .windows1258: return offset
    case .iconv, .pairs:
      // In no encoding is a byte below 0x30 inside a character, or swallowed by a lead byte.
      var start = offset
      while start > 0, payload[byte: start - 1] >= 0x30 { start -= 1 }
      return start
    }
  }

  /// The tone marks of windows-1258, which join the letter before them: U+0300, U+0309, U+0303, U+0301, U+0323.
  package static let vietnameseMarks: Set<UInt8> = [0xcc, 0xd2, 0xde, 0xec, 0xf2]

  /// The number of bytes that `character(at:of:)` takes.
  private func length(at offset: Int, of payload: RawSpan) -> Int {
    if case .pairs(let pairs, _) = reader, let found = pairs.unit(at: offset, of: payload) { return found.length }
    return character(at: offset, of: payload).length
  }

  /// Decodes the character or bad byte at an offset, and returns its units and its length in bytes, at least one.
  private func character(at offset: Int, of payload: RawSpan) -> (units: [DecodedText.Unit], length: Int) {
    let byte = payload[byte: offset]
    switch reader {
    case .utf8:
      guard case .scalar(let scalar, let length) = UTF8Sequence(in: payload, at: offset) else {
        return ([.badByte(byte)], 1)
      }
      return ([.scalar(scalar)], length)
    case .utf16:
      let pair = decode(payload.extracting(offset..<min(offset + 4, payload.byteCount)), limit: 2).units
      guard case .scalar(let scalar) = pair[0] else { return (Array(pair.prefix(2)), pair.count) }
      return ([pair[0]], scalar.value > 0xffff ? 4 : 2)
    case .hex: return ([byte < 0x80 ? .scalar(Unicode.Scalar(byte)) : .badByte(byte)], 1)
    case .table(let table): return ([table[Int(byte)]], 1)
    case .pairs(let pairs, let iconv):
      if let (unit, length) = pairs.unit(at: offset, of: payload) { return ([unit], length) }
      return character(at: offset, of: payload, by: iconv)
    case .iconv(let iconv): return character(at: offset, of: payload, by: iconv)
    }
  }

  private func character(
    at offset: Int, of payload: RawSpan, by iconv: Iconv
  ) -> (units: [DecodedText.Unit], length: Int) {
    let byte = payload[byte: offset]
    if byte < 0x80 { return ([.scalar(Unicode.Scalar(byte))], 1) }
    if let (scalars, length) = iconv.character(at: offset, of: payload) {
      return (scalars.map { .scalar($0) }, length)
    }
    return ([byte == 0x80 && encoding == .gbk ? .scalar("€") : .badByte(byte)], 1)
  }
}

extension Iconv {
  /// The most bytes that a character takes, in GB18030.
  private static let longest = 4

  /// Decodes the character that begins at `offset`, on its own, and returns its scalars and its length in bytes; `nil`
  /// if none begins there.
  fileprivate func character(at offset: Int, of payload: RawSpan) -> (scalars: [Unicode.Scalar], length: Int)? {
    for length in 1...Self.longest where offset + length <= payload.byteCount {
      var scalars = [UInt32](repeating: 0, count: Self.longest)
      var (used, count) = (0, 0)
      let stop = unsafe payload.extracting(offset..<offset + length).withUnsafeBytes { raw in
        unsafe convert(raw.assumingMemoryBound(to: UInt8.self), from: &used, into: &scalars, count: &count)
      }
      flush(into: &scalars, count: &count)
      switch stop {
      case .cut: continue
      case .done where count > 0:
        return (scalars[..<count].map { Unicode.Scalar(UInt32(littleEndian: $0)) ?? "\u{fffd}" }, length)
      default: return nil
      }
    }
    return nil
  }
}
