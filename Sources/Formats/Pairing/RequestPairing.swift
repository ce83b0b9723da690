import Basics
package import DisplayFilter
package import UDPCore

/// Finds the request that each datagram of a log answers, from front to back. Bounded: of more conversations, or of more
/// values of a field, the least recent are forgotten.
package struct RequestPairing {
  /// The most conversations, and the most values of a field.
  static let mostConversations = 16_384
  static let mostValues = 65_536
  /// The nanoseconds after which the other side may use a value for a request of its own.
  private static let longestWait: Int64 = 60_000_000_000

  /// The rule.
  package let rule: PairingRule
  /// The requests and answers seen so far.
  package private(set) var counts = PairingCounts()

  private var conversations: RecentTable<EndpointPair, OrderedExchange>
  private var values: RecentTable<ValueKey, ValueExchange>
  /// The reader of the field; `nil` where the order counts.
  private let reader: FieldValueReader?

  /// The number of times that what was open was forgotten.
  private var epoch = 0

  private struct ValueKey: TableKey {
    var pair: EndpointPair
    var value: FieldValue
  }

  /// Creates a pairing that has seen nothing.
  package init(_ rule: PairingRule, _ book: FormatBook) {
    self.init(rule, book, conversations: Self.mostConversations, values: Self.mostValues)
  }

  init(_ rule: PairingRule, _ book: FormatBook, conversations: Int, values: Int) {
    self.rule = rule
    self.conversations = RecentTable(capacity: conversations)
    self.values = RecentTable(capacity: values)
    if case .field(let name) = rule { reader = FieldValueReader(book, [name]) } else { reader = nil }
  }

  /// The number of conversations or values that were forgotten: an answer to what was open there belongs to no request.
  package var forgotten: Int { conversations.evicted + values.evicted }

  /// The nanoseconds, roughly, that a row takes.
  package var cost: Int { 200 + (reader?.cost(of: 0) ?? 0) }

  /// Forgets what is open, but not who asks: rows were passed over that may have been answers.
  package mutating func forgetOpen() { epoch += 1 }

  /// Takes the next datagram of the log.
  /// - Returns: its part; `nil` if it has none: it failed, went to a group, or lacks the field.
  package mutating func observe(_ datagram: Datagram, in context: FilterContext) -> PairedRow? {
    guard datagram.kind.isDatagram else { return nil }
    // Whoever answers a group has another address.
    if datagram.kind == .outgoing, datagram.peer.address.isMulticast || datagram.peer.address.isLimitedBroadcast {
      return nil
    }
    let (source, pair) = (datagram.sourceEnd, EndpointPair(datagram))
    let found: PairedRow?
    if let reader {
      guard let value = reader.value(0, of: datagram, in: context)?.compared else { return nil }
      let place = values.touch(ValueKey(pair: pair, value: value), default: ValueExchange())
      found = values.change(at: place) { $0.take(datagram, from: source, epoch, restartingAfter: Self.longestWait) }
    } else {
      let place = conversations.touch(pair, default: OrderedExchange(requester: source))
      found = conversations.change(at: place) { $0.take(datagram, from: source, epoch) }
    }
    if let found { counts.add(found) }
    return found
  }
}

/// A request that was seen.
private struct SeenRequest: Sendable {
  var number: UInt64
  /// Its time, in nanoseconds since the Unix epoch; `nil` if it has none.
  var time: Int64?

  init(_ datagram: Datagram) { (number, time) = (datagram.number, datagram.timestamp) }

  /// The nanoseconds until another datagram, at least 0; `nil` where one of the two has no time.
  func delay(until other: Datagram) -> Int64? {
    guard let time, let end = other.timestamp else { return nil }
    let (delay, isOver) = end.subtractingReportingOverflow(time)
    return isOver ? 0 : max(0, delay)
  }

  func isOlder(than limit: Int64, at other: Datagram) -> Bool { delay(until: other).map { $0 > limit } ?? false }
}

/// A conversation in which the side that spoke first asks, and the order says what answers what.
private struct OrderedExchange: Sendable {
  /// The most requests that wait for an answer.
  private static let mostWaiting = 64

