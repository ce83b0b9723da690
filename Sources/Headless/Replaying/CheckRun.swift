import Basics
import CommandCore
import Conversation
import Plumbing
import UDPCore

/// The state of a check: sends each request when it is due and the client has its answers, and collects what comes.
struct CheckRun {
  /// The result of one request.
  struct Result {
    /// How far it came.
    enum Progress {
      case unsent
      /// It was sent, and its answers were waited for when the check was stopped.
      case waiting
      /// Its answers came, or were waited for long enough.
      case over
    }

    var progress = Progress.unsent
    /// What came; `nil` if it was not sent.
    var outcome: AnswerMatching.Outcome?
    /// The time of its row in the log, in nanoseconds since the Unix epoch.
    var sentAt: Int64 = 0
    /// The nanoseconds after which an answer is late.
    var allowance: Int64 = 0
    /// The nanoseconds from the request to its last answer, or to the end of waiting.
    var duration: Int64 = 0
    /// The error that came instead; `nil` for none.
    var failure: TransmitFailure?
  }

  /// A client, or several that share a socket.
  private struct Lane {
    var matching: AnswerMatching
    var exchanges: [Int] = []
    var position = 0
    /// The request that waits for answers.
    var open: (exchange: Int, start: Int64, deadline: Int64)?
  }

  /// The time from the start to the first request, and that for answers nobody expects, in nanoseconds.
  private static let (lead, rest): (Int64, Int64) = (5_000_000, 200_000_000)
  /// The longest delay of an answer that is waited for, in nanoseconds.
  private static let longest: Int64 = 86_400_000_000_000

  /// The results so far, one for each exchange of the device, without what came.
  private var results: [Result]

  private let device: RecordedDevice
  private var sockets: PeerSockets
  private let goal: Destination
  private let receiver: Receiver
  private let signals: SignalRelay
  private let patience: Int64
  private let speed: Double
  private let dues: [Int64]
  private var lanes: [Lane]
  private var progress: ReplayProgress
  private var next: UInt64 = 1
  private var finished = 0

  init(
    _ device: RecordedDevice, _ sockets: PeerSockets, _ goal: Destination, _ options: Checking.Options, memory: Int,
    _ console: Console
  ) throws(CommandFailure) {
    self.device = device
    self.sockets = sockets
    self.goal = goal
    signals = console.signals
    patience = Int64(clamping: options.patience.nanoseconds)
    if case .speed(let factor) = options.pace { speed = factor } else { speed = 1 }
    results = device.exchanges.map { _ in Result() }
    progress = ReplayProgress(total: device.exchanges.count, console)
    var receiving = ReceiveOptions()
    receiving.memory = memory
    do throws(SystemError) { receiver = try Receiver(sockets: sockets.sockets, options: receiving) } catch {
      throw CommandFailure(Phrase(error))
    }
    var pace = ReplayPace(options.pace, start: SystemClock.monotonic + Self.lead)
    dues = device.exchanges.map { pace.due($0.request.time) }
    lanes = sockets.sockets.map { _ in Lane(matching: AnswerMatching(device, options.match)) }
    for (place, exchange) in device.exchanges.enumerated() {
      lanes[self.sockets.index(of: exchange.client)].exchanges.append(place)
    }
  }

  /// Sends all requests.
  /// - Returns: whether the end was reached before a signal.
  mutating func run() throws(CommandFailure) -> Bool {
    while finished < results.count {
      receiver.changes.arm()
      readRows()
      let wake = try advance()
      progress.show(finished)
      if finished < results.count, !wait(until: min(wake, progress.nextTime)) { return false }
    }
    let limit = SystemClock.monotonic + min(patience, Self.rest)
    while SystemClock.monotonic < limit {
      receiver.changes.arm()
      readRows()
      if !wait(until: limit) { return false }
    }
    readRows()
    return true
  }

