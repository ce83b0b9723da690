import PayloadText
import Plumbing
import UDPCore

/// The characters of a multi-byte encoding by their bytes, found by decoding every pair once: the bytes that encode a
/// character, and the offsets of a payload where a character begins.
struct CharacterBytes: Sendable {
  /// The lowest byte that is part of a longer character in any of these encodings.
  private static let lowestTrail: UInt8 = 0x30

  /// The characters that can be searched for, as scalar << 32 | length << 24 | bytes, sorted.
  private let sequences: [UInt64]
  /// The scalars that occur in pairs that decode to several scalars.
  private let joined: Set<Unicode.Scalar>
  /// One bit for each pair of bytes from 0x8000 on, set if it is one character.
  private let pairs: [UInt64]
  /// Whether there are three- or four-byte characters.
  private let hasLonger: Bool

  /// Returns the table of `encoding`, created on first use (some milliseconds); `nil` for any but the East Asian
  /// encodings, or if glibc lacks the converter.
  static func of(_ encoding: TextEncoding) -> CharacterBytes? {
    switch encoding {
    case .gb18030, .gbk, .big5, .big5HKSCS, .shiftJIS, .eucJP, .eucKR:
      tables.withLock { tables in
        if let known = tables[encoding] { return known }
        guard let decoder = try? TextDecoder(encoding) else { return nil }
        let made = CharacterBytes(decoder)
        tables[encoding] = made
        return made
      }
    default: nil
    }
  }

  private static let tables = Lock([TextEncoding: CharacterBytes]())

  private init(_ decoder: TextDecoder) {
    var sequences: [UInt64] = []
    var joined: Set<Unicode.Scalar> = []
    var pairs = [UInt64](repeating: 0, count: 0x8000 / 64)
    for byte in UInt8.min...0xff {
      if let scalar = decoder.single(byte) { sequences.append(Self.packed(scalar, length: 1, UInt64(byte))) }
    }
    hasLonger = [.gb18030, .gbk, .eucJP].contains(decoder.encoding)
    for lead in UInt8(0x80)...0xff {
      for trail in Self.lowestTrail...0xff {
        guard let found = decoder.pair(lead: lead, trail: trail) else { continue }
        let pair = Int(lead) << 8 | Int(trail)
        pairs[(pair - 0x8000) / 64] |= 1 << UInt64(pair % 64)
        switch found {
        case .scalar(let scalar): sequences.append(Self.packed(scalar, length: 2, UInt64(pair)))
        case .several:
          for case .scalar(let scalar) in decoder.decode([lead, trail]).units { joined.insert(scalar) }
        }
      }
    }
    if decoder.encoding == .eucJP {
      var triples: [[UInt8]] = []
      for middle in UInt8(0xa1)...0xfe {
        for last in UInt8(0xa1)...0xfe { triples.append([0x8f, middle, last]) }
      }
      for (bytes, units) in zip(triples, Self.decode(triples, decoder)) {
        guard units.count == 1, case .scalar(let scalar) = units[0] else { continue }
        sequences.append(Self.packed(scalar.value, length: 3, bytes.reduce(0) { $0 << 8 | UInt64($1) }))
      }
    }
    self.sequences = sequences.sorted()
    self.joined = joined
    self.pairs = pairs
  }

  private static func packed(_ scalar: UInt32, length: UInt64, _ bytes: UInt64) -> UInt64 {
    UInt64(scalar) << 32 | length << 24 | bytes
  }

  /// Decodes each of the candidates on its own: all at once, with a newline after each, which no lead byte swallows.
  private static func decode(_ candidates: [[UInt8]], _ decoder: TextDecoder) -> [[DecodedText.Unit]] {
    var payload: [UInt8] = []
    payload.reserveCapacity(candidates.count * 4)
    for bytes in candidates { payload += bytes + [0x0a] }
    var pieces: [[DecodedText.Unit]] = []
    pieces.reserveCapacity(candidates.count)
    var piece: [DecodedText.Unit] = []
    for unit in decoder.decode(payload).units {
      guard unit == .scalar("\n") else {
        piece.append(unit)
        continue
      }
      pieces.append(piece)
      piece = []
    }
    return pieces
  }

  /// Returns every byte sequence that decodes to `scalar`; `nil` if it cannot be found by its bytes alone.
  func byteSequences(for scalar: Unicode.Scalar, _ encoding: TextEncoding) -> [[UInt8]]? {
    if joined.contains(scalar) || scalar == "\u{fffd}" { return nil }
    let key = UInt64(scalar.value) << 32
    let start = sequences.partitioningIndex { $0 >= key }
    var ways = sequences[start...].prefix { $0 >> 32 == UInt64(scalar.value) }.map { packed in
      (0..<packed >> 24 & 0xff).reversed().map { UInt8(truncatingIfNeeded: packed >> (8 * $0)) }
    }
    if encoding == .gb18030 || encoding == .gbk, let four = try? TextEncoder.encode(String(scalar), as: .gb18030),
      four.count == 4
    {
      ways.append(four)
    }
    return ways
  }

  /// Whether a character begins at `place`, which is before `end`, the payload's end in `block`; `nil` if only a
  /// decoder can tell.
  /// - Parameter start: an offset where a character begins; advanced as far as the payload was read, so that asking for
  ///   ascending offsets reads it only once.
  func begins(at place: Int, in block: RawSpan, from start: inout Int, end: Int) -> Bool? {
    var position = place
    while position > start, block.byte(at: position &- 1) >= Self.lowestTrail { position &-= 1 }
    while position < place {
      start = position
      let lead = block.byte(at: position)
      guard lead >= 0x80, position &+ 1 < end else {
        position &+= 1
        continue
      }
      let trail = block.byte(at: position &+ 1)
      let pair = Int(lead) << 8 | Int(trail)
      if pairs[(pair &- 0x8000) / 64] & 1 << UInt64(pair % 64) != 0 {
        position &+= 2
      } else if hasLonger, lead == 0x8f && trail >= 0xa1 || AddressSyntax.isDigit(trail) {
        return nil
      } else {
        position &+= 1
      }
    }
    start = position
    return position == place
  }
}
