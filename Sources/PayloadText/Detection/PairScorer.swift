/// Judges payloads as text in an East Asian encoding of one or two bytes per character.
struct PairScorer: Sendable {
  /// The sequences that an encoding has besides ASCII and pairs.
  enum Singles {
    case none
    /// Bytes from 0xa1 to 0xdf are half-width katakana.
    case katakana
    /// 0x8e begins half-width katakana, 0x8f a character of three bytes.
    case shifts
    /// A pair whose second byte is a digit begins a character of four bytes.
    case fours
  }

  private let table: PairTable
  private let singles: Singles
  private let moves: [Int16]
  private let ascii: ASCIIText

  /// Creates a scorer from the costs of an encoding's pairs and the frequencies of its language.
  init(_ table: PairTable, _ frequent: CharacterFrequencies, _ ascii: ASCIIText, singles: Singles = .none) {
    self.table = table
    self.singles = singles
    self.ascii = ascii
    moves = frequent.moves
  }

  /// Returns the payload's cost, or any value above `limit` once that is certain.
  func cost(_ payload: RawSpan, limit: Cost) -> Cost {
    var total = 0
    var last: UInt8 = 0
    var lastWasASCII = true
    var lastWasHalfWidth = false
    var hasPairs = false
    var offset = 0
    let end = payload.byteCount
    while offset < end {
      let byte = payload[byte: offset]
      if byte < 0x80 {
        if !lastWasASCII { total &+= move(last, ascii.symbols[Int(byte)]) }
        lastWasASCII = true
        lastWasHalfWidth = false
        offset &+= payload.asciiRun(from: offset)
        last = ascii.symbols[Int(payload[byte: offset &- 1])]
        continue
      }
      lastWasASCII = false
      if let (length, cost) = special(payload, at: offset) {
        total &+= cost
        if length == 1 || singles == .shifts && byte == 0x8e {
          total &+= lastWasHalfWidth ? .nats(0.3) : .nats(4)
          lastWasHalfWidth = true
          last = CharacterFrequencies.Kind.katakana.rawValue
        } else {
          last = CharacterFrequencies.Kind.other.rawValue
        }
        offset &+= length
      } else if offset &+ 1 < end {
        let trail = payload[byte: offset &+ 1]
        let entry = table[byte, trail]
        lastWasHalfWidth = false
        if entry.isValid {
          total &+= move(last, entry.kind) &+ Cost(entry.cost)
          if trail < 0x80 { total &-= Cost(ascii.credits[Int(trail)]) }
          last = entry.kind
          hasPairs = true
          offset &+= 2
        } else {
          total &+= .badByte
          last = CharacterFrequencies.Kind.other.rawValue
          offset &+= 1
        }
      } else {
        total &+= table[byte, 0xa1].isValid || table[byte, 0x41].isValid ? (hasPairs ? .cut : .lonelyCut) : .badByte
        offset &+= 1
      }
      // Credits and negative costs add up to a few units.
      if total > limit &+ 96 { return total }
    }
    return total
  }

  @inline(__always)
  private func move(_ first: UInt8, _ second: UInt8) -> Cost {
    Cost(moves[Int(first) &* CharacterFrequencies.symbols &+ Int(second)])
  }

  /// The length in bytes and the cost of a character that is not a pair; `nil` if there is none at `offset`.
  @inline(__always)
  private func special(_ payload: RawSpan, at offset: Int) -> (length: Int, cost: Cost)? {
    let byte = payload[byte: offset]
    let left = payload.byteCount &- offset
    switch singles {
    case .none: return nil
    case .katakana: return byte >= 0xa1 && byte <= 0xdf ? (1, Self.halfWidth(byte)) : nil
    case .shifts:
      if byte == 0x8e, left > 1, payload[byte: offset &+ 1] >= 0xa1, payload[byte: offset &+ 1] <= 0xdf {
        return (2, Self.halfWidth(payload[byte: offset &+ 1]))
      }
      guard byte == 0x8f, left > 2, payload[byte: offset &+ 1] > 0xa0, payload[byte: offset &+ 2] > 0xa0 else {
        return nil
      }
      return (3, .nats(18))
    case .fours:
      guard left > 3, payload[byte: offset &+ 1] &- 0x30 < 10, payload[byte: offset &+ 2] > 0x80,
        payload[byte: offset &+ 3] &- 0x30 < 10
      else { return nil }
      return (4, .nats(22))
    }
  }

  /// The cost of a half-width katakana. The commonest are ｱ ｲ ｶ ｷ ｸ ｽ ﾀ ﾄ ﾗ ﾘ ﾙ ﾚ ﾛ ﾝ, the long vowel and the voicing
  /// marks.
  private static func halfWidth(_ byte: UInt8) -> Cost {
    switch byte {
    case 0xb0, 0xb1, 0xb2, 0xb6, 0xb7, 0xb8, 0xbd, 0xc0, 0xc4, 0xd7...0xdb, 0xdd, 0xde, 0xdf: .nats(2.9)
    default: .nats(4.2)
    }
  }
}
