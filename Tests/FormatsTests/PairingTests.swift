import DisplayFilter
import Formats
import PayloadText
import Testing
import UDPCore

/// Tests which requests and answers belong together.
@Suite struct PairingTests {
  private static let here = Endpoint(IPAddress("192.0.2.9")!, port: 8_080)
  private static let device = Endpoint(IPAddress("192.0.2.1")!, port: 40_000)
  private static let other = Endpoint(IPAddress("192.0.2.2")!, port: 40_000)

  /// A log whose rows are paired as they are added; times are milliseconds.
  private struct Exchange: ~Copyable {
    var writer = LogWriter(limit: 8 << 20)
    var pairing: RequestPairing
    private var count: UInt64 = 0

    init(_ rule: PairingRule = .order, _ formats: [Format] = []) {
      pairing = RequestPairing(rule, FormatBook(formats))
    }

    mutating func add(
      _ kind: DatagramKind, _ milliseconds: Int64, _ payload: [UInt8] = [], peer: Endpoint = device,
      local: LocalPath? = nil, marks: DatagramMarks = DatagramMarks(), failure: TransmitFailure? = nil,
      id: TransmitID? = nil
    ) -> PairedRow? {
      let path = local ?? LocalPath(endpoint: here, replySource: here.address, interface: 0, socket: 0)
      let row = LogWriter.Row(
        kind: kind, time: milliseconds * 1_000_000, size: payload.count, marks: marks, peer: peer, local: path,
        failure: failure)
      unsafe writer.append(row, payload: payload.span.bytes, id: id)
      writer.publish()
      count += 1
      guard let datagram = writer.log.snapshot()[count] else { return nil }
      return pairing.observe(datagram, in: context())
    }
  }

  private static func answer(_ request: UInt64, _ milliseconds: Int64, _ ordinal: Int = 1) -> PairedRow {
    .answer(to: request, ordinal: ordinal, roundTrip: milliseconds * 1_000_000)
  }

  @Test func `the side that spoke first asks, and the other's next datagram answers the oldest request that waits`() {
    var exchange = Exchange()
    #expect(exchange.add(.incoming, 0) == .request)
    #expect(exchange.add(.incoming, 10) == .request)
    #expect(exchange.add(.outgoing, 25) == Self.answer(1, 25))
    #expect(exchange.add(.outgoing, 30) == Self.answer(2, 20))
    #expect(exchange.add(.outgoing, 45) == Self.answer(2, 35, 2))
    #expect(exchange.add(.incoming, 50) == .request)
    #expect(exchange.add(.outgoing, 51) == Self.answer(6, 1))
    let counts = exchange.pairing.counts
    #expect((counts.requests, counts.answered, counts.further, counts.unanswered) == (3, 3, 1, 0))
    #expect(counts.roundTrips?.least == 1_000_000 && counts.roundTrips?.most == 25_000_000)
  }

  @Test func `the answer of a rule belongs to the row that it answers, whatever waits before that`() {
    var exchange = Exchange()
    let rule = { (row: UInt64) in TransmitID(RuleNumber(0), answering: row) }
    #expect(exchange.add(.incoming, 0) == .request)
    #expect(exchange.add(.outgoing, 1, id: rule(1)) == Self.answer(1, 1))
    #expect(exchange.add(.incoming, 200) == .request)
    #expect(exchange.add(.incoming, 400) == .request)
    #expect(exchange.add(.outgoing, 401, id: rule(4)) == Self.answer(4, 1))
    #expect(exchange.add(.outgoing, 901, id: rule(4)) == Self.answer(4, 501, 2))
    #expect(exchange.pairing.counts.unanswered == 1 && exchange.pairing.counts.roundTrips?.most == 1_000_000)
    // A person may still answer the other one.
    #expect(exchange.add(.outgoing, 950) == Self.answer(3, 750))
  }

  @Test func `each peer has requests of its own, and so has each side that asks`() {
    var exchange = Exchange()
    #expect(exchange.add(.outgoing, 0) == .request)
    #expect(exchange.add(.incoming, 1, peer: Self.other) == .request)
    #expect(exchange.add(.incoming, 2) == Self.answer(1, 2))
    #expect(exchange.add(.outgoing, 3, peer: Self.other) == Self.answer(2, 2))
  }

