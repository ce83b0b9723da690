/// An encoding that a peer may be writing, and how likely it is, from 0 to 1.
package struct EncodingCandidate: Hashable, Sendable {
  package let encoding: TextEncoding
  package let likelihood: Double
}

/// What a peer's datagrams tell about its encoding: 40 bytes, however much it sends.
struct EncodingEvidence: Sendable {
  /// What one datagram counts for at most, and what all together do, beyond the best encoding.
  private static let datagramLimit: Cost = .nats(16)
  private static let limit: Cost = .nats(48)
  /// By how much another encoding must be better before the choice changes.
  private static let change: Cost = .nats(2)
  /// By how much the choice must be better than all others to be sure; than those that read nearly alike.
  private static let sure: Cost = .nats(6)
  private static let sureAmongSiblings: Cost = .nats(1)
  /// Datagrams after which one that fits a sure choice is not held against the other encodings any more.
  private static let known: UInt8 = 8
  /// Bytes after which the peer is known, and how many datagrams are then passed over for each that is looked at.
  private static let enough = UInt16.max
  private static let passedOver: UInt8 = 15

  /// What each candidate costs beyond the best one.
  private var costs: DetectorCosts
  /// The choice, by its place among the candidates.
  private var chosen = 0 as UInt8
  private var isSure = false
  private var skip = 0 as UInt8
  /// Datagrams judged and bytes looked at; they stop at their limits.
  private var datagrams = 0 as UInt8
  private var bytes = 0 as UInt16

  init() {
    costs = EncodingDetector.shared.priors
  }

  /// Learns from a payload that tells something. Returns whether the choice changed, or became another guess.
  mutating func add(_ payload: RawSpan, _ telling: EncodingDetector.Telling) -> Bool {
    if skip > 0 {
      skip &-= 1
      return false
    }
    let before = (chosen, isSure)
    let detector = EncodingDetector.shared
    bytes = UInt16(clamping: Int(bytes) &+ telling.length)
    if isSure, datagrams >= Self.known, detector.fits(payload, telling, Int(chosen)) {
      if bytes == Self.enough { skip = Self.passedOver }
      return false
    }
    let judged = detector.judge(payload, telling, first: Int(chosen), limit: Self.datagramLimit)
    let count = detector.count
    var best = Cost.max
    for index in 0..<count { best = min(best, Cost(costs[index]) &+ Cost(judged[index])) }
    var leader = 0
    for index in (0..<count).reversed() {
      let cost = Cost(costs[index]) &+ Cost(judged[index]) &- best
      costs[index] = UInt8(truncatingIfNeeded: min(cost, Self.limit))
      if cost == 0 { leader = index }
    }
    if datagrams == 0 || Cost(costs[Int(chosen)]) >= Self.change { chosen = UInt8(leader) }
    datagrams = max(datagrams, datagrams &+ 1)
    isSure = isSure(of: Int(chosen), detector)
    return before != (chosen, isSure)
  }

  private func isSure(of place: Int, _ detector: EncodingDetector) -> Bool {
    guard costs[place] == 0 else { return false }
    let siblings = detector.siblings[place]
    for index in 0..<detector.count where index != place {
      let needed = siblings & 1 << index == 0 ? Self.sure : Self.sureAmongSiblings
      if Cost(costs[index]) < needed { return false }
    }
    return true
  }

  var choice: EncodingChoice {
    EncodingChoice(EncodingDetector.candidates[Int(chosen)].encoding, isGuess: !isSure)
  }

  /// All that auto mode can find, the likeliest first.
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
