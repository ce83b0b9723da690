import Basics
import CaptureFile
import Configuration
import DisplayFilter
import PayloadText
import PeerText
import Plumbing
import Rules
import Synchronization
import UDPCore

/// The thread of the program of `--exec`: keeps it running, gives it datagrams, and sends what it asks for.
final class CoprocessLoop {
  private static let second: Int64 = 1_000_000_000
  /// The time between two looks whether the program ended, where the kernel does not tell.
  private static let lookInterval: Int64 = 100_000_000
  /// The time for which nothing is read of the program when too many requests wait.
  private static let restTime: Int64 = 10_000_000
  /// The most rows read in one turn, and the time for it.
  private static let slice = 1_024
  private static let sliceTime: Int64 = 10_000_000
  /// The notices a second about lines of the program.
  private static let noticeRate = 10
  /// The longest line of standard output: the text of the largest datagram, each character escaped.
  private static let lineLimit = 512 << 10
  /// The longest line of standard error that is shown.
  private static let shownLimit = 500

  private let command: String
  private let setup: Setup
  private let desk: RuleCompanionDesk
  private let shared: CoprocessShared

  private var reader: LogReader
  private var formatter: RecordFormatter
  private var queue = CoprocessQueue()
  private var child: ChildProgram?
  private var lines = LineSplitter(limit: CoprocessLoop.lineLimit)
  private var errorLines = LineSplitter(limit: CoprocessLoop.shownLimit)
  /// Whether the streams have more to read.
  private var isOutputOpen = false
  private var areErrorsOpen = false
  private var nextStart: Int64 = .min
  private var nextOutput: Int64 = .min
  private var budget = NoticeBudget(limit: CoprocessLoop.noticeRate)
  /// The datagrams that the program did not get, and how many of them were told.
  private var missed = 0
  private var toldMissed = 0
  private var nextMissed: Int64 = .min

  init(_ command: String, _ setup: Setup, _ desk: RuleCompanionDesk, _ shared: CoprocessShared) {
    self.command = command
    self.setup = setup
    self.desk = desk
    self.shared = shared
    reader = LogReader(
      texts: setup.encodings.texts, filter: setup.filter, formats: setup.observedFormats(handsOver: true))
    formatter = RecordFormatter(form: .json, interfaces: setup.interfaces)
  }

  /// Runs until the end is requested, and ends the program.
  func run() {
    while true {
      shared.wake.arm()
      if shared.isStopping.load(ordering: .acquiring) { break }
      startIfDue()
      let isCaughtUp = readRows()
      tellCounts(isLast: false)
      wait(isCaughtUp: isCaughtUp)
    }
    child?.terminate()
    child = nil
    tellCounts(isLast: true)
  }

  private func wait(isCaughtUp: Bool) {
    var waiting = PollSet()
    waiting.add(shared.wake)
    let isResting = SystemClock.monotonic < nextOutput
    let input = waiting.add(queue.isEmpty ? nil : child?.input, for: .writable)
    let output = waiting.add(isOutputOpen && !isResting ? child?.output : nil)
    let errors = waiting.add(areErrorsOpen ? child?.errors : nil)
    waiting.add(child?.end)
    waiting.wait(until: isCaughtUp ? nextWake(isResting: isResting) : SystemClock.monotonic)
    shared.wake.clear()
    guard let child else { return }
    if waiting.isReady(output) { readOutput(child) }
    if waiting.isReady(errors) { readErrors(child) }
    if waiting.isReady(input) { queue.flush { child.write($0) } }
    if let ending = child.takeEnding() { finish(child, ending) }
  }

  /// The time at which something is to be done even if nothing happens; `nil` for never.
  private func nextWake(isResting: Bool) -> Int64? {
    var times: [Int64] = []
    if let due = budget.due { times.append(due) }
    if missed > toldMissed { times.append(nextMissed) }
    if isResting { times.append(nextOutput) }
    if let child {
      if child.end < 0 { times.append(SystemClock.monotonic + Self.lookInterval) }
    } else {
      times.append(nextStart)
    }
    return times.min()
  }

  // MARK: The program

  private func startIfDue() {
    let now = SystemClock.monotonic
    guard child == nil, now >= nextStart else { return }
    nextStart = now + Self.second
    do throws(CoprocessProblem) {
      child = try ChildProgram(command)
    } catch {
      return desk.say("exec: the program cannot be started: \(error.phrase); trying again in a second", isTrouble: true)
    }
    (isOutputOpen, areErrorsOpen) = (true, true)
    queue.beginAnew()
  }

  /// Takes the last words of a program that ended.
  private func finish(_ child: ChildProgram, _ ending: ChildProgram.Ending) {
    while isOutputOpen, readOutput(child) {}
    while areErrorsOpen, readErrors(child) {}
    lines.end { answer($0, isCut: $1) }
    errorLines.end { show($0, isCut: $1) }
    self.child = nil
    desk.say("exec: the program ended \(ending.phrase); it is started again", isTrouble: true)
  }

  /// Sends what the program asks for.
  /// - Returns: whether there may be more.
  @discardableResult
  private func readOutput(_ child: ChildProgram) -> Bool {
    guard let bytes = ChildProgram.read(child.output) else { return false }
    isOutputOpen = !bytes.isEmpty
    lines.take(bytes) { answer($0, isCut: $1) }
    return isOutputOpen
  }

