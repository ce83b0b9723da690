import Basics
import CommandCore
import DisplayFilter
import PeerText
import Plumbing
import UDPCore

/// A ping while it runs.
struct PingRun {
  let exchange: DrivenReceiver
  let goal: Destination
  var tally: PingTally
  var texts: PeerTexts
  var judge: FilterJudge?
  let lines: PingLines
  /// The messages that were tried to send.
  private(set) var tried = 0
  /// The reason why nothing more can be sent.
  private(set) var refusal: Phrase?
  private(set) var lastRefusal: TransmitFailure?
  private(set) var lastFailure: TransmitFailure?
  /// The answers that do not match the filter.
  private(set) var mismatches = 0
  /// Those before the last request.
  private var knownMismatches = 0
  private var isInterrupted = false
  /// Whether the kernel says when messages leave.
  private var hasStamps: Bool
  /// The number of the next message among those that it stamps.
  private var nextStamp: UInt32 = 0
  /// The next row to read.
  private var next: UInt64 = 1

  init(
    exchange: DrivenReceiver, goal: Destination, tally: PingTally, texts: PeerTexts, judge: FilterJudge?,
    lines: PingLines
  ) {
    self.exchange = exchange
    self.goal = goal
    self.tally = tally
    self.texts = texts
    self.judge = judge
    self.lines = lines
    hasStamps = exchange.stampTransmits()
  }

  /// Sends a message.
  mutating func send(_ payload: [UInt8]) throws(StandardOutput.Problem) {
    tried += 1
    let id = TransmitID(UInt64(tried))
    let request = TransmitRequest(to: goal.peer, by: nil, payload: payload, interface: goal.interface, id: id)
    // What came before belongs to the request before.
    try read()
    takeStamp()
    do throws(TransmitRefusal) { try exchange.send(request) } catch { return refusal = error.phrase }
    let snapshot = exchange.receiver.log.snapshot()
    for number in next..<snapshot.endNumber {
      guard let row = snapshot[number], row.transmitID == id else { continue }
      if row.kind == .outgoing {
        nextStamp += 1
        knownMismatches = mismatches
        tally.begin(PingRequest(number: tried, payload: payload, sent: row.time))
        try lines.show(tally.takeDone(), tally, texts)
        return
      }
      guard let failure = row.failure else { continue }
      tally.refused += 1
      lastRefusal = failure
      try lines.showRefusal(of: tried, failure)
      // A datagram that was refused may have used up a number.
      hasStamps = exchange.stampTransmits()
      nextStamp = 0
      return
    }
  }

  /// Reads what arrives until a time, or until `isDone`.
  /// - Returns: whether a signal asked for the end.
  mutating func receive(
    until limit: Int64, isDone: (PingTally) -> Bool
  ) throws(StandardOutput.Problem) -> Bool {
    let signals = lines.console.signals
    while true {
      try read()
      if isDone(tally) { return false }
      if signals.isEndRequested {
        isInterrupted = true
        return true
      }
      if SystemClock.monotonic >= limit { return false }
      exchange.wait(until: limit, or: signals.wake)
      _ = signals.take()
    }
  }

  /// Reads once more what arrived in time, and says so if the last message has no answer.
  mutating func expire() throws(StandardOutput.Problem) {
    if tally.isSettled { return }
    exchange.drain()
    try read()
    if !tally.isSettled, let number = tally.last?.number {
      try lines.showLoss(of: number, others: mismatches - knownMismatches)
    }
  }

  /// Ends the run.
  mutating func end() throws(StandardOutput.Problem) {
    exchange.drain()
    try read()
    tally.end(isInterrupted: isInterrupted)
    try lines.show(tally.takeDone(), tally, texts)
  }

  private mutating func read() throws(StandardOutput.Problem) {
    let snapshot = exchange.receiver.log.snapshot()
    next = max(next, snapshot.firstNumber)
    while next < snapshot.endNumber {
      defer { next += 1 }
      guard let datagram = snapshot[next] else { continue }
      if let event = event(of: datagram) { try lines.show(event, texts) }
    }
  }

  private mutating func event(of datagram: Datagram) -> PingEvent? {
    switch datagram.kind {
    case .outgoing, .alarm: return nil
    case .failure:
      guard let failure = datagram.failure, failure.origin == .network else { return nil }
      lastFailure = failure
      return tally.take(failure)
    case .incoming:
      guard goal.answeringHost.map({ $0 == datagram.peer.address }) ?? true else { return nil }
      texts.observe(datagram)
      if judge != nil {
        let context = FilterContext(texts: texts, now: SystemClock.wall)
        guard (try? judge?.matches(datagram, in: context)) == true else {
          mismatches += 1
          return nil
        }
      }
      takeStamp()
      return tally.take(datagram)
    }
  }

  /// Takes the kernel's time of the last message, which it gave before the answer came.
  private mutating func takeStamp() {
    guard hasStamps, nextStamp > 0, tally.last?.isStamped == false else { return }
    if let time = exchange.takeStamp(nextStamp - 1) { tally.stamp(time) }
  }
}
