import Basics
import CLinux
import CaptureFile
import Glibc
import Plumbing
import UDPCore

/// The connection to one host: `udpeek listen --write - --control`, started there by ssh. Belongs to one thread.
final class HostLink {
  /// The time between two looks at the host's clock, and between the first ones, in nanoseconds.
  private static let clockInterval: Int64 = 1_000_000_000
  private static let firstInterval: Int64 = 200_000_000
  private static let firstQuestions = 4
  /// The longest time without an answer before the host counts as gone, and before one that never answered does.
  private static let silence: Int64 = 15_000_000_000
  private static let patience: Int64 = 30_000_000_000
  /// The time between two steps from which this process was stopped: while a host is connected, it does one each second.
  private static let pause: Int64 = 3_000_000_000
  /// The longest time between the end of its output and its own.
  private static let ending: Int64 = 1_000_000_000
  /// The pauses before it is tried again, in nanoseconds; the last one from then on.
  private static let pauses: [Int64] = [1, 2, 5, 10, 30].map { $0 * 1_000_000_000 }
  /// The most bytes of requests that wait to be written.
  private static let mostWaiting = 4 << 20
  private static let longestLine = 64 << 10

  /// Something that happened.
  enum Event {
    /// It receives. After it was up before, for so many nanoseconds nothing was seen of it.
    case up(missed: Int64?)
    /// It received before, and does no longer.
    case gone(Phrase)
    /// It could not be reached.
    case failed(Phrase)
    /// The stream of a new attempt.
    case stream(CaptureReader)
    /// A line on its standard error, for people.
    case said(String)
    /// Lines on its standard error that were too many.
    case leftOut(Int)
    /// A message that was not sent.
    case refused(ControlRequest.Message, Phrase)
    /// A message of which it is not known whether it was sent.
    case lost(ControlRequest.Message)
    /// A datagram that failed, and the message that it was, if it was one of ours.
    case failure(ControlReport.Failure, ControlRequest.Message?)
  }

  let address: HostAddress
  let name: String
  private let command: HostCommand
  private(set) var condition = HostStatus.Condition.connecting
  private(set) var clock = HostClock()
  /// Nanoseconds for which nothing was seen of it, in all.
  private(set) var missed: Int64 = 0
  /// Whether the stream has ended and its rows are read, so that another one may begin.
  var isDrained = true {
    didSet { drainedSince = isDrained ? drainedSince ?? SystemClock.monotonic : nil }
  }
  /// The time since which it is drained.
  private var drainedSince: Int64?

  private var child: ChildProgram?
  private var lines = LineSplitter(limit: HostLink.longestLine)
  private var areErrorsOpen = false
  private var waiting: [UInt8] = []
  /// The last line for people, which says why it ended.
  private var lastWords = ""
  /// The requests whose outcome is not known.
  private var open: [TransmitID: ControlRequest.Message] = [:]
  private var attempts = 0
  private var questions = 0
  private var nextQuestion: Int64 = .max
  /// The times of the start, and of the last sign of life, on the monotonic clock; that of the last sign before it was
  /// gone.
  private var started: Int64 = 0
  private var lastSign: Int64 = 0
  private(set) var goneSince: Int64?
  /// Whether it was connected at any time.
  private(set) var wasConnected = false
  private var lastStep = Int64.max
  private var asks = false
  private var datagrams = 0
  private var budget = NoticeBudget(limit: 5)

  init(_ address: HostAddress, name: String, _ command: HostCommand) {
    self.address = address
    self.name = name
    self.command = command
  }

  // MARK: Starting and ending

