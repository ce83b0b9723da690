package import Basics
import CaptureFile
package import CommandCore
import Plumbing
import Templates
package import UDPCore

/// Runs `send` with a rate: sends one message again and again, on a schedule, to one or several destinations, and
/// counts what became of it. It receives nothing.
package struct Generating {
  /// Options of a run; by default it sends one message to each destination.
  package struct Options {
    /// The messages a second, to each destination.
    package var rate = MessageRate.perSecond(1)
    /// The number of messages to each destination.
    package var repeats = Repetition.times(1)
    /// The time after which no more messages are due; `nil` does not end the run.
    package var duration: TimeSpan?
    /// The endpoint to send from; `nil` lets the system choose.
    package var from: EndpointArgument?
    /// The hop limit of the datagrams; `nil` uses the system's.
    package var hopLimit: Int?

    /// Creates the defaults: one message to each destination.
    package init() {}
  }

  /// The shortest sleep in nanoseconds, so that at high rates several messages are due at once.
  private static let shortestSleep: Int64 = 250_000
  /// The delay in nanoseconds from which a datagram counts as late.
  private static let tolerance: Int64 = 1_000_000
  /// The time after the end of a duration in nanoseconds in which what was due before it is still sent.
  private static let grace: Int64 = 100_000_000
  /// The time to wait for network errors after the last datagram, in nanoseconds.
  private static let patience: Int64 = 100_000_000
  /// The pause in nanoseconds after this host refused a datagram.
  private static let pause: Int64 = 1_000_000

  private let message: GeneratedMessage
  private let goals: [Destination]
  private let options: Options
  private let interfaces: InterfaceNames

  /// Prepares to send a message to `goals`.
  package init(
    _ message: GeneratedMessage, to goals: [Destination], _ options: Options, _ interfaces: InterfaceNames
  ) {
    self.message = message
    self.goals = goals
    self.options = options
    self.interfaces = interfaces
  }

  /// Sends until the number or the duration is reached, or a signal asks for the end, and reports.
  /// - Throws: the exit status, unless it is 0.
  package func run(_ console: Console) throws {
    var streams: [MessageStream] = []
    do throws(TemplateError) {
      for (index, goal) in goals.enumerated() {
        streams.append(try MessageStream(message, to: goal.peer, index: index))
      }
    } catch {
      throw CommandFailure("bad message: \(error)", .usage)
    }
    let transmitter = try transmitter()
    let start = SystemClock.monotonic
    let pace = GeneratorPace(options.rate, start: start)
    var progress = GeneratorProgress(console, start: start)
    var round = Round(made: 0, total: total(pace, start))
    var problem: Phrase?
    while !console.signals.isEndRequested, !isOver(round, start) {
      let now = SystemClock.monotonic
      progress.show(transmitter.counts, late: round.late, now)
      round.due = min(pace.count(by: now) ?? .max, round.total)
      guard round.made < round.due else {
        wait(until: min(max(pace.due(round.made), now + Self.shortestSleep), progress.nextTime), console)
        transmitter.readErrors()
        continue
      }
      let count = min(round.due - round.made, max(1, BatchTransmitter.capacity / goals.count))
      if let onTime = pace.count(by: now - Self.tolerance) {
        round.late += min(max(0, onTime - round.made), count) * goals.count
      }
      let unsent = transmitter.counts.unsent
      do throws(TemplateError) { try send(count, of: &streams, by: transmitter, console) } catch {
        problem = "bad message: \(error)"
        break
      }
      round.made += count
      transmitter.readErrors()
      if transmitter.counts.unsent > unsent {
        // An address that cannot be sent to at all is a mistake; an interface that is down may come back.
        if transmitter.counts.sent == 0 { break }
        wait(until: SystemClock.monotonic + Self.pause, console)
      }
    }
    let elapsed = SystemClock.monotonic - start
    if !console.signals.isEndRequested { transmitter.readErrors(within: Self.patience) }
    progress.clear()
    let rates = Rates(transmitter.counts, late: round.late, in: max(Double(elapsed), pace.length(of: round.made)))
    try end(transmitter.counts, rates, elapsed, problem, console)
  }

  /// The state of a run, in messages to each destination.
  private struct Round {
    /// The messages sent or refused so far.
    var made: Int
    /// The messages to send in all.
    let total: Int
    /// The messages that are due.
    var due = 0
    /// The datagrams that left late.
    var late = 0
  }

  /// The number of messages to each destination: what was asked for, and what is due in the duration.
  private func total(_ pace: GeneratorPace, _ start: Int64) -> Int {
    let asked = options.repeats.total(of: 1) ?? .max
    guard let duration = options.duration, let count = pace.count(by: start + Int64(clamping: duration.nanoseconds) - 1)
    else { return asked }
    return min(asked, count)
  }

  private func isOver(_ round: Round, _ start: Int64) -> Bool {
    if round.made >= round.total { return true }
    guard let duration = options.duration else { return false }
    let grace = options.rate == .top ? 0 : Self.grace
    return SystemClock.monotonic - start >= Int64(clamping: duration.nanoseconds) + grace
  }

  private func transmitter() throws(CommandFailure) -> BatchTransmitter {
    var sockets: [BoundSocket] = []
    do {
      for goal in goals where !sockets.contains(where: { $0.family == goal.peer.address.family }) {
        let set = try SocketSet(
          sendingTo: goal.peer, from: options.from, options: ReceiveOptions(), interfaces: interfaces)
        for socket in set.sockets { try socket.setSending(hopLimit: options.hopLimit, by: goal.interface) }
        sockets += set.sockets
      }
      return try BatchTransmitter(to: goals, from: sockets)
    } catch {
      throw CommandFailure(Phrase(error))
    }
  }

  /// Sends the next messages to each destination.
  private func send(
    _ count: Int, of streams: inout [MessageStream], by transmitter: BatchTransmitter, _ console: Console
  ) throws(TemplateError) {
    let isEnded = { console.signals.isEndRequested }
    let time = SystemClock.wall
    let offset = LocalTime().offset(at: time / 1_000_000_000)
    for index in streams.indices {
      streams[index].set(time, utcOffset: offset)
      for _ in 0..<count {
        try streams[index].next { payload in
          if transmitter.add(payload, to: index) { return }
          transmitter.send(unless: isEnded)
          _ = transmitter.add(payload, to: index)
        }
      }
    }
    transmitter.send(unless: isEnded)
  }

  private func wait(until time: Int64, _ console: Console) {
    var waiting = PollSet()
    let signal = waiting.add(console.signals.wake)
    waiting.wait(until: time)
    if waiting.isReady(signal) { _ = console.signals.take() }
  }

  // MARK: The report

  private func end(
    _ counts: TransmitCounts, _ rates: Rates, _ elapsed: Int64, _ problem: Phrase?, _ console: Console
  ) throws(CommandFailure) {
    if counts.sent > 0 || problem == nil && counts.unsent == 0 {
      let datagrams: Phrase = counts.sent == 1 ? "1 datagram" : "\(counts.sent) datagrams"
      let bytes: Phrase = counts.bytes == 1 ? "1 byte" : "\(counts.bytes) bytes"
      let time = Rates.decimal(Double(elapsed) / 1e9, digits: 2)
      console.say("sent \(datagrams), \(bytes), to \(target) in \(time) s: \(rates.phrase)")
    }
    if let problem { throw CommandFailure(problem, counts.sent == 0 ? .usage : .failed) }
    if let refusal = counts.refusal {
      throw CommandFailure("\(refusal.peer.text(interfaces)): \(refusal.failure.explanation)", .unreachable)
    }
    guard let failure = counts.failure else { return }
    let name = failure.peer.text(interfaces)
    if counts.sent == 0 { throw CommandFailure("cannot send to \(name): \(failure.failure.reason)") }
    if counts.failed == 0 {
      throw CommandFailure(
        "\(counts.unbuffered) datagrams were not sent: the interface's queue was full; choose a lower --rate")
    }
    throw CommandFailure("\(counts.unsent) datagrams were not sent; the last, to \(name): \(failure.failure.reason)")
  }

  private var target: Phrase {
    goals.count == 1 ? Phrase(verbatim: goals[0].peer.text(interfaces)) : "\(goals.count) endpoints"
  }
}
