/// An encoding that a peer may be writing, and how likely it is, from 0 to 1.
package struct EncodingCandidate: Hashable, Sendable {
  package let encoding: TextEncoding
  package let likelihood: Double
}

/// What a peer's datagrams tell about its encoding: 40 bytes, however much it sends.
///
/// Texts decide for an encoding and against `hex`. A datagram without text counts for `hex` alone and says nothing of
/// the encoding of the texts; once there were texts, one that holds nothing at all, such as a NUL that keeps a way
/// open, says nothing of the peer.
package struct EncodingEvidence: Sendable {
  /// What one datagram counts for at most, and what all together do, beyond the best encoding.
  private static let datagramLimit: Cost = .nats(16)
  private static let limit: Cost = .nats(48)
  /// What a datagram without text counts for at most where the peer is read as text: less than it takes to be sure, so
  /// that one alone changes nothing.
  private static let strayLimit: Cost = .nats(6)
  /// The same while its encoding is a guess, and what was taken for texts may have been none.
  private static let strayLimitOfGuess: Cost = .nats(12)
  /// By how much `hex` must be better than every text for a datagram to hold no text.
  private static let binaryLead: Cost = .nats(6)
  /// By how much a text must be better than `hex` to tell that the peer writes texts.
  private static let textLead: Cost = .nats(4)
  /// What a small letter, a digit or a blank of an ASCII text counts for against `hex`, and what all of them do at most; a
  /// capital counts half, a sign nothing.
  private static let asciiByte: Cost = .nats(2)
  private static let asciiLimit: Cost = .nats(8)
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
  private var costs = EncodingDetector.priors
  /// The choice, by its place among the candidates.
  private var chosen = 0 as UInt8
  private var isSure = false
  /// Whether texts were among the datagrams, and whether some of them were not ASCII.
  private var hasTexts = false
  private var hasForeignTexts = false
  private var skip = 0 as UInt8
  /// Datagrams judged and bytes looked at; they stop at their limits.
  private var datagrams = 0 as UInt8
  private var bytes = 0 as UInt16

  /// Evidence of nothing yet.
  package init() {}

  /// Loads the tables of the detector, which takes some milliseconds; the first payload outside ASCII does so otherwise.
  package static func prepare() { _ = EncodingDetector.shared }

  /// Learns from a received payload. Returns whether the reading changed.
  package mutating func observe(_ payload: RawSpan) -> Bool {
    guard let telling = EncodingDetector.telling(payload) else { return addASCII(payload) }
    return add(payload, telling)
  }

  /// Learns from a text that is plain ASCII. Returns whether the reading changed.
  private mutating func addASCII(_ payload: RawSpan) -> Bool {
    let hex = EncodingDetector.hexPlace
    if hasTexts, Cost(costs[hex]) == Self.limit { return false }
    var weight: Cost = 0
    for offset in 0..<payload.byteCount where weight < Self.asciiLimit {
      switch payload[byte: offset] {
      case 0x61...0x7a, 0x30...0x39, 0x20: weight &+= Self.asciiByte
      case 0x41...0x5a: weight &+= Self.asciiByte / 2
      default: break
      }
    }
    guard weight > 0 else { return false }
    let before = reading
    hasTexts = true
    var added = DetectorCosts(repeating: 0)
    added[hex] = UInt8(truncatingIfNeeded: weight)
    take(added)
    return before != reading
  }

  /// Learns from a payload that tells something. Returns whether the reading changed.
  private mutating func add(_ payload: RawSpan, _ telling: EncodingDetector.Telling) -> Bool {
    if skip > 0 {
      skip &-= 1
      return false
    }
    if hasTexts, payload.holdsNothing { return false }
    let before = reading
    let detector = EncodingDetector.shared
    bytes = UInt16(clamping: Int(bytes) &+ telling.length)
    if isSure, datagrams >= Self.known, detector.fits(payload, telling, Int(chosen)) {
      if bytes == Self.enough { skip = Self.passedOver }
      return false
    }
    var judged = detector.judge(payload, telling, first: Int(chosen), limit: Self.datagramLimit)
    let hex = EncodingDetector.hexPlace
    let text = EncodingDetector.bestText(judged)
    if judged[hex] == 0, Cost(judged[text]) >= Self.binaryLead {
      let isGuess = hasForeignTexts && !isSure
      let most =
        !hasTexts || Int(chosen) == hex
        ? Self.datagramLimit : isGuess ? Self.strayLimitOfGuess : Self.strayLimit
      let weight = UInt8(truncatingIfNeeded: min(most, Cost(judged[text])))
      judged = DetectorCosts(repeating: weight)
      judged[hex] = 0
    } else {
      if judged[text] == 0, Cost(judged[hex]) >= Self.textLead { hasTexts = true }
      if payload.hasHighBytes(telling) || EncodingDetector.isUTF16(text) { hasForeignTexts = true }
    }
    if datagrams == 0 { chosen = UInt8(truncatingIfNeeded: leader(with: judged)) }
    datagrams = max(datagrams, datagrams &+ 1)
    take(judged)
    return before != reading
  }

  /// Adds costs, and chooses again where another candidate is better by enough.
  private mutating func take(_ added: DetectorCosts) {
    let count = EncodingDetector.count
    var best = Cost.max
    for index in 0..<count { best = min(best, Cost(costs[index]) &+ Cost(added[index])) }
    var leader = 0
    for index in (0..<count).reversed() {
      let cost = Cost(costs[index]) &+ Cost(added[index]) &- best
      costs[index] = UInt8(truncatingIfNeeded: min(cost, Self.limit))
      if cost == 0 { leader = index }
    }
    let before = chosen
    if Cost(costs[Int(chosen)]) >= Self.change { chosen = UInt8(truncatingIfNeeded: leader) }
    isSure = isSure(of: Int(chosen), was: isSure && chosen == before)
  }

  /// The cheapest candidate when `added` is added.
  private func leader(with added: DetectorCosts) -> Int {
    var (best, leader) = (Cost.max, 0)
    for index in 0..<EncodingDetector.count where Cost(costs[index]) &+ Cost(added[index]) < best {
      best = Cost(costs[index]) &+ Cost(added[index])
      leader = index
    }
    return leader
  }

  /// - Parameter was: whether it was sure already: datagrams without text do not take that away.
  private func isSure(of place: Int, was: Bool) -> Bool {
    let hex = EncodingDetector.hexPlace
    guard datagrams > 0, costs[place] == 0 || was && Cost(costs[place]) < Self.change else { return false }
    let siblings = EncodingDetector.siblings[place]
    for index in 0..<EncodingDetector.count where index != place {
      if was, index == hex { continue }
      let needed = siblings & 1 << index == 0 ? Self.sure : Self.sureAmongSiblings
      if Cost(costs[index]) &- Cost(costs[place]) < needed { return false }
    }
    return true
  }

  /// How the peer is read: `hex` or an encoding, and in which its texts are where it is `hex`.
  package var reading: PeerReading {
    let hex = EncodingDetector.hexPlace
    let candidates = EncodingDetector.candidates
    guard Int(chosen) == hex else {
      let choice =
        hasForeignTexts
        ? EncodingChoice(candidates[Int(chosen)].encoding, isGuess: !isSure) : EncodingChoice.undecided
      return PeerReading(choice: choice, text: choice)
    }
    let choice = EncodingChoice(.hex, isGuess: !isSure)
    guard hasForeignTexts else { return PeerReading(choice: choice, text: choice) }
    let text = candidates[EncodingDetector.bestText(costs)].encoding
    return PeerReading(choice: choice, text: EncodingChoice(text, isGuess: true))
  }

  /// All that auto mode can find, the likeliest first; empty while nothing but ASCII texts came.
  package var candidates: [EncodingCandidate] {
    guard datagrams > 0 else { return [] }
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
