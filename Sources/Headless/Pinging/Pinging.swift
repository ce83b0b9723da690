package import Basics
package import CommandCore
package import DisplayFilter
package import PayloadText
package import PeerText
import Plumbing
package import UDPCore

/// Runs `ping`: sends a message again and again, and measures the time until each answer by the kernel's time stamps. The
/// next message leaves when the last one was answered or its time to wait is over, and no sooner than the interval.
package struct Pinging {
  /// Options of a run.
  package struct Options {
    /// The number of messages; `nil` goes on until a signal.
    package var count: Int?
    /// The time between two messages.
    package var interval = TimeSpan(nanoseconds: 1_000_000_000)
    /// The time to wait for an answer.
    package var wait = TimeSpan(nanoseconds: 1_000_000_000)
    /// The filter that an answer has to match; `nil` for any.
    package var expectation: DisplayFilter?
    /// The encoding of answers; `nil` detects it.
    package var encoding: TextEncoding?
    /// The encoding for peers that have only sent ASCII.
    package var undecided = UndecidedEncoding()
    /// The endpoint to send from; `nil` lets the system choose.
    package var from: EndpointArgument?
    /// The hop limit of the messages; `nil` uses the system's.
    package var hopLimit: Int?
    /// Whether each request is printed as a JSON object.
    package var isJSON = false
    /// Whether only the statistics are printed.
    package var isQuiet = false

    /// Creates the defaults: a message a second, until a signal.
    package init() {}
  }

  private let goal: Destination
  private let payloads: any PayloadSource
  private let options: Options
  private let interfaces: InterfaceNames
  private let wait: Int64

  /// Prepares to send the messages of a source to `goal`.
  package init(_ payloads: any PayloadSource, to goal: Destination, _ options: Options, _ interfaces: InterfaceNames) {
    self.payloads = payloads
    self.goal = goal
    self.options = options
    self.interfaces = interfaces
    wait = Int64(clamping: options.wait.nanoseconds)
  }

  /// Sends and measures, until the count is reached or a signal asks for the end.
  /// - Throws: the exit status, unless it is 0.
  package func run(_ console: Console) throws {
    if let warning = Converters.warning(needed: options.encoding) { console.say(warning) }
    var run = PingRun(
      exchange: try start(), goal: goal, tally: PingTally(wait: wait),
      texts: PeerTexts(encodingForAll: options.encoding, undecided: options.undecided),
      judge: options.expectation.map { FilterJudge($0) },
      lines: PingLines(
        console: console, interfaces: interfaces, wait: options.wait, isJSON: options.isJSON,
        isQuiet: options.isQuiet))
    do {
      var next = SystemClock.monotonic
      while options.count.map({ run.tried < $0 }) ?? true {
        if run.tried > 0, try run.receive(until: next, isDone: { _ in false }) { break }
        let payload = try self.payload()
        try run.send(payload)
        if let refusal = run.refusal { throw CommandFailure(refusal) }
        if try run.receive(until: SystemClock.monotonic + wait, isDone: { $0.isSettled }) { break }
        try run.expire()
        next = max(next + Int64(clamping: options.interval.nanoseconds), SystemClock.monotonic)
      }
      try run.end()
      try run.lines.finish(run.tally, goal.peer.text(interfaces))
    } catch let problem as StandardOutput.Problem {
      if let lost = problem.lost { throw lost }
      return
    }
    try judge(run)
  }

  private func payload() throws -> [UInt8] {
    try payloads.restart()
    guard case .payload(let payload) = try payloads.next() else { throw CommandFailure(payloads.emptyExplanation) }
    return payload
  }

  private func start() throws(CommandFailure) -> DrivenReceiver {
    var reception = ReceiveOptions()
    reception.memory = 16 << 20
    // Joined datagrams share one time stamp.
    reception.joinsDatagrams = false
    do {
      let set = try SocketSet(sendingTo: goal.peer, from: options.from, options: reception, interfaces: interfaces)
      for socket in set.sockets { try socket.setSending(hopLimit: options.hopLimit, by: goal.interface) }
      return try DrivenReceiver(sockets: set.sockets, options: reception)
    } catch {
      throw CommandFailure(Phrase(error))
    }
  }

  /// Throws the exit status of a ping that nobody answered.
  private func judge(_ run: PingRun) throws {
    let tally = run.tally
    let target = goal.peer.text(interfaces)
    if tally.answered + tally.late > 0 { return }
    if let refused = run.lastRefusal, tally.sent == 0 {
      throw CommandFailure("cannot send to \(target): \(refused.reason)")
    }
    if let failure = run.lastFailure { throw CommandFailure("\(target): \(failure.explanation)", .unreachable) }
    if run.mismatches > 0, let expectation = options.expectation {
      throw CommandFailure("no answer from \(target) matches \(expectation.source)", .untilNotMet)
    }
    if tally.lost > 0 { throw CommandFailure("no answer from \(target) within \(options.wait)", .noAnswer) }
  }
}