  /// Shows what the program says on its standard error.
  /// - Returns: whether there may be more.
  @discardableResult
  private func readErrors(_ child: ChildProgram) -> Bool {
    guard let bytes = ChildProgram.read(child.errors) else { return false }
    areErrorsOpen = !bytes.isEmpty
    errorLines.take(bytes) { show($0, isCut: $1) }
    return areErrorsOpen
  }

  // MARK: Datagrams for the program

  /// Puts new rows into the queue, and counts those for which it has no room.
  /// - Returns: whether no more rows are left.
  private func readRows() -> Bool {
    let snapshot = desk.log.snapshot()
    guard reader.next < snapshot.endNumber else { return true }
    let isArmed = desk.book.isArmed(desk.number)
    let evicted = reader.missed
    var given = 0
    var last: Int64?
    reader.read(snapshot, slice: Self.slice, until: SystemClock.monotonic + Self.sliceTime) {
      datagram, texts, _ in
      guard datagram.kind == .incoming, isArmed else { return }
      guard queue.hasRoom else { return missed += 1 }
      let choice = texts.choice(of: datagram)
      queue.add { formatter.append(datagram, choice: choice, text: texts.text(of: datagram, as: choice), to: &$0) }
      given += 1
      last = datagram.time
    }
    missed += reader.missed - evicted
    if let failure = reader.takeFailure() { desk.say(failure.phrase, isTrouble: true) }
    if given > 0 {
      desk.book.change(desk.number) { record in
        record.hits += given
        record.lastHit = last
      }
    }
    return reader.next >= snapshot.endNumber
  }

  // MARK: Messages of the program

  private func answer(_ line: [UInt8], isCut: Bool) {
    if line.isEmpty { return }
    do throws(CoprocessProblem) {
      if isCut { throw CoprocessProblem("it is longer than 512 KiB") }
      let message = try CoprocessMessage(line, setup.configuration.settings.aliases)
      guard desk.book.isArmed(desk.number) else {
        throw CoprocessProblem("exec is disarmed; Space in the list of rules arms it")
      }
      try post(message)
    } catch {
      say("exec: not sent: \(error.phrase): \(Self.shown(line))")
    }
  }

  private func post(_ message: CoprocessMessage) throws(CoprocessProblem) {
    let request: TransmitRequest
    switch message.recipient {
    case .row(let number):
      guard let datagram = desk.log.snapshot()[number] else {
        throw CoprocessProblem("row \(String(number)) is not in memory")
      }
      guard let asked = ReplyRequest(datagram) else {
        throw CoprocessProblem("row \(String(number)) was not received, so that nothing answers it")
      }
      let payload = try bytes(of: message.content, for: asked.peer)
      let tag = if case .bytes = message.content { TransmitID.tag(.hex) } else { 0 as UInt8 }
      request = TransmitRequest(
        answering: asked, payload: payload, id: TransmitID(desk.number, answering: asked.row, tag: tag))
    case .endpoint(let endpoint):
      let destination: Destination
      do throws(SocketError) { destination = try endpoint.destination(interfaces: setup.interfaces) } catch {
        throw CoprocessProblem(error.phrase)
      }
      let payload = try bytes(of: message.content, for: destination.peer)
      request = TransmitRequest(unasked: destination, payload: payload, by: desk.number)
    }
    do throws(TransmitRefusal) { try desk.post(request) } catch {
      // It is counted as withheld; a program that asks for too much is read more slowly.
      guard error == .mailboxFull else { throw CoprocessProblem(error.phrase) }
      nextOutput = SystemClock.monotonic + Self.restTime
    }
  }

  private func bytes(
    of content: CoprocessMessage.Content, for peer: Endpoint
  ) throws(CoprocessProblem) -> [UInt8] {
    switch content {
    case .bytes(let bytes): return bytes
    case .text(let text):
      do throws(TextEncodingError) {
        return try TextEncoder.encode(text, as: reader.texts.answering(peer))
      } catch {
        desk.book.change(desk.number) { $0.withheld[.unencodable, default: 0] += 1 }
        throw CoprocessProblem(error.phrase)
      }
    }
  }

  // MARK: What is told

  private func show(_ line: [UInt8], isCut: Bool) {
    say("exec: \(Self.shown(line, isCut: isCut))")
  }

  /// Tells a sentence about a line of the program, unless there were too many within a second.
  private func say(_ sentence: Phrase) {
    if budget.allows(at: SystemClock.monotonic) { desk.say(sentence, isTrouble: true) }
  }

  /// Tells how many lines were left out and how many datagrams the program missed, at most once a second.
  private func tellCounts(isLast: Bool) {
    let now = isLast ? Int64.max - Self.second : SystemClock.monotonic
    if let count = budget.takeLeftOut(at: now) {
      desk.say(
        count == 1 ? "exec: 1 more line was left out" : "exec: \(count) more lines were left out", isTrouble: true)
    }
    guard missed > toldMissed, now >= nextMissed else { return }
    let count = missed - toldMissed
    desk.say(
      count == 1
        ? "exec: the program is slow and missed 1 datagram" : "exec: the program is slow and missed \(count) datagrams",
      isTrouble: true)
    toldMissed = missed
    nextMissed = now + Self.second
  }

  /// The beginning of a line as text.
  private static func shown(_ line: [UInt8], isCut: Bool = false) -> String {
    let text = String(decoding: line.prefix(shownLimit), as: UTF8.self)
    return isCut || line.count > shownLimit ? text + "…" : text
  }
}
