import Structure
import UDPCore

/// Finds the request that each datagram of a device belongs to: that whose copied parts agree, else the one that waits
/// for such an answer, else the last one before it.
struct Pairing {
  /// A datagram of a conversation.
  struct Entry {
    var message: PeerMessage
    var number: UInt64
    var isRequest: Bool
  }

  /// The datagrams between a client and the device.
  struct Conversation {
    var client: Endpoint
    var entries: [Entry]

    /// The payloads of one direction.
    func samples(ofRequests: Bool) -> [StructureSample] {
      entries.filter { $0.isRequest == ofRequests }.map {
        StructureSample(bytes: $0.message.bytes, time: $0.message.time ?? 0)
      }
    }
  }

  /// The most requests that wait for an answer, and the nanoseconds for which they do where no other delays are known.
  private static let (mostWaiting, patience): (Int, Int64) = (64, 200_000_000)
  /// The most pairs that copies are learned from.
  private static let mostPairs = 4_096

  let requests: Variation
  let answers: Variation
  private(set) var echoes = Echoes()
  /// The kinds of answers to requests of a kind.
  private var usual: [MessageKind: Set<MessageKind>] = [:]
  /// The longest time for which a request waits for its first answer.
  private var longest: Int64?

  init(requests: Variation, answers: Variation) {
    (self.requests, self.answers) = (requests, answers)
  }

  /// The nanoseconds between a request and an answer.
  static func delay(from request: PeerMessage, to answer: PeerMessage) -> Int64 {
    guard let start = request.time, let end = answer.time else { return 0 }
    let (delay, isOver) = end.subtractingReportingOverflow(start)
    return isOver ? 0 : max(0, delay)
  }

  /// Learns from the answers of which only one request can be the cause.
  mutating func learn(_ conversations: [Conversation]) {
    var pairs: [Echoes.Pair] = []
    var longest: Int64?
    for conversation in conversations {
      var (last, isOpen, others) = (-1, false, 0)
      for (place, entry) in conversation.entries.enumerated() {
        if entry.isRequest {
          // One that was never answered is forgotten when the next one is.
          others = isOpen ? others + 1 : 0
          (last, isOpen) = (place, true)
        } else if isOpen {
          isOpen = false
          guard others == 0, pairs.count < Self.mostPairs else {
            others = 0
            continue
          }
          let request = conversation.entries[last].message
          longest = max(longest ?? 0, Self.delay(from: request, to: entry.message))
          pairs.append(
            Echoes.Pair(request: request.bytes, answer: entry.message.bytes, kinds: kinds(request, entry.message)))
        }
      }
    }
    echoes = Echoes(pairs, requests, answers)
    self.longest = longest
    for pair in pairs { usual[pair.kinds.request, default: []].insert(pair.kinds.answer) }
  }

  private func kinds(_ request: PeerMessage, _ answer: PeerMessage) -> Echoes.Kinds {
    Echoes.Kinds(request: requests.kind(of: request.bytes), answer: answers.kind(of: answer.bytes))
  }

  /// Returns the place of the request that each datagram of the device belongs to.
  func owners(in conversation: Conversation) -> [Int?] {
    var owners = [Int?](repeating: nil, count: conversation.entries.count)
    var waiting: [Int] = []
    var last: Int?
    for (place, entry) in conversation.entries.enumerated() {
      if entry.isRequest {
        waiting.append(place)
        if waiting.count > Self.mostWaiting { waiting.removeFirst() }
        last = place
        continue
      }
      let isClear = waiting.isEmpty || waiting == [last]
      let owner = isClear ? last : owner(of: entry.message, among: waiting, conversation) ?? last
      owners[place] = owner
      waiting.removeAll { $0 == owner }
    }
    return owners
  }

  private func owner(of answer: PeerMessage, among waiting: [Int], _ conversation: Conversation) -> Int? {
    var candidates: [Int] = []
    let limit = longest.map { 2 * min($0, .max / 4) + 10_000_000 } ?? Self.patience
    let kind = answers.kind(of: answer.bytes)
    for place in waiting.reversed() {
      let request = conversation.entries[place].message
      let kinds = Echoes.Kinds(request: requests.kind(of: request.bytes), answer: kind)
      switch echoes.agree(request.bytes, requests, answer.bytes, answers, kinds) {
      case true?: return place
      case false?: continue
      case nil: break
      }
      guard Self.delay(from: request, to: answer) <= limit, usual[kinds.request]?.contains(kind) ?? true else {
        continue
      }
      candidates.append(place)
    }
    return candidates.last
  }
}
