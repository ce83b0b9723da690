extension DecodedText {
  /// Decodes through glibc's converter, which stops at each bad byte: the byte is kept as a bad byte, and decoding
  /// resumes after it.
  mutating func append(_ payload: RawSpan, by iconv: Iconv, _ encoding: TextEncoding, limit: Int) {
    var offset = 0
    let run = payload.asciiRun(from: 0)
    // A converter that joins marks to letters must see the letter before the first mark.
    if run == payload.byteCount || encoding != .windows1258 { appendASCII(payload, from: &offset, limit: limit) }
    // Converters hold back at most one character and write at most three scalars for one input.
    let left = max(0, min(payload.byteCount - offset, limit - units.count))
    var scalars = [UInt32](repeating: 0, count: min(left, 1024) + 4)
    unsafe payload.withUnsafeBytes { raw in
      let bytes = unsafe raw.assumingMemoryBound(to: UInt8.self)
      while offset < bytes.count, units.count < limit {
        let start = offset
        var count = 0
        let stop = unsafe iconv.convert(bytes, from: &offset, into: &scalars, count: &count)
        append(scalars, count)
        if stop == .full, count > 0 || offset > start { continue }
        flush(iconv, &scalars)
        if stop == .done { break }
        isCut = isCut || stop == .cut
        unsafe Self.stepBack(&offset, from: start, in: bytes, encoding, last: units.last)
        guard offset < bytes.count else { break }
        let byte = unsafe bytes[offset]
        units.append(byte == 0x80 && encoding == .gbk ? .scalar("€") : .badByte(byte))
        offset += 1
      }
      flush(iconv, &scalars)
      isPartial = offset < bytes.count || units.count > limit
    }
    if units.count > limit {
      units.removeSubrange(max(0, limit)...)
      isCut = false
    }
  }

  /// Steps back over the pair A2 E8, which glibc's CP949 skips when it rejects it (seen in 2.36; no other pair, no
  /// other converter does this).
  private static func stepBack(
    _ offset: inout Int, from start: Int, in bytes: UnsafeBufferPointer<UInt8>, _ encoding: TextEncoding, last: Unit?
  ) {
    guard encoding == .eucKR, offset >= start + 2, last != .scalar("\u{327e}") else { return }
    if unsafe bytes[offset - 2] == 0xa2, unsafe bytes[offset - 1] == 0xe8 { offset -= 2 }
  }

  private mutating func flush(_ iconv: Iconv, _ scalars: inout [UInt32]) {
    var count = 0
    iconv.flush(into: &scalars, count: &count)
    append(scalars, count)
  }

  private mutating func append(_ scalars: [UInt32], _ count: Int) {
    for value in scalars[..<count] {
      units.append(.scalar(Unicode.Scalar(UInt32(littleEndian: value)) ?? "\u{fffd}"))
    }
  }
}

extension Iconv {
  /// The decoding of each of the 256 bytes on its own.
  func byteTable() -> [DecodedText.Unit] {
    (0...0xff).map { (byte: UInt8) in
      var scalars: [UInt32] = [0, 0, 0, 0]
      var offset = 0
      var count = 0
      let stop = unsafe [byte].withUnsafeBufferPointer { input in
        unsafe convert(input, from: &offset, into: &scalars, count: &count)
      }
      flush(into: &scalars, count: &count)
      guard stop == .done, count == 1, let scalar = Unicode.Scalar(UInt32(littleEndian: scalars[0])) else {
        return .badByte(byte)
      }
      return .scalar(scalar)
    }
  }
  /// Whether a byte on its own begins a character.
  func isLead(_ byte: UInt8) -> Bool {
    var scalars: [UInt32] = [0, 0, 0, 0]
    var offset = 0
    var count = 0
    let stop = unsafe [byte].withUnsafeBufferPointer { input in
      unsafe convert(input, from: &offset, into: &scalars, count: &count)
    }
    flush(into: &scalars, count: &count)
    return stop == .cut
  }

  /// Calls `found` for each pair of a lead byte and a trail byte from 0x30 that decodes, with its scalar, or with `nil`
  /// for a pair that decodes to several.
  func forEachPair(lead: UInt8, _ found: (_ trail: UInt8, _ scalar: UInt32?) -> Void) {
    var scalars: [UInt32] = [0, 0, 0, 0]
    var pair = [lead, 0]
    for trail in 0x30...0xfe as ClosedRange<UInt8> {
      pair[1] = trail
      var offset = 0
      var count = 0
      let stop = unsafe pair.withUnsafeBufferPointer { input in
        unsafe convert(input, from: &offset, into: &scalars, count: &count)
      }
      flush(into: &scalars, count: &count)
      if stop == .done, count > 0 { found(trail, count == 1 ? UInt32(littleEndian: scalars[0]) : nil) }
    }
  }
}