  @Test func `a request that has waited for two seconds is given up when a later one is answered`() {
    var exchange = Exchange()
    #expect(exchange.add(.outgoing, 0) == .request)
    #expect(exchange.add(.outgoing, 2_500) == .request)
    #expect(exchange.add(.incoming, 2_510) == Self.answer(2, 10))
    #expect(exchange.pairing.counts.unanswered == 1)
    // A late answer still belongs to the only request.
    #expect(exchange.add(.outgoing, 10_000) == .request)
    #expect(exchange.add(.incoming, 13_000) == Self.answer(4, 3_000))
  }

  @Test func `a request that is never answered moves no later answer`() {
    var exchange = Exchange()
    for step in 0..<6 as Range<Int64> {
      #expect(exchange.add(.outgoing, step * 500) == .request)
      #expect(exchange.add(.incoming, step * 500 + 10) == Self.answer(UInt64(step) * 2 + 1, 10))
    }
    #expect(exchange.add(.outgoing, 3_000) == .request)
    for step in 0..<6 as Range<Int64> {
      #expect(exchange.add(.outgoing, 3_500 + step * 500) == .request)
      #expect(exchange.add(.incoming, 3_510 + step * 500) == Self.answer(UInt64(step) * 2 + 14, 10))
    }
    #expect(exchange.pairing.counts.unanswered == 1)
  }

  @Test func `the first request of all may be the one that is never answered`() {
    var exchange = Exchange()
    #expect(exchange.add(.outgoing, 0) == .request)
    for step in 0..<4 as Range<Int64> {
      #expect(exchange.add(.outgoing, 1_000 * (step + 1)) == .request)
      #expect(exchange.add(.incoming, 1_000 * (step + 1) + 10) == Self.answer(UInt64(step) * 2 + 2, 10))
    }
  }

  /// Requests every `interval` milliseconds, answered after `delay`, but for some; the requests of the answers.
  private func answered(_ count: Int, every interval: Int64, after delay: Int64, lost: Set<Int>) -> [Bool] {
    var exchange = Exchange()
    var events: [(time: Int64, request: Int?)] = []
    for number in 0..<count {
      events.append((Int64(number) * interval, nil))
      // Answers do not come at the very same distance.
      if !lost.contains(number) { events.append((Int64(number) * interval + delay + Int64(number % 3), number)) }
    }
    var (row, rows, results): (UInt64, [UInt64], [Bool]) = (0, [], [])
    for event in events.sorted(by: { ($0.time, $0.request ?? .max) < ($1.time, $1.request ?? .max) }) {
      row += 1
      guard let request = event.request else {
        _ = exchange.add(.outgoing, event.time)
        rows.append(row)
        continue
      }
      guard case .answer(let to, _, _)? = exchange.add(.incoming, event.time) else { continue }
      results.append(to == rows[request])
    }
    return results
  }

  private static let losses: [(interval: Int64, delay: Int64, lost: Set<Int>)] = [
    (1_000, 300, [50]), (1_000, 300, [0]), (100, 20, [0]), (1_000, 300, [50, 51, 52]),
    (500, 10, [7]),
    (2_500, 1_000, [3, 9]), (100, 640, []), (50, 20, [10, 11, 40]), (20, 5, Set(stride(from: 3, to: 100, by: 7))),
  ]

  @Test(arguments: losses)
  func `lost requests move no answer, however often is asked and however long the way is`(
    interval: Int64, delay: Int64, lost: Set<Int>
  ) {
    let results = answered(100, every: interval, after: delay, lost: lost)
    #expect(results.count == 100 - lost.count && results.allSatisfy { $0 }, "\(results.count { !$0 })")
  }

