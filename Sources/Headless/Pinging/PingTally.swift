import Basics
import UDPCore

/// A message of a ping, and what became of it.
struct PingRequest {
  /// The number of the message, from 1.
  let number: Int
  let payload: [UInt8]
  /// The time at which it left, in nanoseconds since the Unix epoch.
  var sent: Int64
  /// Whether the kernel said so; otherwise it is the time of the call.
  var isStamped = false
  var answer: Datagram?
  var failure: TransmitFailure?

  /// The time until the answer arrived, in nanoseconds.
  var roundTrip: Int64? { answer.map { max(0, $0.time - sent) } }
}

/// What a datagram means to a ping.
enum PingEvent {
  /// The answer to the last request.
  case answered(PingRequest)
  /// An answer after the time to wait.
  case late(PingRequest)
  /// The answer that was taken for that of the last request is the late one of the request before.
  case corrected(late: PingRequest, PingRequest)
  /// One more answer to the last request.
  case another(PingRequest, Datagram)
  /// An error of the network.
  case failed(PingRequest)
}

/// The requests of a ping and their answers. Only one request waits at a time, so an answer belongs to the last one; two
/// things tell that it is a late one to the request before: it repeats that one's bytes, or another answer follows.
struct PingTally {
  /// The time to wait for an answer, in nanoseconds.
  let wait: Int64
  private(set) var last: PingRequest?
  /// The request before, while it has neither an answer nor an error.
  private var missed: PingRequest?
  /// The requests about which all is known, in their order, until they are taken.
  private var done: [PingRequest] = []

  private(set) var sent = 0
  private(set) var answered = 0
  private(set) var late = 0
  private(set) var failed = 0
  private(set) var lost = 0
  /// Answers beyond the first.
  private(set) var further = 0
  /// Requests that this host refused to send.
  var refused = 0
  /// Requests whose time of leaving the kernel gave.
  private(set) var stamped = 0
  /// The round trips of those answered in time, in steps of 0.1 %.
  private(set) var times = TimeHistogram(fineBits: 10)
  private(set) var least = Int64.max
  private(set) var most: Int64 = 0

  init(wait: Int64) { self.wait = wait }

  /// Begins to wait for the answer to a request that left.
  mutating func begin(_ request: PingRequest) {
    close()
    last = request
  }

  /// Sets the time at which the last request left, as the kernel says.
  mutating func stamp(_ time: Int64) {
    guard let last, time >= last.sent, time <= last.answer?.time ?? .max else { return }
    self.last?.sent = time
    self.last?.isStamped = true
  }

  /// Whether the last request waits for nothing any more.
  var isSettled: Bool { last.map { $0.answer != nil || $0.failure != nil } ?? true }

  /// Takes an answer; `nil` before the first request.
  mutating func take(_ answer: Datagram) -> PingEvent? {
    guard let request = last else { return nil }
    if let missed, Self.repeats(answer, missed), !Self.repeats(answer, request) { return close(missed, by: answer) }
    if request.answer == nil {
      last?.answer = answer
      last?.failure = nil
      return last.map { isLate($0) ? .late($0) : .answered($0) }
    }
    // An answer that repeats its request is no late one to the request before.
    if let missed, let before = request.answer, !Self.repeats(before, request) {
      last?.answer = answer
      guard case .late(let corrected) = close(missed, by: before), let last else { return nil }
      return .corrected(late: corrected, last)
    }
    further += 1
    return .another(request, answer)
  }

  private mutating func close(_ request: PingRequest, by answer: Datagram) -> PingEvent {
    var request = request
    request.answer = answer
    missed = nil
    add(request)
    return .late(request)
  }

  /// Takes an error of the network.
  mutating func take(_ failure: TransmitFailure) -> PingEvent? {
    guard let request = last, request.answer == nil, request.failure == nil else { return nil }
    last?.failure = failure
    return last.map { .failed($0) }
  }

  /// Ends the waiting for answers.
  /// - Parameter isInterrupted: whether the last request may still be answered; it then counts for nothing.
  mutating func end(isInterrupted: Bool) {
    if isInterrupted, !isSettled { last = nil }
    close()
    if let missed { add(missed) }
    missed = nil
  }

  /// Removes and returns the requests about which all is known.
  mutating func takeDone() -> [PingRequest] {
    defer { done = [] }
    return done
  }

  func isLate(_ request: PingRequest) -> Bool { request.roundTrip.map { $0 > wait } ?? false }

  private mutating func close() {
    guard let request = last else { return }
    last = nil
    if let missed { add(missed) }
    missed = nil
    if request.answer == nil, request.failure == nil { missed = request } else { add(request) }
  }

  private mutating func add(_ request: PingRequest) {
    done.append(request)
    sent += 1
    if request.isStamped { stamped += 1 }
    guard let time = request.roundTrip else {
      if request.failure == nil { lost += 1 } else { failed += 1 }
      return
    }
    if time > wait { return late += 1 }
    answered += 1
    times.add(time)
    least = min(least, time)
    most = max(most, time)
  }

  /// Whether an answer contains all bytes of a request.
  private static func repeats(_ answer: Datagram, _ request: PingRequest) -> Bool {
    let (bytes, wanted) = (answer.payload, request.payload)
    guard wanted.count > 1, bytes.count >= wanted.count else { return false }
    return (0...bytes.count - wanted.count).contains { bytes[$0..<$0 + wanted.count].elementsEqual(wanted) }
  }

  /// The share of lost requests, in percent.
  var lostShare: Double { sent == 0 ? 0 : Double(lost + failed) * 100 / Double(sent) }
}
