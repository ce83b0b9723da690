import Templates

/// The weight of the evidence for a checksum, in bits.
///
/// A checksum is linear: a cyclic redundancy check and an exclusive or over the bits, a sum over the bytes. Where it
/// agrees with some datagrams, it agrees with all their combinations, so only independent datagrams are evidence: a
/// byte that happens to run beside another one is no checksum of it.
struct ChecksumEvidence {
  /// The datagrams, and how many of them disagree.
  let held: [[UInt8]]
  let failures: Int

  /// The independent datagrams that are counted at most.
  private static let most = 12
  /// The columns that are examined.
  private static let columnLimit = 96

  /// The bits of evidence, after those that the choice among all checksums takes.
  func bits(for match: ChecksumMatch) -> Double {
    let covered = held.map { Array($0[match.start..<match.place(in: $0.count)]) }
    let rank = match.algorithm.isBitwise ? bitRank(covered) : byteRank(covered)
    let each = Double(match.algorithm.chanceBits)
    let total = held.count + failures
    let choice = failures == 0 ? 0 : Double(failures) * (Self.log2(Double(total) / Double(failures)) + 1.5)
    return each * Double(min(rank + 1, held.count)) - choice - match.priorBits
  }

  static func log2(_ value: Double) -> Double {
    var (value, bits) = (max(value, 1), 0.0)
    while value >= 2 {
      value /= 2
      bits += 1
    }
    return bits + (value - 1)
  }

  /// The columns that vary, in the part that all of them have.
  private func columns(_ covered: [[UInt8]]) -> [Int] {
    let shortest = covered.reduce(Int.max) { min($0, $1.count) }
    guard let first = covered.first else { return [] }
    return Array(
      (0..<min(shortest, 512)).lazy.filter { column in covered.contains { $0[column] != first[column] } }
        .prefix(Self.columnLimit))
  }

  /// The rank of the differences from the first over the bits.
  private func bitRank(_ covered: [[UInt8]]) -> Int {
    let columns = columns(covered)
    // Datagrams of another size are independent, each size once.
    let sizes = Set(covered.map(\.count)).count - 1
    var basis: [[UInt8]] = []
    for row in covered.dropFirst() where basis.count < Self.most {
      var vector = columns.map { row[$0] ^ covered[0][$0] }
      for other in basis {
        guard let place = other.firstIndex(where: { $0 != 0 }) else { continue }
        let bit = other[place].leadingZeroBitCount
        if vector[place] & (0x80 >> UInt8(bit)) != 0 {
          for index in vector.indices { vector[index] ^= other[index] }
        }
      }
      if vector.contains(where: { $0 != 0 }) { basis.append(vector) }
    }
    return basis.count + sizes
  }

  private static let prime: Int64 = 65_521

  /// The rank of the differences from the first over the bytes.
  private func byteRank(_ covered: [[UInt8]]) -> Int {
    let columns = columns(covered)
    let sizes = Set(covered.map(\.count)).count - 1
    var basis: [(place: Int, vector: [Int64])] = []
    for row in covered.dropFirst() where basis.count < Self.most {
      var vector = columns.map { (Int64(row[$0]) - Int64(covered[0][$0]) + Self.prime) % Self.prime }
      for other in basis {
        let factor = vector[other.place]
        guard factor != 0 else { continue }
        for index in vector.indices {
          vector[index] = (vector[index] + (Self.prime - factor) * other.vector[index]) % Self.prime
        }
      }
      guard let place = vector.firstIndex(where: { $0 != 0 }) else { continue }
      let inverse = Self.power(vector[place], Self.prime - 2)
      basis.append((place, vector.map { $0 * inverse % Self.prime }))
    }
    return basis.count + sizes
  }

  private static func power(_ base: Int64, _ exponent: Int64) -> Int64 {
    var (result, base, exponent) = (Int64(1), base, exponent)
    while exponent > 0 {
      if exponent & 1 == 1 { result = result * base % prime }
      base = base * base % prime
      exponent >>= 1
    }
    return result
  }
}

extension ChecksumAlgorithm {
  /// Whether it is linear over the bits.
  fileprivate var isBitwise: Bool {
    switch method {
    case .crc, .exclusiveOr, .sentence: true
    case .sum, .complement, .fletcher, .adler, .internet: false
    }
  }

  /// The bits of a value that chance has to hit: the upper byte of a sum hardly varies.
  fileprivate var chanceBits: Int { method == .sum ? min(width, 9) : width }

  /// The names that are met most often.
  private static let common: Set<String> = [
    "sum8", "xor8", "lrc", "crc8-smbus", "crc8-maxim-dow", "sum16be", "sum16le", "fletcher16", "internet",
    "crc16-modbus", "crc16-arc", "crc16-ibm-3740", "crc16-xmodem", "crc16-kermit", "crc16-ibm-sdlc", "crc32",
    "crc32c", "adler32",
  ]

  fileprivate var priorBits: Double { Self.common.contains(name) ? 5 : 8 }
}

extension ChecksumMatch {
  private static let (starts, trailings): ([Double], [Double]) = ([1, 2, 4, 5, 5, 6], [1, 3, 4, 6, 6])

  /// The bits that the choice of it among all takes: rarer ones take more.
  fileprivate var priorBits: Double {
    let form: Double = order == algorithm.order || byteCount == 1 ? 1 : 3
    return algorithm.priorBits + form + Self.starts[min(start, Self.starts.count - 1)]
      + Self.trailings[min(trailing, Self.trailings.count - 1)]
  }
}