  @Test func `times that are centuries apart are no trap`() {
    var exchange = Exchange()
    #expect(exchange.add(.outgoing, 0) == .request)
    #expect(exchange.add(.incoming, 9_200_000_000_000) != nil)
    // What was learned is now used.
    for time in [0, 1, 2] as [Int64] { #expect(exchange.add(.outgoing, time) == .request) }
    #expect(exchange.add(.incoming, 3) == Self.answer(3, 3))
  }

  @Test func `a device that stops for a while and then answers all is not taken for one that lost requests`() {
    var exchange = Exchange()
    for step in 0..<6 as Range<Int64> {
      #expect(exchange.add(.outgoing, step * 100) == .request)
      #expect(exchange.add(.incoming, step * 100 + 20) == Self.answer(UInt64(step) * 2 + 1, 20))
    }
    for step in 0..<5 as Range<Int64> { #expect(exchange.add(.outgoing, 1_000 + step * 10) == .request) }
    for step in 0..<5 as Range<Int64> {
      #expect(exchange.add(.incoming, 1_120 + step) == Self.answer(UInt64(13 + step), 120 + step - step * 10))
    }
  }

  @Test func `a slow way over which several requests travel at once keeps the order`() {
    var exchange = Exchange()
    // A satellite: 600 ms there and back, a request every 100 ms.
    var requests: [UInt64] = []
    var number: UInt64 = 0
    for step in 0..<40 as Range<Int64> {
      #expect(exchange.add(.outgoing, step * 100) == .request)
      number += 1
      requests.append(number)
      guard step >= 6 else { continue }
      #expect(exchange.add(.incoming, step * 100 + 40) == Self.answer(requests.removeFirst(), 640))
      number += 1
    }
  }

  @Test func `failures have no part, nor what is sent to a group; what came for a group is answered from an address`() {
    var exchange = Exchange()
    let group = Endpoint(IPAddress("239.1.1.1")!, port: 8_080)
    let path = LocalPath(endpoint: group, replySource: Self.here.address, interface: 2, socket: 0)
    #expect(exchange.add(.failure, 0, failure: TransmitFailure(origin: .network, code: 111)) == nil)
    #expect(exchange.add(.outgoing, 1, peer: group) == nil)
    #expect(exchange.add(.incoming, 2, local: path) == .request)
    #expect(exchange.add(.outgoing, 4) == Self.answer(3, 2))
  }

  @Test func `the datagrams of a file between two others are paired by who sent them`() {
    var exchange = Exchange()
    let back = LocalPath(endpoint: Self.device, replySource: Self.device.address, interface: 0, socket: 0)
    #expect(exchange.add(.incoming, 0) == .request)
    #expect(exchange.add(.incoming, 7, peer: Self.here, local: back) == Self.answer(1, 7))
  }

  @Test func `a datagram without a time has an answer, but no round trip`() {
    var exchange = Exchange()
    #expect(exchange.add(.incoming, 0, marks: .timeless) == .request)
    #expect(exchange.add(.outgoing, 5) == .answer(to: 1, ordinal: 1, roundTrip: nil))
    #expect(exchange.pairing.counts.answered == 1 && exchange.pairing.counts.roundTrips == nil)
  }

  @Test func `by a field, answers find their requests in any order, and what asks again is no new request`() throws {
    let format = try format("struct = \"> H:seq B:kind\"\nports = [8080]")
    let book = FormatBook([format])
    let rule = try #require(PairingRule("SEQ", book))
    #expect(rule == .field("seq") && PairingRule("order", book) == .order && PairingRule("nothing", book) == nil)
    var exchange = Exchange(rule, [format])
    for number in 1...3 { #expect(exchange.add(.outgoing, Int64(number), [0, UInt8(number), 1]) == .request) }
    #expect(exchange.add(.outgoing, 10, [0, 2, 1]) == .repetition(of: 2))
    #expect(exchange.add(.incoming, 11, [0, 3, 2]) == Self.answer(3, 8))
    #expect(exchange.add(.incoming, 12, [0, 1, 2]) == Self.answer(1, 11))
    #expect(exchange.add(.incoming, 14, [0, 2, 2]) == Self.answer(2, 12))
    #expect(exchange.add(.incoming, 15, [0, 2, 2]) == Self.answer(2, 13, 2))
    // The number comes round again.
    #expect(exchange.add(.outgoing, 9_000, [0, 1, 1]) == .request)
    #expect(exchange.add(.incoming, 9_004, [0, 1, 2]) == Self.answer(9, 4))
    #expect(exchange.add(.incoming, 9_005, [1]) == nil)
    let counts = exchange.pairing.counts
    #expect((counts.requests, counts.answered, counts.further) == (4, 4, 1))
  }

  @Test func `when rows were passed over, what was open before has no answer, but who asks stays known`() {
    var exchange = Exchange()
    #expect(exchange.add(.outgoing, 0) == .request)
    exchange.pairing.forgetOpen()
    #expect(exchange.add(.incoming, 1) == nil)
    #expect(exchange.add(.outgoing, 2) == .request)
    #expect(exchange.add(.incoming, 3) == Self.answer(3, 1))
  }
}
