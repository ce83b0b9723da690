/// Finds the request that each answer belongs to, while a client of the recording asks again: that whose recorded answer
/// it equals, or whose copied parts agree; where several are alike, the last one that still lacks such an answer.
///
/// A later answer may move earlier ones to earlier requests, so that one that came late shifts nothing. For one thread at
/// a time.
package struct AnswerMatching {
  /// An answer that came, and its time in nanoseconds.
  package struct Arrival: Sendable {
    package let message: PeerMessage
    package let time: Int64
  }

  /// The fate of a recorded answer.
  package enum Place: Sendable {
    /// An equal one came.
    case equal(Arrival)
    /// Another one came in its place.
    case different(Arrival)
    /// None came.
    case missing
  }

  /// The answers to a request: those in the places of recorded ones, and those beyond them.
  package struct Outcome: Sendable {
    /// The recorded answers in their order.
    package var places: [Place]
    /// The answers beyond them, and whether each equals a recorded one that had come.
    package var extra: [(arrival: Arrival, isRepeated: Bool)] = []
  }

  /// A request that left.
  private struct Asked {
    var exchange: Int
    var time: Int64
    /// The keys of each recorded answer, as long as the request is within the window.
    var keys: [[MatchKey]]
    /// The arrival in the place of each recorded answer.
    var takers: [Int?]
    /// The arrivals that equal no answer that is still missing.
    var others: [Int] = []

    var isComplete: Bool { !takers.contains { $0 == nil } }
  }

  /// The place of a recorded answer: its request, and its number among the answers.
  private struct Slot: Hashable {
    var asked: Int
    var answer: Int
  }

  /// The last requests that an answer may belong to.
  package static let window = 64
  /// The most places that are tried for one answer, so that long chains of equal answers cost little.
  private static let mostTried = 512

  private let device: RecordedDevice
  private let match: MessageMatch
  private var asked: [Asked] = []
  private var indices: [Int: Int] = [:]
  private var arrivals: [Arrival] = []
  /// The places that each arrival may take, the best first.
  private var choices: [[Slot]] = []
  /// The number of answers, each to the only request that it could belong to, whose copied parts confirmed that, and the
  /// number of those whose copied parts denied it. A counter of the server's own may look like a copy in a recording.
  private var (agreed, disagreed) = (0, 0)

  /// Prepares for the requests of one client of a device, or of several that share a socket.
  package init(_ device: RecordedDevice, _ match: MessageMatch) {
    self.device = device
    self.match = match
  }

  // MARK: Events

  /// Adds the request of an exchange, which left at a time.
  package mutating func send(_ exchange: Int, at time: Int64) {
    indices[exchange] = asked.count
    let keys = device.exchanges[exchange].answers.map { device.keys(ofAnswer: $0.message, match) }
    asked.append(Asked(exchange: exchange, time: time, keys: keys, takers: keys.map { _ in nil }))
    if asked.count > Self.window { asked[asked.count - 1 - Self.window].keys = [] }
  }

  /// Adds an answer that arrived at a time. One that comes before any request belongs to none.
  package mutating func add(_ message: PeerMessage, at time: Int64) {
    guard !asked.isEmpty else { return }
    let arrival = arrivals.count
    arrivals.append(Arrival(message: message, time: time))
    choices.append([])
    let known = candidates(at: time)
    let keys = device.keys(ofAnswer: message, match)
    if let last = known.first, known.dropFirst().allSatisfy({ asked[$0].isComplete }), !asked[last].isComplete,
      let slot = equal(keys, to: last).first(where: { asked[last].takers[$0.answer] == nil })
    {
      let agreement = agreement(of: message, with: last)
      if agreement == true { agreed += 1 } else if agreement == false { disagreed += 1 }
      if agreement != false || !trustsCopies {
        choices[arrival] = [slot]
        asked[last].takers[slot.answer] = arrival
        return
      }
    }
    let owners = owners(of: message, among: known)
    let found = owners.requests.map { equal(keys, to: $0) }
    choices[arrival] = found.flatMap { $0 }
    var tried: Set<Slot> = []
    if place(arrival, &tried) { return }
    if let slot = choices[arrival].first(where: { asked[$0.asked].takers[$0.answer] == nil }) {
      asked[slot.asked].takers[slot.answer] = arrival
      return
    }
    let owner = owners.isCertain ? owners.requests.first : found.first { !$0.isEmpty }?.first?.asked
    asked[owner ?? known.first ?? asked.count - 1].others.append(arrival)
  }

  /// Whether as many answers came as were recorded, equal or not.
  package func isAnswered(_ exchange: Int) -> Bool {
    guard let asked = indices[exchange].map({ self.asked[$0] }) else { return false }
    return asked.takers.count { $0 == nil } <= asked.others.count
  }

  // MARK: Finding

  /// The requests that had left at a time, the last one first.
  private func candidates(at time: Int64) -> [Int] {
    let recent = asked.indices.suffix(Self.window).reversed()
    let earlier = recent.filter { asked[$0].time <= time }
    // The clock may have been set meanwhile.
    return earlier.isEmpty ? Array(recent) : earlier
  }

  private var trustsCopies: Bool { agreed >= disagreed }

  private func agreement(of answer: PeerMessage, with place: Int) -> Bool? {
    device.agree(device.exchanges[asked[place].exchange].request, answer)
  }

  /// The requests that an answer can belong to, and whether its copied parts name them.
  private func owners(of answer: PeerMessage, among known: [Int]) -> (requests: [Int], isCertain: Bool) {
    guard trustsCopies else { return (known, false) }
    let agreements = known.map { agreement(of: answer, with: $0) }
    let named = zip(known, agreements).filter { $1 == true }.map(\.0)
    if !named.isEmpty { return (named, true) }
    let open = zip(known, agreements).filter { $1 == nil }.map(\.0)
    return (open.isEmpty ? known : open, false)
  }

  /// The places of a request's answers that equal one with these keys.
  private func equal(_ keys: [MatchKey], to place: Int) -> [Slot] {
    asked[place].keys.indices.filter { answer in asked[place].keys[answer].contains { keys.contains($0) } }
      .map { Slot(asked: place, answer: $0) }
  }

  /// Gives an arrival a place, and moves others to earlier places if that makes room (Kuhn, "The Hungarian Method for the
  /// Assignment Problem", 1955).
  private mutating func place(_ arrival: Int, _ tried: inout Set<Slot>) -> Bool {
    for slot in choices[arrival] where tried.count < Self.mostTried && tried.insert(slot).inserted {
      if let other = asked[slot.asked].takers[slot.answer], !place(other, &tried) { continue }
      asked[slot.asked].takers[slot.answer] = arrival
      return true
    }
    return false
  }

  // MARK: Outcomes

  /// Returns what came after each request that left, by its exchange.
  package func outcomes() -> [Int: Outcome] {
    var others = asked.map { $0.others }
    var different: [Slot: Int] = [:]
    // What equals nothing took the place of an answer to its own request, or came late for one before.
    for place in asked.indices {
      for answer in asked[place].takers.indices where asked[place].takers[answer] == nil {
        let slot = Slot(asked: place, answer: answer)
        let kind = device.kind(ofAnswer: device.exchanges[asked[place].exchange].answers[answer].message)
        if let own = others[place].first {
          others[place].removeFirst()
          different[slot] = own
        } else if let (later, index) = latecomer(for: place, kind, others) {
          different[slot] = others[later].remove(at: index)
        }
      }
      // A request without recorded answers may have got any.
      guard asked[place].takers.isEmpty, others[place].isEmpty, let (later, index) = latecomer(for: place, nil, others)
      else { continue }
      others[place].append(others[later].remove(at: index))
    }
    var outcomes: [Int: Outcome] = [:]
    for (place, asked) in asked.enumerated() {
      let places = asked.takers.enumerated().map { answer, taker -> Place in
        if let taker { return .equal(arrivals[taker]) }
        return different[Slot(asked: place, answer: answer)].map { .different(arrivals[$0]) } ?? .missing
      }
      let extra = others[place].map { (arrivals[$0], !choices[$0].isEmpty) }
      outcomes[asked.exchange] = Outcome(places: places, extra: extra)
    }
    return outcomes
  }

  /// The answer that came after a later request although that has all of its own, and that may belong to this one.
  /// - Parameter kind: the kind of the answer that is missing, which is preferred; `nil` for any.
  private func latecomer(for place: Int, _ kind: MessageKind?, _ others: [[Int]]) -> (asked: Int, index: Int)? {
    let request = device.exchanges[asked[place].exchange].request
    var first: (asked: Int, index: Int)?
    for later in asked.indices[(place + 1)...].prefix(Self.window) where asked[later].isComplete {
      for (index, arrival) in others[later].enumerated() where choices[arrival].isEmpty {
        let message = arrivals[arrival].message
        if trustsCopies, device.agree(request, message) == false { continue }
        if kind == nil || device.kind(ofAnswer: message) == kind { return (later, index) }
        if first == nil { first = (later, index) }
      }
    }
    return first
  }
}
