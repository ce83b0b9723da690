/// An encoding that a peer may be using, and its likelihood from 0 to 1.
package struct EncodingCandidate: Hashable, Sendable {
  /// The encoding.
  package let encoding: TextEncoding
  /// The likelihood, from 0 to 1.
  package let likelihood: Double
}

/// The evidence of a peer's encoding, gathered from its datagrams: 40 bytes, however much it sends.
///
/// Text counts for an encoding and against `hex`. A datagram without text counts for `hex` alone and says nothing about
/// the encoding of the text; once the peer has sent text, a datagram of nothing but 00 or FF, such as a keep-alive NUL,
/// says nothing about the peer.
package struct EncodingEvidence: Sendable {
  /// The most that one datagram adds, and the most that all together add up to, beyond the best encoding.
  private static let datagramLimit: Cost = .nats(16)
  private static let limit: Cost = .nats(48)
  /// The most that a datagram without text counts against the encoding of a peer that sends text: no more than the lead
  /// of a certain choice, so that one alone does not overturn it.
  private static let strayLimit: Cost = .nats(6)
  /// The most that a datagram without text counts while the encoding is a guess, because the earlier text may have been
  /// binary data.
  private static let strayLimitOfGuess: Cost = .nats(12)
  /// The lead of `hex` over every text encoding at which a datagram counts as having no text.
  private static let binaryLead: Cost = .nats(6)
  /// The lead of a text encoding over `hex` that shows that the peer sends text.
  private static let textLead: Cost = .nats(4)
  /// The amount that a lowercase letter, a digit or a space of ASCII text counts against `hex`, and the most that they
  /// count together; an uppercase letter counts half, anything else nothing.
  private static let asciiByte: Cost = .nats(2)
  private static let asciiLimit: Cost = .nats(8)
  /// The lead that another encoding needs before the choice changes.
  private static let change: Cost = .nats(2)
  /// The lead over all others that makes the choice certain, and the lead required over those that decode nearly alike.
  private static let sure: Cost = .nats(6)
  private static let sureAmongSiblings: Cost = .nats(1)
  /// The lead over `hex` that makes UTF-16 certain, in which nearly all bytes are characters.
  private static let sureOfUTF16: Cost = .nats(12)
  /// The number of datagrams after which one that fits a certain choice is no longer judged against the other
  /// encodings.
  private static let known: UInt8 = 8
  /// The number of bytes after which the peer is known, and the number of datagrams then skipped for each one examined.
  private static let enough = UInt16.max
  private static let passedOver: UInt8 = 15

  /// The cost of each candidate beyond the best one.
  private var costs = EncodingDetector.priors
  /// The index of the chosen candidate.
  private var chosen = 0 as UInt8
  private var isSure = false
  /// Whether any datagram was text, and whether any text was outside ASCII.
  private var hasTexts = false
  private var hasForeignTexts = false
  private var skip = 0 as UInt8
  /// The kinds in which the last datagrams were shown when they came.
  private var shown = ShownKinds()
  /// The datagrams judged and the bytes examined, saturating.
  private var datagrams = 0 as UInt8
  private var bytes = 0 as UInt16

  /// Evidence of nothing yet.
  package init() {}

  /// Loads the tables of the detector, which takes some milliseconds; the first payload outside ASCII does so
  /// otherwise.
  package static func prepare() { _ = EncodingDetector.shared }

  /// Whether a payload is plain ASCII text, which is quickly judged.
  package static func isPlain(_ payload: RawSpan) -> Bool { EncodingDetector.evidenceWindow(of: payload) == nil }

  /// Learns from a received payload. Returns whether the reading changed.
  package mutating func observe(_ payload: RawSpan) -> Bool {
    guard let evidenceWindow = EncodingDetector.evidenceWindow(of: payload) else { return addASCII(payload) }
    return add(payload, evidenceWindow)
  }

  /// Learns from plain ASCII text. Returns whether the reading changed.
  private mutating func addASCII(_ payload: RawSpan) -> Bool {
    shown.add(isBytes: false)
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

  /// Learns from a payload that carries evidence. Returns whether the reading changed.
  private mutating func add(_ payload: RawSpan, _ evidenceWindow: EncodingDetector.EvidenceWindow) -> Bool {
    if skip > 0 {
      skip &-= 1
      return false
    }
    if hasTexts, payload.isFiller { return false }
    let before = reading
    let detector = EncodingDetector.shared
    bytes = UInt16(clamping: Int(bytes) &+ evidenceWindow.length)
    if isSure, datagrams >= Self.known, detector.fits(payload, evidenceWindow, Int(chosen)) {
      if bytes == Self.enough { skip = Self.passedOver }
      return false
    }
    var judged = detector.judge(payload, evidenceWindow, first: Int(chosen), limit: Self.datagramLimit)
    let hex = EncodingDetector.hexPlace
    let text = EncodingDetector.bestText(judged)
    let found = judged
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
      if payload.hasHighBytes(evidenceWindow) || EncodingDetector.isUTF16(text) { hasForeignTexts = true }
    }
    if datagrams == 0 { chosen = UInt8(truncatingIfNeeded: leader(with: judged)) }
    datagrams = max(datagrams, datagrams &+ 1)
    take(judged)
    if !payload.isFiller { shown.add(isBytes: payload.isBlank || isBytes(found)) }
    return before != reading
  }

  /// Whether a datagram of these costs is shown as bytes beside the peer's texts (see `PeerReading`).
  private func isBytes(_ costs: DetectorCosts) -> Bool {
    let hex = EncodingDetector.hexPlace
    let text = Int(chosen) == hex ? EncodingDetector.bestText(costs) : Int(chosen)
    return Cost(costs[hex]) &- Cost(costs[text]) < PeerReading.leadAmongTexts
  }

  /// Whether the peer is to be answered in bytes although its texts have an encoding: any bytes are UTF-16, so that it
  /// is chosen for a few short binary datagrams too, and half of the last ones are shown as bytes.
  package var isAnsweredInBytes: Bool {
    EncodingDetector.isUTF16(Int(chosen)) && shown.bytes > 0 && shown.bytes &* 2 >= shown.count
  }

  /// Adds costs, and changes the choice if another candidate now leads by enough.
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

  /// The index of the candidate that is cheapest once `added` is added.
  private func leader(with added: DetectorCosts) -> Int {
    var (best, leader) = (Cost.max, 0)
    for index in 0..<EncodingDetector.count where Cost(costs[index]) &+ Cost(added[index]) < best {
      best = Cost(costs[index]) &+ Cost(added[index])
      leader = index
    }
    return leader
  }

  /// Whether the choice at index `place` is certain.
  /// - Parameter was: whether the choice was certain before; datagrams without text do not undo that.
  private func isSure(of place: Int, was: Bool) -> Bool {
    let hex = EncodingDetector.hexPlace
    guard datagrams > 0, costs[place] == 0 || was && Cost(costs[place]) < Self.change else { return false }
    let siblings = EncodingDetector.siblings[place]
    for index in 0..<EncodingDetector.count where index != place {
      if was, index == hex { continue }
      let needed =
        siblings & 1 << index != 0
        ? Self.sureAmongSiblings : index == hex && EncodingDetector.isUTF16(place) ? Self.sureOfUTF16 : Self.sure
      if Cost(costs[index]) &- Cost(costs[place]) < needed { return false }
    }
    return true
  }

  /// The way to decode the peer: an encoding or `hex`, and for `hex` also the encoding of its text.
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

  /// All detectable encodings, likeliest first; empty while only ASCII text has arrived.
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

  /// The weight of a cost: e to the power of minus `cost` quarters of a nat.
  private func likelihood(_ cost: UInt8) -> Double {
    var value = 1.0
    for _ in 0..<cost { value *= 0.778_800_783 }
    return value
  }
}

/// The kinds in which the last seven datagrams of a peer were shown: a bit each, set for bytes, behind a leading one.
private struct ShownKinds {
  private var bits = 1 as UInt8

  mutating func add(isBytes: Bool) {
    bits = bits << 1 | bits & 0x80 | (isBytes ? 1 : 0)
  }

  /// The number of datagrams that are known.
  var count: Int { 7 &- bits.leadingZeroBitCount }

  /// The number of them that were shown as bytes.
  var bytes: Int { bits.nonzeroBitCount &- 1 }
}
