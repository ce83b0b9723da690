import Basics
import CLinux
import CaptureFile
package import CommandCore
import DisplayFilter
import Glibc
package import PayloadText
package import PeerText
import Plumbing
package import UDPCore

/// The run of `send`: sends, waits, prints replies.
package struct Sending {
  /// The ways in which a run differs from one datagram without an answer.
  package struct Options {
    package var repeats = Repetition.times(1)
    /// From one datagram to the next; `nil` is a second, or until the answers came where these are waited for.
    package var interval: TimeSpan?
    /// How long answers are waited for; `nil` for none.
    package var wait: TimeSpan?
    /// Answers to each datagram.
    package var replies = 1
    /// The encoding of replies; `nil` decides for each peer.
    package var encoding: TextEncoding?
    /// The encoding for peers that have only sent ASCII.
    package var undecided = UndecidedEncoding()
    /// Whether each datagram is a JSON object: those sent too.
    package var isJSON = false
    package var from: EndpointArgument?
    package var hopLimit: Int?

    /// One datagram, from where the system likes, and no answer.
    package init() {}
  }

  private let goal: Destination
  private let payloads: any PayloadSource
  private let options: Options
  private let interfaces: InterfaceNames

  private var peer: Endpoint { goal.peer }

  /// Will send `payloads` to `goal`.
  package init(_ payloads: any PayloadSource, to goal: Destination, _ options: Options, _ interfaces: InterfaceNames) {
    self.payloads = payloads
    self.goal = goal
    self.options = options
    self.interfaces = interfaces
  }

  /// Sends everything, until a signal asks for the end.
  /// - Throws: the ending, when it is not 0.
  package func run(_ console: Console) throws {
    if let warning = Converters.warning(needed: options.encoding) { console.say(warning) }
    let receiver = try start()
    let formatter = RecordFormatter(
      form: options.isJSON ? .json : .text, locale: console.locale, interfaces: interfaces)
    var stream = RecordStream(console.output, formatter)
    var outcome = Outcome(
      texts: PeerTexts(fixed: options.encoding, undecided: options.undecided), printsSent: options.isJSON)
    do throws(StandardOutput.Problem) {
      outcome.isInterrupted = try sendAll(by: receiver, console, &outcome, &stream)
      if !outcome.isInterrupted, let wait = options.wait, outcome.refusal == nil {
        // Where each datagram is waited for, only the last one's answers are missing now.
        let awaited =
          options.interval == nil ? outcome.repliesBefore + options.replies : outcome.tried * options.replies
        outcome.isInterrupted = try follow(receiver, console, until: wait.fromNow, &outcome, &stream) {
          $0.replies >= awaited || $0.unreachable != nil
        }
      }
      receiver.stop()
      try outcome.read(receiver, limit: printable(outcome), to: &stream)
    } catch {
      receiver.stop()
      if let lost = error.lost { throw lost }
    }
    try end(outcome, console)
  }

  private func start() throws(Failure) -> Receiver {
    var reception = ReceiveOptions()
    reception.memory = 16 << 20
    do {
      let set = try SocketSet(sendingTo: peer, from: options.from, options: reception, interfaces: interfaces)
      // From an address of its own, IPv6 takes the interface of a datagram for a mere hint.
      let isOwn = set.sockets.contains { !$0.local.address.isUnspecified && $0.family == .ipv6 }
      for socket in set.sockets {
        try socket.setSending(
          hopLimit: options.hopLimit, interface: isOwn && goal.interface != 0 ? goal.interface : nil)
      }
      return try Receiver(sockets: set.sockets, options: reception)
    } catch {
      throw Failure(Phrase(error))
    }
  }

  /// - Returns: whether a signal ended it early.
  private func sendAll(
    by receiver: Receiver, _ console: Console, _ outcome: inout Outcome, _ stream: inout RecordStream
  ) throws(StandardOutput.Problem) -> Bool {
    var next = SystemClock.monotonic
    var round = 0
    while options.repeats.goesOn(after: round) {
      do throws(Failure) { if round > 0 { try payloads.restart() } } catch {
        outcome.refusal = error.message
        return true
      }
      while let payload = try nextPayload(receiver, console, &outcome, &stream) {
        if outcome.tried > 0, try pause(receiver, console, until: &next, &outcome, &stream) { return true }
        outcome.tried += 1
        outcome.repliesBefore = outcome.replies
        let request = TransmitRequest(to: peer, by: nil, payload: payload, interface: goal.interface)
        do throws(TransmitRefusal) { try receiver.send(request) } catch {
          outcome.refusal = error.phrase
          return true
        }
        let tried = outcome.tried
        let limit = SystemClock.monotonic + 5_000_000_000
        if try follow(receiver, console, until: limit, &outcome, &stream, isDone: { $0.handled >= tried }) {
          return true
        }
      }
      if console.signals.isEndRequested || outcome.refusal != nil { return true }
      guard outcome.tried > 0 else {
        outcome.refusal = payloads.emptiness
        return true
      }
      round += 1
    }
    return false
  }

  /// Waits until it is time for the next datagram: an interval after the last one, or once that was answered.
  /// - Returns: whether a signal ended it.
  private func pause(
    _ receiver: Receiver, _ console: Console, until next: inout Int64, _ outcome: inout Outcome,
    _ stream: inout RecordStream
  ) throws(StandardOutput.Problem) -> Bool {
    if options.interval == nil, let wait = options.wait {
      return try follow(receiver, console, until: wait.fromNow, &outcome, &stream) {
        $0.replies - $0.repliesBefore >= options.replies || $0.unreachable != nil
      }
    }
    next += options.interval.map { Int64(clamping: $0.nanoseconds) } ?? 1_000_000_000
    return try follow(receiver, console, until: next, &outcome, &stream, isDone: { _ in false })
  }

  /// Answers that may be printed in all.
  private func printable(_ outcome: Outcome) -> Int { options.wait == nil ? 0 : options.replies * outcome.tried }

  /// The next payload, once it is there; replies are printed meanwhile.
  /// - Returns: `nil` at the end, after a signal, and where the payloads cannot be read any further.
  private func nextPayload(
    _ receiver: Receiver, _ console: Console, _ outcome: inout Outcome, _ stream: inout RecordStream
  ) throws(StandardOutput.Problem) -> [UInt8]? {
    while !console.signals.isEndRequested {
      let next: NextPayload
      do throws(Failure) { next = try payloads.next() } catch {
        outcome.refusal = error.message
        return nil
      }
      switch next {
      case .payload(let payload): return payload
      case .end: return nil
      case .waits(let descriptor):
        try follow(receiver, console, until: .max, also: descriptor, &outcome, &stream, isDone: { _ in false })
      }
    }
    return nil
  }

  /// Reads the log until `isDone`, a time, a signal, or until `descriptor` is readable.
  /// - Returns: whether it was a signal.
  @discardableResult
  private func follow(
    _ receiver: Receiver, _ console: Console, until limit: Int64, also descriptor: Int32 = -1,
    _ outcome: inout Outcome, _ stream: inout RecordStream, isDone: (Outcome) -> Bool
  ) throws(StandardOutput.Problem) -> Bool {
    while true {
      receiver.changes.arm()
      try outcome.read(receiver, limit: printable(outcome), to: &stream)
      if isDone(outcome) { return false }
      let left = limit.subtractingReportingOverflow(SystemClock.monotonic).partialValue
      if left <= 0 { return false }
      var waiting = PollSet()
      let rows = waiting.add(receiver.changes)
      let signal = waiting.add(console.signals.wake)
      let input = waiting.add(descriptor)
      waiting.wait(for: left)
      if waiting.isReady(rows) { receiver.changes.clear() }
      if waiting.isReady(signal) { _ = console.signals.take() }
      if console.signals.isEndRequested { return true }
      if waiting.isReady(input) { return false }
    }
  }

  private func end(_ outcome: Outcome, _ console: Console) throws {
    let target = peer.text(interfaces)
    if let refusal = outcome.refusal {
      if outcome.sent == 0 { throw Failure(refusal) }
      let count = outcome.sent == 1 ? "1 datagram was" : "\(outcome.sent) datagrams were"
      throw Failure("\(refusal); before that \(count) sent to \(target)")
    }
    if let failure = outcome.unreachable {
      throw Failure("\(target): \(failure.explanation)", .unreachable)
    }
    if let failure = outcome.refused {
      throw Failure("cannot send to \(target): \(failure.reason)")
    }
    let bytes = outcome.bytes
    let datagrams = outcome.sent == 1 ? "1 datagram" : "\(outcome.sent) datagrams"
    console.say("sent \(datagrams), \(bytes == 1 ? "1 byte" : "\(bytes) bytes"), to \(target)")
    guard let wait = options.wait else { return }
    let expected = options.replies * max(outcome.tried, planned ?? 0)
    guard outcome.replies < expected else { return }
    let count = "\(outcome.replies) of \(expected) answers received"
    if outcome.isInterrupted { throw Failure("stopped: \(count)") }
    if outcome.replies == 0 { throw Failure("no answer from \(target) within \(Self.seconds(wait)) s", .noAnswer) }
    throw Failure("\(count) from \(target), each waited for \(Self.seconds(wait)) s", .noAnswer)
  }

  /// How many datagrams there are to be; `nil` where that has no end, or nobody knows.
  private var planned: Int? { payloads.count.flatMap { options.repeats.total(of: $0) } }

  private static func seconds(_ span: TimeSpan) -> String {
    span.seconds == span.seconds.rounded() ? String(Int(span.seconds)) : String(span.seconds)
  }
}

