import Basics
import CLinux
import CaptureFile
package import CommandCore
import DisplayFilter
import Glibc
import PayloadText
import Plumbing
package import UDPCore

/// Runs `replay`: waits until a datagram is due, hands it over, and counts the results.
package struct Replaying {
  /// Datagrams handed over before the result of the first one is known.
  private static let window = 1024
  /// The time to wait for network errors after the last datagram, in nanoseconds.
  private static let patience: Int64 = 100_000_000

  /// The time from the start to the first datagram, in nanoseconds: enough to have everything ready.
  private static let lead: Int64 = 5_000_000

  private let files: [String]
  private let goal: Destination
  private let from: EndpointArgument?
  private let pace: ReplayPace.Speed
  private let loops: Repetition
  private let peers: Peers
  private let setup: Setup

  /// The sockets to send from.
  package enum Peers: Hashable, Sendable {
    /// One socket for all datagrams.
    case one
    /// One for each client of the capture, at most `limit`; what others answered is left out.
    case each(limit: Int?)
  }

  /// Prepares to send to `goal` the datagrams of `files` that the setup's filter shows.
  /// - Parameters:
  ///   - from: the endpoint to send from; `nil` lets the system choose.
  ///   - loops: the number of times that all files are sent.
  ///   - peers: the sockets to send from.
  package init(
    _ files: [String], to goal: Destination, from: EndpointArgument? = nil, at pace: ReplayPace.Speed,
    loops: Repetition = .times(1), peers: Peers = .one, _ setup: Setup
  ) {
    self.peers = peers
    self.files = files
    self.goal = goal
    self.from = from
    self.pace = pace
    self.loops = loops
    self.setup = setup
  }

  private var peer: Endpoint { goal.peer }

  /// Sends all datagrams.
  /// - Throws: the exit status, unless it is 0.
  package func run() throws { try run(Console()) }

  /// Sends all datagrams and prints the result to a console.
  /// - Throws: the exit status, unless it is 0.
  func run(_ console: Console) throws {
    let signals = console.signals
    var source = try open(signals)
    if peers != .one, !source.isFile {
      throw CommandFailure(
        "--peers needs a file: standard input can be read only once, and the peers are counted first")
    }
    let (total, peerCount) = try source.isFile ? count(try open(signals)) : (nil, 1)
    if total == 0 {
      throw CommandFailure(
        setup.filter.isEverything ? "\(capture): no datagram to send" : "\(capture): no datagram to send matches")
    }
    let sockets = try sockets(for: peerCount)
    let receiver = try start(sockets)
    if let notice = sockets?.notice { console.say(notice) }
    var run = Run(
      receiver: receiver, signals: signals, progress: ReplayProgress(total: total.flatMap(loops.total(of:)), console),
      sockets: sockets)
    let begin = SystemClock.monotonic + Self.lead
    var pace = ReplayPace(pace, start: begin)
    var isInterrupted = false
    var round = 0
    while loops.continues(after: round), !isInterrupted {
      if round > 0 {
        source = try open(signals)
        pace.restart()
      }
      isInterrupted = try !send(source, &pace, &run)
      round += 1
    }
    let seconds = Double(max(0, SystemClock.monotonic - begin)) / 1e9
    if !isInterrupted { run.settle(within: Self.patience) }
    receiver.stop()
    run.outcome.read(receiver.log)
    run.progress.clear()
    try end(run.outcome, source, seconds: seconds, isInterrupted: isInterrupted, console)
  }

  private func open(_ signals: SignalRelay) throws(CommandFailure) -> ReplaySource {
    try ReplaySource(files, setup, signals: signals)
  }

  /// The name for the files in a message.
  private var capture: Phrase { files.count == 1 ? Phrase(verbatim: files[0]) : "\(files.count) files" }

  /// The log's limit in bytes.
  private static let memory = 32 << 20
  /// The most peers that are counted.
  private static let mostPeers = 4 << 20

  /// Returns the sockets of the peers; `nil` where one sends for all.
  private func sockets(for count: Int) throws(CommandFailure) -> PeerSockets? {
    guard case .each(let limit) = peers else { return nil }
    return try PeerSockets(
      peers: count, limit: limit, to: peer, from: from, memory: Self.memory, interfaces: setup.interfaces)
  }

  private func start(_ sockets: PeerSockets?) throws(CommandFailure) -> Receiver {
    var options = ReceiveOptions()
    options.memory = Self.memory
    do {
      let own =
        try sockets?.sockets
        ?? SocketSet(sendingTo: peer, from: from, options: options, interfaces: setup.interfaces).sockets
      return try Receiver(sockets: own, options: options)
    } catch {
      throw CommandFailure(Phrase(error))
    }
  }

  /// Counts the datagrams to send, and the peers that sent them.
  private func count(_ source: ReplaySource) throws(CommandFailure) -> (datagrams: Int?, peers: Int) {
    var count = 0
    var distinct = DistinctPeers(limit: Self.mostPeers)
    var speakers = FirstSpeakers()
    while true {
      switch try source.next() {
      case .datagram(let datagram):
        guard isSent(datagram, &speakers) else { continue }
        count += 1
        if peers != .one { distinct.insert(datagram.source) }
      case .stopped: throw CommandFailure("stopped: nothing was sent")
      case .waits, .end:
        distinct.settle()
        return (count, distinct.count)
      }
    }
  }

  /// Whether a datagram is sent: with a socket for each client, only theirs are.
  private func isSent(_ datagram: Datagram, _ speakers: inout FirstSpeakers) -> Bool {
    peers == .one || speakers.isOfClient(datagram)
  }

  /// Sends the captures once.
  /// - Returns: whether the end was reached before a signal.
  private func send(_ source: ReplaySource, _ pace: inout ReplayPace, _ run: inout Run) throws(CommandFailure) -> Bool {
    var speakers = FirstSpeakers()
    while true {
      switch try source.next() {
      case .end: return true
      case .stopped: return false
      case .waits(let deadline): if !run.wait(for: source.descriptors, until: deadline) { return false }
      case .datagram(let datagram):
        guard isSent(datagram, &speakers) else { continue }
        guard run.wait(until: pace.due(datagram.timestamp)), run.makeRoom(Self.window) else { return false }
        try run.hand(over: datagram, to: goal)
      }
    }
  }

  private func end(
    _ outcome: ReplayOutcome, _ source: ReplaySource, seconds: Double, isInterrupted: Bool, _ console: Console
  ) throws {
    source.warnings.forEach(console.say)
    let target = peer.text(setup.interfaces)
    let hundredths = Int((seconds * 100).rounded())
    let time = "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100) s"
    var text: Phrase =
      outcome.sent == 1
      ? "sent 1 datagram, \(outcome.bytes) bytes, to \(target) in \(time)"
      : "sent \(outcome.sent) datagrams, \(outcome.bytes) bytes, to \(target) in \(time)"
    if isInterrupted { text = "stopped: \(text)" }
    if source.cut > 0 { text += ", not sent \(source.cut) that are incomplete in the file" }
    if source.skipped == 1 { text += ", skipped 1 packet without a datagram" }
    if source.skipped > 1 { text += ", skipped \(source.skipped) packets without a datagram" }
    if outcome.refused > 0 { text += ", refused \(outcome.refused)" }
    if outcome.unreachable > 0 { text += ", answered by an error \(outcome.unreachable)" }
    console.say(text)
    if let failure = outcome.networkFailure { throw CommandFailure("\(target): \(failure.explanation)", .unreachable) }
    if let failure = outcome.refusal { throw CommandFailure("cannot send to \(target): \(failure.reason)") }
    try source.readers.checkWhole()
  }
}

