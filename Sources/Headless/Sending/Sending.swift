package import Basics
import CLinux
import CaptureFile
package import CommandCore
package import DisplayFilter
import Expect
import Glibc
package import PayloadText
package import PeerText
import Plumbing
package import UDPCore

/// Runs `send`: sends, waits, prints replies.
package struct Sending {
  /// Options of a run; by default it sends one datagram and waits for no reply.
  package struct Options {
    /// The number of times that all payloads are sent.
    package var repeats = Repetition.times(1)
    /// The time between two datagrams; `nil` is one second, or until the replies have arrived if they are awaited.
    package var interval: TimeSpan?
    /// The time to wait for replies; `nil` does not wait.
    package var wait: TimeSpan?
    /// The number of replies expected to each datagram.
    package var replies = 1
    /// The filter that a reply has to match to count; `nil` for any reply.
    package var expectation: DisplayFilter?
    /// The encoding of replies; `nil` detects it for each peer.
    package var encoding: TextEncoding?
    /// The encoding for peers that have only sent ASCII.
    package var undecided = UndecidedEncoding()
    /// Whether each datagram, sent ones included, is printed as a JSON object.
    package var isJSON = false
    /// The endpoint to send from; `nil` lets the system choose.
    package var from: EndpointArgument?
    /// The hop limit of the datagrams; `nil` uses the system's.
    package var hopLimit: Int?

    /// Creates the defaults: one datagram, from an endpoint that the system chooses, and no reply.
    package init() {}
  }

  private let goal: Destination
  private let payloads: any PayloadSource
  private let options: Options
  private let interfaces: InterfaceNames

  private var peer: Endpoint { goal.peer }

  /// Prepares to send `payloads` to `goal`.
  package init(_ payloads: any PayloadSource, to goal: Destination, _ options: Options, _ interfaces: InterfaceNames) {
    self.payloads = payloads
    self.goal = goal
    self.options = options
    self.interfaces = interfaces
  }

  /// Sends all payloads, until a signal asks for the end.
  /// - Throws: the exit status, unless it is 0.
  package func run(_ console: Console) throws {
    if let warning = Converters.warning(needed: options.encoding) { console.say(warning) }
    let receiver = try start()
    let formatter = RecordFormatter(
      form: options.isJSON ? .json : .text, locale: console.locale, interfaces: interfaces)
    var stream = RecordStream(console.output, formatter)
    var outcome = Outcome(
      texts: PeerTexts(encodingForAll: options.encoding, undecided: options.undecided), printsSent: options.isJSON,
      judge: options.expectation.map { FilterJudge($0) })
    do throws(StandardOutput.Problem) {
      outcome.isInterrupted = try sendAll(by: receiver, console, &outcome, &stream)
      if !outcome.isInterrupted, let wait = options.wait, outcome.refusal == nil {
        // If each datagram was waited for, only the last one's replies can be missing now.
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

  private func start() throws(CommandFailure) -> Receiver {
    var reception = ReceiveOptions()
    reception.memory = 16 << 20
    do {
      let set = try SocketSet(sendingTo: peer, from: options.from, options: reception, interfaces: interfaces)
      for socket in set.sockets { try socket.setSending(hopLimit: options.hopLimit, by: goal.interface) }
      return try Receiver(sockets: set.sockets, options: reception)
    } catch {
      throw CommandFailure(Phrase(error))
    }
  }

  /// - Returns: whether a signal ended the run early.
  private func sendAll(
    by receiver: Receiver, _ console: Console, _ outcome: inout Outcome, _ stream: inout RecordStream
  ) throws(StandardOutput.Problem) -> Bool {
    var next = SystemClock.monotonic
    var round = 0
    while options.repeats.continues(after: round) {
      do throws(CommandFailure) { if round > 0 { try payloads.restart() } } catch {
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
        outcome.refusal = payloads.emptyExplanation
        return true
      }
      round += 1
    }
    return false
  }

  /// Waits until the next datagram is due: an interval after the last one, or once that one was answered.
  /// - Returns: whether a signal ended the wait.
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

  /// The number of replies that may be printed so far.
  private func printable(_ outcome: Outcome) -> Int { options.wait == nil ? 0 : options.replies * outcome.tried }

  /// Returns the next payload once it can be read, printing replies meanwhile.
  /// - Returns: `nil` at the end, after a signal, and if the payloads cannot be read any further.
  private func nextPayload(
    _ receiver: Receiver, _ console: Console, _ outcome: inout Outcome, _ stream: inout RecordStream
  ) throws(StandardOutput.Problem) -> [UInt8]? {
    while !console.signals.isEndRequested {
      let next: NextPayload
      do throws(CommandFailure) { next = try payloads.next() } catch {
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
  /// - Returns: whether a signal ended it.
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
      if outcome.sent == 0 { throw CommandFailure(refusal) }
      throw CommandFailure(
        outcome.sent == 1
          ? "\(refusal); before that 1 datagram was sent to \(target)"
          : "\(refusal); before that \(outcome.sent) datagrams were sent to \(target)")
    }
    let bytes: Phrase = outcome.bytes == 1 ? "1 byte" : "\(outcome.bytes) bytes"
    let datagrams: Phrase = outcome.sent == 1 ? "1 datagram" : "\(outcome.sent) datagrams"
    let sent: Phrase = "sent \(datagrams), \(bytes), to \(target)"
    if outcome.failed > 0, outcome.tried > 1 { console.say(sent + outcome.failures) }
    if let failure = outcome.unreachable {
      throw CommandFailure("\(target): \(failure.explanation)", .unreachable)
    }
    if let failure = outcome.refused {
      guard goal.interface != 0, failure.code == ENETUNREACH else {
        throw CommandFailure("cannot send to \(target): \(failure.reason)")
      }
      let name = interfaces.name(of: goal.interface)
      throw CommandFailure(
        "cannot send to \(target) by \(name): \(failure.reason); see the way to it with: ip route get \(peer.address)")
    }
    console.say(sent)
    guard let wait = options.wait else { return }
    let expected = options.replies * max(outcome.tried, planned ?? 0)
    guard outcome.replies < expected else { return }
    if !outcome.isInterrupted, let mismatch = outcome.mismatch(interfaces) {
      let source = options.expectation?.source ?? ""
      let time = Self.seconds(wait)
      let reason: Phrase =
        outcome.replies == 0
        ? "no answer from \(target) matches \(source) within \(time) s; what came:"
        : outcome.replies == 1
          ? "only 1 of \(expected) answers from \(target) matches \(source), each waited for \(time) s; what else came:"
          : "only \(outcome.replies) of \(expected) answers from \(target) match \(source), each waited for \(time) s; what else came:"
      throw CommandFailure([reason, mismatch].joined(separator: "\n"), .untilNotMet)
    }
    let count: Phrase = "\(outcome.replies) of \(expected) answers received"
    if outcome.isInterrupted { throw CommandFailure("stopped: \(count)") }
    if outcome.replies == 0 {
      throw CommandFailure("no answer from \(target) within \(Self.seconds(wait)) s", .noAnswer)
    }
    throw CommandFailure("\(count) from \(target), each waited for \(Self.seconds(wait)) s", .noAnswer)
  }

  /// The number of datagrams to send in all; `nil` if it is unlimited or unknown.
  private var planned: Int? { payloads.count.flatMap { options.repeats.total(of: $0) } }

  private static func seconds(_ span: TimeSpan) -> String {
    span.seconds == span.seconds.rounded() ? String(Int(span.seconds)) : String(span.seconds)
  }
}

/// The results of the datagrams sent, read from the log.
private struct Outcome {
  var texts: PeerTexts
  /// Whether sent datagrams are printed too.
  let printsSent: Bool
  /// Datagrams handed over to the receiver.
  var tried = 0
  var sent = 0
  /// The payload bytes of the datagrams sent.
  var bytes = 0
  var replies = 0
  /// Replies that had arrived when the last datagram was handed over.
  var repliesBefore = 0
  /// Whether a signal ended the run early.
  var isInterrupted = false
  /// The reason why no further datagram could be read or handed over.
  var refusal: Phrase?
  /// Datagrams that this host's kernel refused.
  private var refusals = 0
  /// The last failure reported by this host's kernel.
  private(set) var refused: TransmitFailure?
  /// Datagrams that the network answered with an error.
  private var errors = 0
  /// The last error reported by the network.
  private(set) var unreachable: TransmitFailure?
  private var next: UInt64 = 1
  /// The judge of replies; `nil` if any counts.
  private var judge: FilterJudge?
  /// Replies that do not match.
  private var mismatches: [Datagram] = []
  /// The most replies that are compared.
  private static let mostMismatches = 100

  /// Datagrams that were sent or refused.
  var handled: Int { sent + refusals }

  /// Datagrams that failed, on this host or in the network.
  var failed: Int { refusals + errors }

  /// The counts of those that failed, as the end of a sentence.
  var failures: Phrase {
    let refused: Phrase = refusals > 0 ? ", refused \(refusals)" : ""
    return errors > 0 ? refused + ", answered by an error \(errors)" : refused
  }

  init(texts: PeerTexts, printsSent: Bool, judge: FilterJudge?) {
    self.texts = texts
    self.printsSent = printsSent
    self.judge = judge
  }

  /// The reply that is nearest to the filter, with the difference marked; `nil` if all match.
  func mismatch(_ interfaces: InterfaceNames) -> Phrase? {
    guard let judge else { return nil }
    let context = FilterContext(texts: texts, now: SystemClock.wall)
    let compared = mismatches.map { ($0, Mismatch($0, judge.filter, context, interfaces)) }
    guard let nearest = compared.max(by: { $0.1.nearness < $1.1.nearness }) else { return nil }
    let peer = nearest.0.peer.text(interfaces)
    return ([Phrase(verbatim: "  \(peer)")] + nearest.1.lines).joined(separator: "\n")
  }

  /// Whether a reply counts.
  private mutating func counts(_ datagram: Datagram) -> Bool {
    guard judge != nil else { return true }
    let context = FilterContext(texts: texts, now: SystemClock.wall)
    if (try? judge?.matches(datagram, in: context)) == true { return true }
    if mismatches.count < Self.mostMismatches { mismatches.append(datagram) }
    return false
  }

  /// Reads the new rows and prints at most `limit` replies in all.
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
        if judge != nil { texts.observe(datagram) }
        if counts(datagram) { replies += 1 }
      case .outgoing:
        sent += 1
        bytes += datagram.size
        if !printsSent { continue }
      case .failure:
        fail(datagram.failure)
        if !printsSent { continue }
      case .alarm: continue
      }
      if judge == nil || datagram.kind != .incoming { texts.observe(datagram) }
      let choice = texts.choice(of: datagram)
      stream.add(datagram, choice: choice, text: texts.text(of: datagram, as: choice))
    }
    try stream.flush()
  }

  private mutating func fail(_ failure: TransmitFailure?) {
    if failure?.origin == .network {
      errors += 1
      unreachable = failure
    } else {
      refusals += 1
      refused = failure
    }
  }
}
