import CLinux
import DisplayFilter
import Glibc
import PayloadText
import UDPCore

/// The run of `send`: sends, waits, prints replies.
struct Sending {
  let peer: Endpoint
  let payloads: [[UInt8]]
  let repeats: Int
  /// Seconds between two datagrams.
  let interval: Double
  /// Seconds to wait for replies; `nil` waits for none.
  let wait: Double?
  let replies: Int
  /// The encoding of replies; `nil` decides for each peer.
  let encoding: TextEncoding?
  let form: RecordFormatter.Form
  let interfaces: InterfaceNames
  let from: EndpointArgument?
  let hopLimit: Int?
  let interface: UInt32?

  /// Sends everything, until a signal asks for the end.
  /// - Throws: the ending, when it is not 0.
  func run(_ signals: SignalRelay) throws {
    let locale = CharacterLocale.activate(forceUTF8: form == .json)
    if let warning = Converters.warning(needed: encoding) { StandardError.say(warning) }
    let receiver = try start()
    let printer = DatagramPrinter(form: form, locale: locale, interfaces: interfaces)
    var stream = RecordStream(output: StandardOutput(signals: signals), printer: printer)
    var outcome = Outcome(texts: PeerTexts(fixed: encoding), printsSent: form == .json)
    do throws(StandardOutput.Failure) {
      outcome.isInterrupted = try sendAll(by: receiver, signals, &outcome, &stream)
      if !outcome.isInterrupted, let wait {
        outcome.isInterrupted = try follow(
          receiver, signals, until: Clock.monotonic + Int64(wait * 1e9), &outcome, &stream
        ) {
          $0.replies >= replies || $0.unreachable != nil
        }
      }
      receiver.stop()
      try outcome.read(receiver, peer: peer, limit: replies, to: &stream)
    } catch {
      receiver.stop()
      if case .failed(let code) = error { throw Failure("cannot write to standard output: \(errorText(code))") }
    }
    try end(outcome)
  }

  private func start() throws(Failure) -> Receiver {
    var options = ReceiveOptions()
    options.memory = 16 << 20
    do {
      let set = try SocketSet(sendingTo: peer, from: from, options: options, interfaces: interfaces)
      for socket in set.sockets {
        try socket.setSending(hopLimit: hopLimit, interface: interface)
      }
      return try Receiver(sockets: set.sockets, options: options)
    } catch {
      throw Failure("\(error)")
    }
  }

  /// - Returns: whether a signal ended it early.
  private func sendAll(
    by receiver: Receiver, _ signals: SignalRelay, _ outcome: inout Outcome, _ stream: inout RecordStream
  ) throws(StandardOutput.Failure) -> Bool {
    let total = repeats * payloads.count
    var next = Clock.monotonic
    for position in 0..<total {
      if position > 0 {
        next += Int64(interval * 1e9)
        if try follow(receiver, signals, until: next, &outcome, &stream, isDone: { _ in false }) { return true }
      }
      let request = TransmitRequest(to: peer, by: nil, payload: payloads[position % payloads.count])
      do throws(TransmitRefusal) { try receiver.send(request) } catch {
        outcome.refusal = error.description
        return true
      }
      let handled = position + 1
      let limit = Clock.monotonic + 5_000_000_000
      if try follow(receiver, signals, until: limit, &outcome, &stream, isDone: { $0.handled >= handled }) {
        return true
      }
    }
    return false
  }

  /// Reads the log until `isDone`, a time, or a signal.
  /// - Returns: whether it was a signal.
  @discardableResult
  private func follow(
    _ receiver: Receiver, _ signals: SignalRelay, until limit: Int64, _ outcome: inout Outcome,
    _ stream: inout RecordStream, isDone: (Outcome) -> Bool
  ) throws(StandardOutput.Failure) -> Bool {
    while true {
      receiver.changes.arm()
      try outcome.read(receiver, peer: peer, limit: wait == nil ? 0 : replies, to: &stream)
      if isDone(outcome) { return false }
      let left = limit - Clock.monotonic
      if left <= 0 { return false }
      var entries = [
        pollfd(fd: receiver.changes.descriptor, events: Int16(POLLIN), revents: 0),
        pollfd(fd: signals.wake.descriptor, events: Int16(POLLIN), revents: 0),
      ]
      _ = unsafe poll(&entries, nfds_t(entries.count), Int32(clamping: left / 1_000_000 + 1))
      if entries[0].revents != 0 { receiver.changes.clear() }
      if entries[1].revents != 0 { _ = signals.take() }
      if signals.isEndRequested { return true }
    }
  }

  private func end(_ outcome: Outcome) throws {
    let target = peer.text(interfaces)
    if let refusal = outcome.refusal { throw Failure(refusal) }
    if let failure = outcome.unreachable {
      throw Failure("\(target): \(failure.explanation)", .unreachable)
    }
    if let failure = outcome.refused {
      throw Failure("cannot send to \(target): \(failure.reason)")
    }
    let bytes = payloads.map(\.count).reduce(0, +) * repeats
    let datagrams = outcome.sent == 1 ? "1 datagram" : "\(outcome.sent) datagrams"
    StandardError.say("sent \(datagrams), \(bytes == 1 ? "1 byte" : "\(bytes) bytes"), to \(target)")
    if wait != nil, outcome.isInterrupted { throw Failure("stopped: \(outcome.replies) of \(replies) answers came") }
    if let wait, outcome.replies == 0 {
      throw Failure("no answer from \(target) within \(Self.seconds(wait)) s", .noAnswer)
    }
  }

  private static func seconds(_ value: Double) -> String {
    value == value.rounded() ? String(Int(value)) : String(value)
  }
}

/// What became of the datagrams sent, read from the log.
private struct Outcome {
  var texts: PeerTexts
  /// Whether sent datagrams are records too.
  let printsSent: Bool
  var sent = 0
  var replies = 0
  /// Whether a signal ended it early.
  var isInterrupted = false
  /// Why the receiver would not try.
  var refusal: String?
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
    _ receiver: Receiver, peer: Endpoint, limit: Int, to stream: inout RecordStream
  ) throws(StandardOutput.Failure) {
    let snapshot = receiver.log.snapshot()
    while next < snapshot.endNumber {
      defer { next += 1 }
      guard let datagram = snapshot[next] else { continue }
      switch datagram.kind {
      case .incoming:
        if replies >= limit { continue }
        replies += 1
        texts.observe(datagram)
      case .outgoing:
        sent += 1
        if !printsSent { continue }
      case .failure:
        if datagram.failure?.origin == .network { unreachable = datagram.failure } else { refused = datagram.failure }
        if !printsSent { continue }
      }
      stream.add(datagram, choice: texts.choice(for: datagram.peer), text: texts.text(of: datagram))
    }
    try stream.flush()
  }
}