/// What became of the datagrams sent, read from the log.
private struct Outcome {
  var texts: PeerTexts
  /// Whether sent datagrams are records too.
  let printsSent: Bool
  /// Datagrams handed over.
  var tried = 0
  var sent = 0
  /// The bytes of those that were sent.
  var bytes = 0
  var replies = 0
  /// Answers that had come when the last datagram was handed over.
  var repliesBefore = 0
  /// Whether a signal ended it early.
  var isInterrupted = false
  /// Why the receiver would not try.
  var refusal: Phrase?
  /// What this host's kernel refused.
  var refused: TransmitFailure?
  /// What the network answered.
  var unreachable: TransmitFailure?
  private var next: UInt64 = 1

  /// Transmits that are over, one way or the other.
  var handled: Int { sent + (refused == nil ? 0 : 1) }

  init(texts: PeerTexts, printsSent: Bool) {
    self.texts = texts
    self.printsSent = printsSent
  }

  /// Reads the rows that are new; prints at most `limit` replies in all.
  mutating func read(
    _ receiver: Receiver, limit: Int, to stream: inout RecordStream
  ) throws(StandardOutput.Problem) {
    let snapshot = receiver.log.snapshot()
    while next < snapshot.endNumber {
      defer { next += 1 }
      guard let datagram = snapshot[next] else { continue }
      switch datagram.kind {
      case .incoming:
        if replies >= limit { continue }
        replies += 1
      case .outgoing:
        sent += 1
        bytes += datagram.size
        if !printsSent { continue }
      case .failure:
        if datagram.failure?.origin == .network { unreachable = datagram.failure } else { refused = datagram.failure }
        if !printsSent { continue }
      }
      texts.observe(datagram)
      stream.add(datagram, choice: texts.choice(of: datagram), text: texts.text(of: datagram))
    }
    try stream.flush()
  }
}
