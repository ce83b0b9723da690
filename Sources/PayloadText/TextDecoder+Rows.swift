/// Text beside the rows of a hex dump.
extension TextDecoder {
  /// The text beside each of some rows of a dump: the characters whose first byte lies in the row, whole, and its bad
  /// bytes.
  package func rows(_ rows: Range<Int>, of payload: RawSpan, bytesPerRow: Int) -> [DecodedText] {
    var texts = Array(repeating: DecodedText(), count: rows.count)
    let bytesPerRow = max(1, bytesPerRow)
    let (product, overflow) = rows.upperBound.multipliedReportingOverflow(by: bytesPerRow)
    let end = overflow ? payload.byteCount : min(payload.byteCount, product)
    var offset = start(
      before: min(end, rows.lowerBound.multipliedReportingOverflow(by: bytesPerRow).partialValue), payload)
    while offset < end {
      let row = offset / bytesPerRow
      let (units, length) = character(at: offset, of: payload)
      if rows.contains(row) { texts[row - rows.lowerBound].units += units }
      offset += length
    }
    return texts
  }

  /// A place at or before `offset` where a character begins, so that not all before has to be read.
  private func start(before offset: Int, _ payload: RawSpan) -> Int {
    switch reader {
    case .hex, .table: return offset
    case .utf16: return max(0, offset / 2 * 2 - 2)
    case .utf8, .iconv, .pairs:
      // No encoding has a byte below 0x30 inside a character, and no lead byte swallows one.
      var start = offset
      while start > 0, payload[byte: start - 1] >= 0x30 { start -= 1 }
      return start
    }
  }

  /// What begins at a byte: a character or a bad byte, and how many bytes it takes, at least one.
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
    case .iconv(let iconv), .pairs(_, let iconv):
      if byte < 0x80 { return ([.scalar(Unicode.Scalar(byte))], 1) }
      if let (scalars, length) = iconv.character(at: offset, of: payload) {
        return (scalars.map { .scalar($0) }, length)
      }
      return ([byte == 0x80 && encoding == .gbk ? .scalar("€") : .badByte(byte)], 1)
    }
  }
}

extension Iconv {
  /// The most bytes that a character takes, in GB18030.
  private static let longest = 4

  /// The scalars of the character that begins at `offset`, read by itself, and its bytes; `nil` where none begins.
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