  let requester: Endpoint
  private var epoch = 0
  private var waiting: [SeenRequest] = []
  /// The request that was answered last, and the number of its answers.
  private var answered: (request: SeenRequest, answers: Int)?
  private var usual = UsualRoundTrip()

  init(requester: Endpoint) { self.requester = requester }

  /// - Returns: `nil` for an answer to a request that is forgotten.
  mutating func take(_ datagram: Datagram, from source: Endpoint, _ epoch: Int) -> PairedRow? {
    if epoch != self.epoch { (self.epoch, waiting, answered) = (epoch, [], nil) }
    if source == requester {
      if waiting.count == Self.mostWaiting { waiting.removeFirst() }
      waiting.append(SeenRequest(datagram))
      return .request
    }
    if let row = datagram.transmitID?.answeredRow {
      // A rule's answer names its request; those before it may still be answered.
      if let place = waiting.firstIndex(where: { $0.number == row }) { answered = (waiting.remove(at: place), 0) }
      guard let (request, answers) = answered, request.number == row else { return nil }
      answered?.answers = answers + 1
      return .answer(to: row, ordinal: answers + 1, roundTrip: request.delay(until: datagram))
    }
    if let place = placeAnswered(by: datagram) {
      if place == waiting.count - 1, let roundTrip = waiting[place].delay(until: datagram) { usual.learn(roundTrip) }
      answered = (waiting[place], 0)
      waiting.removeFirst(place + 1)
    }
    guard let (request, answers) = answered else { return nil }
    answered?.answers = answers + 1
    return .answer(to: request.number, ordinal: answers + 1, roundTrip: request.delay(until: datagram))
  }
}

extension OrderedExchange {
  /// The request that an answer belongs to: the oldest one. But a lost request would move every answer after it, so one
  /// that has waited too long is given up as soon as a later one can be meant, and so is one where a later one has waited
  /// just as long as usual.
  private func placeAnswered(by datagram: Datagram) -> Int? {
    let last = waiting.count - 1
    guard last > 0 else { return last == 0 ? 0 : nil }
    let ages = waiting.map { $0.delay(until: datagram) ?? 0 }
    if usual.isUnknown {
      // Of two that wait, the first one was lost where the answer follows the second one by less than half of the time
      // between them.
      if last == 1, ages[1] < PairingRule.patience, ages[1] < (ages[0] - ages[1]) / 2 { return 1 }
      return ages.firstIndex { $0 <= PairingRule.patience } ?? last
    }
    let first = ages.firstIndex { $0 <= usual.limit } ?? ages.firstIndex { $0 <= PairingRule.patience } ?? last
    return ages.indices[first...].dropFirst().reduce(first) { usual.prefers(ages[$1], to: ages[$0]) ? $1 : $0 }
  }
}

/// The datagrams of a conversation with the same value.
private struct ValueExchange: Sendable {
  private var requester: Endpoint?
  private var epoch = 0
  private var request: SeenRequest?
  private var answers = 0

  /// - Returns: `nil` for an answer to a request that is forgotten.
  mutating func take(
    _ datagram: Datagram, from source: Endpoint, _ epoch: Int, restartingAfter limit: Int64
  ) -> PairedRow? {
    if epoch != self.epoch { (self.epoch, request) = (epoch, nil) }
    guard let request else { return requester == nil || requester == source ? begin(datagram, from: source) : nil }
    if source == requester {
      guard answers == 0, !request.isOlder(than: PairingRule.patience, at: datagram) else {
        return begin(datagram, from: source)
      }
      return .repetition(of: request.number)
    }
    if request.isOlder(than: limit, at: datagram) { return begin(datagram, from: source) }
    answers += 1
    return .answer(to: request.number, ordinal: answers, roundTrip: request.delay(until: datagram))
  }

  private mutating func begin(_ datagram: Datagram, from source: Endpoint) -> PairedRow {
    (requester, request, answers) = (source, SeenRequest(datagram), 0)
    return .request
  }
}

extension FieldValue {
  /// The value as it is compared: a number is the same number however it was written.
  fileprivate var compared: FieldValue? {
    switch self {
    case .tree: nil
    case .signed, .unsigned, .flag: number.map { .real($0) }
    default: self
    }
  }
}