/// The state of a running replay.
private struct Run {
  let receiver: Receiver
  let signals: SignalRelay
  var progress: ReplayProgress
  var outcome = ReplayOutcome()
  private var handedOver = 0
  /// The sockets of the peers; `nil` where one sends for all.
  private var sockets: PeerSockets?

  init(receiver: Receiver, signals: SignalRelay, progress: ReplayProgress, sockets: PeerSockets?) {
    self.sockets = sockets
    self.receiver = receiver
    self.signals = signals
    self.progress = progress
  }

  mutating func hand(over datagram: Datagram, to goal: Destination) throws(CommandFailure) {
    let index = sockets?.index(of: datagram.source)
    do throws(TransmitRefusal) { try receiver.send(request(datagram.payload, to: goal, by: index)) } catch {
      throw CommandFailure(error.phrase)
    }
    handedOver += 1
    lastGoal = goal
  }

  private var lastGoal: Destination?

  private func request(_ payload: [UInt8], to goal: Destination, by index: Int?) -> TransmitRequest {
    let path = index.flatMap { sockets?.path($0) }
    return TransmitRequest(to: goal.peer, by: path, payload: payload, interface: goal.interface)
  }

  /// Waits until the given time of the monotonic clock.
  /// - Returns: whether to continue: no signal asked for the end.
  mutating func wait(until due: Int64) -> Bool {
    while true {
      progress.show(outcome.sent)
      let now = SystemClock.monotonic
      if now >= due { return !signals.isEndRequested }
      if !poll(until: min(due, progress.nextTime), changes: false) { return false }
      update()
    }
  }

