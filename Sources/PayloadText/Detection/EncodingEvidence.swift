/// An encoding that a peer may be writing, and how likely it is, from 0 to 1.
package struct EncodingCandidate: Hashable, Sendable {
  package let encoding: TextEncoding
  package let likelihood: Double
}

/// What a peer's datagrams tell about its encoding: a few dozen bytes, however much it sends.
struct EncodingEvidence: Equatable, Sendable {
  /// What one datagram counts for at most, and what all together do, beyond the best encoding.
  private static let datagramLimit: Cost = .nats(25)
  private static let limit: Cost = .nats(60)
  /// By how much another encoding must be better before the choice changes, and the choice sure.
  private static let change: Cost = .nats(2)
  private static let sure: Cost = .nats(6)
  /// Bytes after which the peer is known, and how many datagrams are then passed over for each that is judged.
  private static let enough = 65_535
  private static let passedOver: UInt8 = 15

  /// What each candidate costs beyond the best one.
  private var costs: SIMD32<UInt8>
  private var chosen: UInt8 = 0
  private var skip: UInt8 = 0
  private var bytes: UInt16 = 0

  init() {
    costs = Self.priors
  }

  private static let priors: SIMD32<UInt8> = {
    var priors = SIMD32<UInt8>(repeating: UInt8(limit))
    for (index, candidate) in EncodingDetector.candidates.enumerated() {
      priors[index] = UInt8(clamping: Cost.nats(candidate.prior))
    }
    return priors
  }()

  /// Learns from a payload. Returns whether it told anything.
  mutating func add(_ payload: RawSpan) -> Bool {
    if skip > 0 {
      skip -= 1
      return false
    }
    guard let judged = EncodingDetector.shared.judge(payload, limit: Self.datagramLimit) else { return false }
    let before = chosen
    var sum = SIMD32<Int16>(truncatingIfNeeded: costs) &+ SIMD32<Int16>(truncatingIfNeeded: judged)
    var best = Int16.max
    for index in EncodingDetector.candidates.indices { best = min(best, sum[index]) }
    sum = pointwiseMin(sum &- SIMD32(repeating: best), SIMD32(repeating: Int16(Self.limit)))
    costs = SIMD32<UInt8>(truncatingIfNeeded: sum)
    let isFirst = bytes == 0
    bytes = UInt16(clamping: Int(bytes) + max(1, min(payload.byteCount, EncodingDetector.window)))
    let leader = EncodingDetector.candidates.indices.first { costs[$0] == 0 } ?? 0
    if isFirst || Cost(costs[Int(chosen)]) >= Self.change { chosen = UInt8(leader) }
    if bytes >= Self.enough, chosen == before, judged[Int(chosen)] == 0, isSure { skip = Self.passedOver }
    return true
  }

  private var isSure: Bool {
    guard costs[Int(chosen)] == 0 else { return false }
    let own = EncodingDetector.candidates[Int(chosen)].encoding
    for (index, candidate) in EncodingDetector.candidates.enumerated() where index != Int(chosen) {
      let needed = own.isSibling(of: candidate.encoding) ? Cost.nats(1) : Self.sure
      if Cost(costs[index]) < needed { return false }
    }
    return true
  }

  var choice: EncodingChoice {
    EncodingChoice(EncodingDetector.candidates[Int(chosen)].encoding, isGuess: !isSure)
  }

  var candidates: [EncodingCandidate] {
    let order = EncodingDetector.candidates.indices.sorted {
      (costs[$0], $0 == Int(chosen) ? 0 : 1, $0) < (costs[$1], $1 == Int(chosen) ? 0 : 1, $1)
    }
    let weights = order.map { likelihood(costs[$0]) }
    let total = weights.reduce(0, +)
    return zip(order, weights).map {
      EncodingCandidate(encoding: EncodingDetector.candidates[$0].encoding, likelihood: $1 / total)
    }
  }

  /// e to the power of minus that many quarters of a nat.
  private func likelihood(_ cost: UInt8) -> Double {
    var value = 1.0
    for _ in 0..<cost { value *= 0.778_800_783 }
    return value
  }
}

extension TextEncoding {
  /// Whether the two give the same text for most of the bytes that their languages use.
  fileprivate func isSibling(of other: TextEncoding) -> Bool {
    func family(_ encoding: TextEncoding) -> Int? {
      switch encoding {
      case .windows1252, .windows1250, .windows1254, .iso8859Part2: 1
      case .windows1253, .iso8859Part7: 2
      case .koi8R, .koi8U: 3
      default: nil
      }
    }
    return family(self) != nil && family(self) == family(other)
  }
}