  /// Ends reception.
  /// - Returns: the results, one for each exchange of the device.
  mutating func stop() -> [Result] {
    progress.clear()
    receiver.stop()
    // A signal may have come between a request and its row.
    readRows()
    var results = results
    for lane in lanes {
      for (exchange, outcome) in lane.matching.outcomes() { results[exchange].outcome = outcome }
    }
    return results
  }

  /// Closes requests that have their answers or waited long enough, and sends those that are due.
  /// - Returns: the time of the next thing to do.
  private mutating func advance() throws(CommandFailure) -> Int64 {
    var wake = Int64.max
    for index in lanes.indices {
      while true {
        let now = SystemClock.monotonic
        if let open = lanes[index].open {
          guard isOver(open, lanes[index], now) else {
            wake = min(wake, open.deadline)
            break
          }
          results[open.exchange].duration = now - open.start
          results[open.exchange].progress = .over
          lanes[index].open = nil
          lanes[index].position += 1
          finished += 1
        }
        guard lanes[index].position < lanes[index].exchanges.count else { break }
        let exchange = lanes[index].exchanges[lanes[index].position]
        guard now >= dues[exchange] else {
          wake = min(wake, dues[exchange])
          break
        }
        try send(exchange, index, now)
      }
    }
    return wake
  }

  private func isOver(
    _ open: (exchange: Int, start: Int64, deadline: Int64), _ lane: Lane, _ now: Int64
  ) -> Bool {
    now >= open.deadline || results[open.exchange].failure != nil || lane.matching.isAnswered(open.exchange)
  }

  private mutating func send(_ place: Int, _ index: Int, _ now: Int64) throws(CommandFailure) {
    let exchange = device.exchanges[place]
    let delay = Double(min(exchange.answers.last?.delay ?? 0, Self.longest)) / min(speed, 1)
    let allowance = Int64(min(delay, 9e17)).addingReportingOverflow(patience)
    results[place].allowance = allowance.overflow ? .max : allowance.partialValue
    let deadline = now.addingReportingOverflow(results[place].allowance)
    do throws(TransmitRefusal) {
      try receiver.send(
        TransmitRequest(
          to: goal.peer, by: sockets.path(index), payload: exchange.request.bytes, interface: goal.interface,
          id: TransmitID(UInt64(place) + 1)))
    } catch {
      throw CommandFailure(error.phrase)
    }
    lanes[index].open = (place, now, deadline.overflow ? .max : deadline.partialValue)
  }

  private mutating func readRows() {
    let snapshot = receiver.log.snapshot()
    next = max(next, snapshot.firstNumber)
    while next < snapshot.endNumber {
      defer { next += 1 }
      guard let datagram = snapshot[next], Int(datagram.local.socket) < lanes.count else { continue }
      read(datagram, Int(datagram.local.socket))
    }
  }

  private mutating func read(_ datagram: Datagram, _ lane: Int) {
    let own = datagram.transmitID.flatMap { Int(exactly: $0.number) }.map { $0 - 1 }
    let last = lanes[lane].open?.exchange ?? lanes[lane].exchanges[..<lanes[lane].position].last
    switch datagram.kind {
    case .outgoing:
      guard let own else { return }
      lanes[lane].matching.send(own, at: datagram.time)
      results[own].sentAt = datagram.time
      if results[own].progress == .unsent { results[own].progress = .waiting }
    case .failure:
      guard let place = own ?? last else { return }
      results[place].failure = datagram.failure
    case .alarm: break
    case .incoming:
      guard let last else { return }
      let message = device.reader.message(of: datagram, from: device.endpoint, to: device.exchanges[last].client)
      lanes[lane].matching.add(message, at: datagram.time)
    }
  }

  private mutating func wait(until limit: Int64) -> Bool {
    var waiting = PollSet()
    let signal = waiting.add(signals.wake)
    let rows = waiting.add(receiver.changes)
    waiting.wait(until: limit)
    if waiting.isReady(rows) { receiver.changes.clear() }
    if waiting.isReady(signal) { _ = signals.take() }
    return !signals.isEndRequested
  }
}