  /// Waits until a pipe has more to read, at most until a time of the monotonic clock.
  /// - Returns: whether to continue: no signal asked for the end.
  mutating func wait(for descriptors: [Int32], until deadline: Int64?) -> Bool {
    update()
    progress.show(outcome.sent)
    return poll(until: min(deadline ?? .max, progress.nextTime), also: descriptors, changes: false)
  }

  /// Waits until fewer than `window` datagrams lack a result.
  /// - Returns: whether to continue: no signal asked for the end.
  mutating func makeRoom(_ window: Int) -> Bool {
    while handedOver - outcome.handled >= window {
      receiver.changes.arm()
      update()
      if handedOver - outcome.handled < window { break }
      if !poll(until: min(progress.nextTime, SystemClock.monotonic + 10_000_000), changes: true) { return false }
      progress.show(outcome.sent)
    }
    // Signals are checked even if there is never anything to wait for.
    if handedOver % 64 == 0 { _ = signals.take() }
    return !signals.isEndRequested
  }

  /// Waits for all results and for network errors.
  mutating func settle(within time: Int64) {
    let limit = SystemClock.monotonic + time
    repeat {
      receiver.changes.arm()
      update()
      if !poll(until: limit, changes: true) { return }
    } while SystemClock.monotonic < limit
      || (handedOver > outcome.handled && SystemClock.monotonic < limit + 5_000_000_000)
  }

  private mutating func update() {
    outcome.read(receiver.log)
    guard let lastGoal else { return }
    for (payload, socket) in outcome.takeRetries() {
      // Buffer space frees up in time; a datagram that still finds none returns as a row.
      clinux_wait_readable(signals.wake.descriptor, 1_000_000)
      try? receiver.send(request(payload, to: lastGoal, by: sockets == nil ? nil : Int(socket)))
    }
  }

  /// - Returns: whether to continue: no signal asked for the end.
  private func poll(until limit: Int64, also descriptors: [Int32] = [], changes: Bool) -> Bool {
    var waiting = PollSet()
    let signal = waiting.add(signals.wake)
    let rows = waiting.add(changes ? receiver.changes : nil)
    for descriptor in descriptors { waiting.add(descriptor) }
    waiting.wait(until: limit)
    if waiting.isReady(rows) { receiver.changes.clear() }
    if waiting.isReady(signal) { _ = signals.take() }
    return !signals.isEndRequested
  }
}