  /// Starts ssh.
  /// - Parameter asks: whether it may ask on the terminal.
  /// - Returns: the stream of its rows.
  func start(asks: Bool = false) -> CaptureReader {
    let now = SystemClock.monotonic
    (started, lastSign, self.asks) = (now, now, asks)
    (condition, lastWords, waiting) = (.connecting, "", [])
    isDrained = false
    (questions, nextQuestion) = (0, .max)
    lines = LineSplitter(limit: Self.longestLine)
    do throws(CoprocessProblem) {
      let child = try ChildProgram(command.line(for: address, asks: asks), asksOnTerminal: asks)
      self.child = child
      areErrorsOpen = true
      // The reader closes its descriptor, and the child its own.
      return CaptureReader(descriptor: fcntl(child.output, F_DUPFD_CLOEXEC, 3), name: name)
    } catch {
      setGone("ssh cannot be started: \(error.phrase)")
      return CaptureReader(descriptor: unsafe Glibc.open("/dev/null", O_RDONLY | O_CLOEXEC), name: name)
    }
  }

  /// Ends ssh. The host ends its part when its standard input ends.
  func stop() {
    child?.closeInput()
    child?.terminate()
    child = nil
  }

  private func setGone(_ reason: Phrase) {
    let pause = Self.pauses[min(attempts, Self.pauses.count - 1)]
    attempts += 1
    condition = .gone(reason, retry: SystemClock.monotonic + pause)
  }

  // MARK: Waiting

  /// Adds what to wait for to a set.
  func add(to set: inout PollSet) {
    guard let child else { return }
    set.add(waiting.isEmpty ? nil : child.input, for: .writable)
    set.add(areErrorsOpen ? child.errors : nil)
    set.add(child.end)
  }

  /// The time at which something is to be done, on the monotonic clock.
  var due: Int64 {
    switch condition {
    case .gone(_, let retry): retry
    case .connecting: min(asks ? .max : started + Self.patience, streamLimit)
    case .up: min(nextQuestion, lastSign + Self.silence, streamLimit, budget.due ?? .max)
    }
  }

  /// The time at which a stream that has ended, although ssh has not, counts as broken.
  private var streamLimit: Int64 { child == nil ? .max : drainedSince.map { $0 + Self.ending } ?? .max }

  // MARK: Working

  /// Does what is to be done, and returns what happened.
  func step() -> [Event] {
    var events: [Event] = []
    let now = SystemClock.monotonic
    // We were stopped, not the host: it is asked anew.
    if lastStep < now - Self.pause { lastSign = now }
    lastStep = now
    if let count = budget.takeLeftOut(at: SystemClock.monotonic) { events.append(.leftOut(count)) }
    if let child {
      readErrors(child, &events)
      flush(child)
      if let ending = child.takeEnding() {
        while areErrorsOpen, readErrors(child, &events) {}
        lines.end { line, _ in take(line, &events) }
        self.child = nil
        end(because: reason(of: ending), &events)
      } else if SystemClock.monotonic >= due {
        switch condition {
        case .up where SystemClock.monotonic >= streamLimit, .connecting where SystemClock.monotonic >= streamLimit:
          giveUp("what it sends is not a recording of udpeek", &events)
        case .up where SystemClock.monotonic >= lastSign + Self.silence:
          giveUp("no answer for \(String(Self.silence / 1_000_000_000)) s", &events)
        case .up: ask(child)
        case .connecting: giveUp("no connection after \(String(Self.patience / 1_000_000_000)) s", &events)
        case .gone: break
        }
      }
    }
    if case .gone(_, let retry) = condition, child == nil, isDrained, SystemClock.monotonic >= retry {
      events.append(.stream(start()))
    }
    return events
  }

  private func giveUp(_ reason: Phrase, _ events: inout [Event]) {
    stop()
    end(because: reason, &events)
  }

  private func end(because reason: Phrase, _ events: inout [Event]) {
    let wasUp = condition == .up
    if wasUp { goneSince = lastSign }
    setGone(reason)
    events.append(wasUp ? .gone(reason) : .failed(reason))
    events += open.sorted { $0.key < $1.key }.map { .lost($0.value) }
    open = [:]
  }

