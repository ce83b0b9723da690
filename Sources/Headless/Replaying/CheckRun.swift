import Basics
import CommandCore
import Conversation
import Plumbing
import UDPCore

/// The state of a check: sends each request when it is due and the client has its answers, and collects what comes.
struct CheckRun {
  /// The result of one request.
  struct Result {
    /// Whether it was sent.
    var isSent = false
    /// The answers that came.
    var answers: [PeerMessage] = []
    /// The nanoseconds from the request to its last answer, or to the end of waiting.
    var duration: Int64 = 0
    /// The error that came instead; `nil` for none.
    var failure: TransmitFailure?
  }

  /// A client, or several that share a socket.
  private struct Lane {
    var exchanges: [Int] = []
    var position = 0
    /// The request that waits for answers.
    var open: (exchange: Int, start: Int64, deadline: Int64)?
  }

  /// The time from the start to the first request, and that for answers nobody expects, in nanoseconds.
  private static let (lead, rest): (Int64, Int64) = (5_000_000, 200_000_000)
  /// The longest delay of an answer that is waited for, in nanoseconds.
  private static let longest: Int64 = 86_400_000_000_000

  /// The results, one for each exchange of the device.
  private(set) var results: [Result]

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
    lanes = sockets.sockets.map { _ in Lane() }
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
  func stop() {
    progress.clear()
    receiver.stop()
  }

  /// Closes requests that have their answers or waited long enough, and sends those that are due.
  /// - Returns: the time of the next thing to do.
  private mutating func advance() throws(CommandFailure) -> Int64 {
    var wake = Int64.max
    for index in lanes.indices {
      while true {
        let now = SystemClock.monotonic
        if let open = lanes[index].open {
          guard isOver(open, now) else {
            wake = min(wake, open.deadline)
            break
          }
          results[open.exchange].duration = now - open.start
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

  private func isOver(_ open: (exchange: Int, start: Int64, deadline: Int64), _ now: Int64) -> Bool {
    let result = results[open.exchange]
    return now >= open.deadline || result.failure != nil
      || result.answers.count >= device.exchanges[open.exchange].answers.count
  }

  private mutating func send(_ place: Int, _ index: Int, _ now: Int64) throws(CommandFailure) {
    let exchange = device.exchanges[place]
    let delay = Double(min(exchange.answers.last?.delay ?? 0, Self.longest)) / min(speed, 1)
    let deadline = now.addingReportingOverflow(Int64(min(delay, 9e17))).partialValue &+ patience
    do throws(TransmitRefusal) {
      try receiver.send(
        TransmitRequest(
          to: goal.peer, by: sockets.path(index), payload: exchange.request.bytes, interface: goal.interface))
    } catch {
      throw CommandFailure(error.phrase)
    }
    results[place].isSent = true
    lanes[index].open = (place, now, deadline)
  }

  private mutating func readRows() {
    let snapshot = receiver.log.snapshot()
    next = max(next, snapshot.firstNumber)
    while next < snapshot.endNumber {
      defer { next += 1 }
      guard let datagram = snapshot[next], Int(datagram.local.socket) < lanes.count else { continue }
      let lane = lanes[Int(datagram.local.socket)]
      // What comes late is noted with the request before.
      guard let place = lane.open?.exchange ?? lane.exchanges[..<lane.position].last else { continue }
      switch datagram.kind {
      case .outgoing: break
      case .failure: results[place].failure = datagram.failure
      case .incoming:
        results[place].answers.append(
          device.reader.message(of: datagram, from: device.endpoint, to: device.exchanges[place].client))
      }
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