  /// The reason for which ssh, or udpeek at its other end, ended: its last words, where it had any.
  private func reason(of ending: ChildProgram.Ending) -> Phrase {
    switch ending {
    case .status(2) where lastWords.contains("--control"):
      "the udpeek there is older than this one, and cannot be asked to send: it lacks listen --control"
    // The words of the shell there; those of the one here name the program that connects.
    case .status(127) where lastWords.isEmpty || lastWords.contains(command.udpeek.prefix { $0 != " " }):
      "no udpeek in the PATH there; --remote-udpeek says where it is"
    case .status, .signal:
      lastWords.isEmpty
        ? "ssh ended \(ending.phrase)"
        : Phrase(verbatim: lastWords.hasSuffix(".") ? String(lastWords.dropLast()) : lastWords)
    }
  }

  /// Whether it failed because ssh may not ask: for a password, or whether a key is right.
  var needsAsking: Bool {
    guard case .gone = condition else { return false }
    return ["Permission denied", "Host key verification failed"].contains { lastWords.contains($0) }
  }

  // MARK: Reports

  /// Reads what it says.
  /// - Returns: whether there may be more.
  @discardableResult
  private func readErrors(_ child: ChildProgram, _ events: inout [Event]) -> Bool {
    guard areErrorsOpen, let bytes = ChildProgram.read(child.errors) else { return false }
    areErrorsOpen = !bytes.isEmpty
    lines.take(bytes) { line, _ in take(line, &events) }
    return areErrorsOpen
  }

  private func take(_ line: [UInt8], _ events: inout [Event]) {
    guard let report = ControlReport(line) else {
      let text = String(decoding: line, as: UTF8.self)
      guard text.contains(where: { !$0.isWhitespace }) else { return }
      // What follows an error of the command line says how to write it, not what is wrong.
      if !text.hasPrefix("Usage:"), text.first?.isWhitespace == false { lastWords = text }
      // Until it receives, the last line is the reason for which it does not.
      guard condition == .up, budget.allows(at: SystemClock.monotonic) else { return }
      return events.append(.said(text))
    }
    let now = SystemClock.monotonic
    lastSign = now
    switch report {
    case .ready:
      let gap = goneSince.map { now - $0 }
      missed += gap ?? 0
      (condition, attempts, goneSince, nextQuestion) = (.up, 0, nil, now)
      wasConnected = true
      clock = HostClock()
      events.append(.up(missed: gap))
    case .clock(let number, let time): clock.take(number, time: time, monotonic: now)
    case .refused(let id, let reason):
      guard let message = open.removeValue(forKey: id) else { break }
      events.append(.refused(message, Phrase(verbatim: reason)))
    case .failed(let failure):
      events.append(.failure(failure, failure.id.flatMap { open.removeValue(forKey: $0) }))
    }
  }

  /// Takes note of the datagrams that came from it so far: they are signs of life.
  func note(datagrams: Int) {
    guard datagrams > self.datagrams else { return }
    self.datagrams = datagrams
    if condition == .up { lastSign = SystemClock.monotonic }
  }

  // MARK: Requests

  private func ask(_ child: ChildProgram) {
    let now = SystemClock.monotonic
    questions += 1
    nextQuestion = now + (questions < Self.firstQuestions ? Self.firstInterval : Self.clockInterval)
    // Behind other requests, it would measure how long those take.
    if waiting.isEmpty { put(.clock(clock.ask(monotonic: now, wall: SystemClock.wall))) }
    flush(child)
  }

  /// Has the host send a message.
  /// - Returns: what became of it already, if it cannot even be tried.
  func send(_ message: ControlRequest.Message) -> Event? {
    guard condition == .up, let child else {
      let failure = TransmitFailure(origin: .local, code: ENOTCONN)
      return .failure(
        .init(id: message.id, time: SystemClock.wall, peer: message.peer, local: message.local, failure: failure),
        message)
    }
    guard waiting.count < Self.mostWaiting else { return .refused(message, TransmitRefusal.mailboxFull.phrase) }
    open[message.id] = message
    put(.send(message))
    flush(child)
    return nil
  }

  /// Takes note that a message became a row.
  func settle(_ id: TransmitID) { open[id] = nil }

  private func put(_ request: ControlRequest) { waiting += request.line }

  private func flush(_ child: ChildProgram) {
    if waiting.isEmpty { return }
    waiting.removeFirst(unsafe child.write(waiting.span.bytes))
  }
}
