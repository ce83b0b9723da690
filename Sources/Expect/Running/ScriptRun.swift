import Basics
import DisplayFilter
import PayloadText
package import PeerText
package import Plumbing
import Templates
package import UDPCore

/// Runs a script, step after step, on the thread that calls it.
///
/// A step looks at everything that arrived since the last match, so a datagram that came before its step is not lost.
/// The kernel's time stamps decide whether one came in time, and before a step judges that nothing came, all that the
/// kernel has is read.
package final class ScriptRun {
  /// The options of a run.
  package struct Options {
    /// The encodings of peers whose endpoint has none.
    package var encodings = ChosenEncodings()
    /// Makes what is random in messages repeatable; `nil` takes the system's source of chance.
    package var seed: UInt64?
    /// The names of the interfaces, for addresses.
    package var interfaces = InterfaceNames()
    /// The local time's seconds ahead of UTC.
    package var utcOffset = 0

    /// Creates the defaults.
    package init() {}
  }

  /// The reason why a run ends early.
  enum Halt: Error {
    case failed
    case interrupted
  }

  /// The time after a deadline in which datagrams that the kernel stamped before it are still on their way to the
  /// socket, in nanoseconds.
  static let grace: Int64 = 20_000_000

  let script: Script
  let exchange: DrivenReceiver
  let options: Options
  private let signals: any ScriptSignals
  var channels: [ScriptChannel]
  var variables: [String: ScriptValue]
  var random: TemplateRandom
  var counters = TemplateCounters()
  var output = TemplateOutput()
  /// The compiled messages of each step, by encoding.
  private var programs: [[(encoding: TextEncoding, program: TemplateProgram)]]
  /// The expectations of steps whose filters have no variables.
  var waits: [Waiting?]
  /// The last datagram that was matched, whose fields expressions may name, and the channel that it came by.
  var matched: (datagram: Datagram, channel: Int)?
  /// The readers of fields, by name.
  var readers: [String: any FieldReader] = [:]
  /// The time from which the next step's time counts: when the last message left, or when the last match arrived, by the
  /// kernel's stamp. What this process does in between, such as printing, takes nothing from a step and adds nothing to it.
  var clock: Int64 = 0
  private var passes: [(number: Int, of: Int)] = []
  /// The next row whose text is to be observed.
  private var unread: UInt64 = 1
  /// The wall clock less the monotonic one, in nanoseconds.
  private var clockOffset: Int64 = 0
  private var nextID: UInt64 = 1

  /// Prepares a run.
  package init(_ script: Script, _ sockets: ScriptSockets, _ options: Options, signals: any ScriptSignals) {
    self.script = script
    self.options = options
    self.signals = signals
    exchange = sockets.exchange
    channels = zip(script.endpoints, sockets.sides).map { ScriptChannel($0, $1, options.encodings) }
    variables = script.variables
    random = options.seed.map { TemplateRandom(seed: $0) } ?? TemplateRandom()
    programs = Array(repeating: [], count: script.steps.count)
    waits = Array(repeating: nil, count: script.steps.count)
  }

  /// Runs the script to its end, or to the first step that fails.
  /// - Parameter report: called after each step.
  package func run(_ report: (StepReport) -> Void) -> ScriptOutcome {
    clock = SystemClock.monotonic
    do throws(Halt) {
      try run(script.statements, report)
      return .passed
    } catch {
      return error == .failed ? .failed : .interrupted
    }
  }

  private func run(_ statements: [ScriptStatement], _ report: (StepReport) -> Void) throws(Halt) {
    for statement in statements {
      if signals.isEndRequested { throw .interrupted }
      switch statement.kind {
      case .repeat(let count, let inner): try `repeat`(count, inner, report)
      case .unordered(let steps): try unordered(steps, report)
      default: try step(statement, report)
      }
    }
  }

  private func `repeat`(
    _ count: Int, _ statements: [ScriptStatement], _ report: (StepReport) -> Void
  ) throws(Halt) {
    let before = variables[ScriptParser.passName]
    passes.append((0, count))
    for number in 1...count {
      passes[passes.count - 1].number = number
      variables[ScriptParser.passName] = .number(Double(number))
      try run(statements, report)
      if signals.isEndRequested { throw .interrupted }
    }
    passes.removeLast()
    variables[ScriptParser.passName] = before
  }

  private func step(_ statement: ScriptStatement, _ report: (StepReport) -> Void) throws(Halt) {
    let begin = SystemClock.monotonic
    let start = clock
    let failure: StepFailure?
    switch statement.kind {
    case .send(let channel, let message): failure = send(message, by: channel, statement)
    case .expect(let expectation): failure = try expect(expectation, statement, from: start)
    case .never(let expectation): failure = try watch(expectation, statement, from: start)
    case .assert(let expression): failure = assert(expression)
    case .define(let name, let expression): failure = define(name, expression)
    case .wait(let span): failure = try wait(span, from: start)
    case .repeat, .unordered: failure = nil
    }
    try end(statement, from: begin, failure, report)
  }

  private func end(
    _ statement: ScriptStatement, from start: Int64, _ failure: StepFailure?, _ report: (StepReport) -> Void
  ) throws(Halt) {
    report(
      StepReport(step: statement, passes: passes, duration: SystemClock.monotonic - start, failure: failure))
    if failure != nil { throw .failed }
  }

  // MARK: Rows

  /// Returns the rows so far, and learns the peers' encodings from the new ones.
  func look() -> LogSnapshot {
    clockOffset = SystemClock.wall - SystemClock.monotonic
    let snapshot = exchange.receiver.log.snapshot()
    while unread < snapshot.endNumber {
      defer { unread += 1 }
      guard let datagram = snapshot[unread], let index = channels.firstIndex(where: { $0.owns(datagram) }) else {
        continue
      }
      channels[index].context.texts.observe(datagram)
    }
    return snapshot
  }

  /// The kernel's time of a row on the monotonic clock. A step of the wall clock moves only rows that are on their way.
  func time(of datagram: Datagram) -> Int64 { min(datagram.time - clockOffset, SystemClock.monotonic) }

  /// Receives until a time, or until something came.
  /// - Parameter eagerly: whether an answer is on its way, which a first moment is spent on.
  func receive(until limit: Int64, eagerly: Bool = false) throws(Halt) {
    if !eagerly || !exchange.receivesAtOnce() { exchange.wait(until: limit, or: signals.wake) }
    if signals.isEndRequested { throw .interrupted }
  }

  /// Receives everything that the kernel stamped before a time that has passed.
  func settle(after deadline: Int64) throws(Halt) {
    while SystemClock.monotonic < deadline + Self.grace { try receive(until: deadline + Self.grace) }
    exchange.drain()
  }

  // MARK: Steps without datagrams

  private func wait(_ span: TimeSpan, from start: Int64) throws(Halt) -> StepFailure? {
    let limit = start + Int64(clamping: span.nanoseconds)
    while SystemClock.monotonic < limit { try receive(until: limit) }
    clock = limit
    _ = look()
    return nil
  }

  private func assert(_ expression: ScriptExpression) -> StepFailure? {
    let details = { expression.names.map { name in Phrase(verbatim: "\(name) = \(self.value(name)?.shown ?? "-")") } }
    do throws(ScriptExpression.Problem) {
      return try expression.holds(value) ? nil : StepFailure("it does not hold", details())
    } catch {
      return StepFailure(error.reason, details())
    }
  }

  private func define(_ name: String, _ expression: ScriptExpression) -> StepFailure? {
    // A value from outside takes precedence.
    if let given = script.variables[name] {
      variables[name] = given
      return nil
    }
    do throws(ScriptExpression.Problem) {
      variables[name] = try expression.evaluated(value)
      return nil
    } catch {
      return StepFailure(error.reason)
    }
  }

  /// The value of a variable, or of a field of the last datagram that was matched; `nil` if it has none.
  func value(_ name: String) -> ScriptValue? {
    if let value = variables[name] { return value }
    guard let (datagram, channel) = matched, let fields = script.fields, fields.hasField(name) else { return nil }
    let reader: any FieldReader
    if let known = readers[name] {
      reader = known
    } else {
      let operand = FieldOperand(text: FilterText("", ignoresCase: false), number: nil)
      reader = fields.reader(of: [.compare(name, .equal, operand)])
      readers[name] = reader
    }
    let text = datagram.withRecord { record, block in
      reader.text(0, FieldRow(record: record, number: datagram.number), in: block, channels[channel].context)
    }
    return text.isEmpty ? nil : .captured(text)
  }

  // MARK: Sending

  private func send(_ message: ScriptMessage, by index: Int, _ statement: ScriptStatement) -> StepFailure? {
    _ = look()
    guard let (peer, path, interface) = channels[index].recipient(exchange.receiver.sockets) else {
      return StepFailure("nobody asked yet: there is nobody to answer")
    }
    let encoding = channels[index].endpoint.encoding?.encoding ?? channels[index].context.texts.answering(peer)
    var context = TemplateContext(time: SystemClock.wall)
    context.utcOffset = options.utcOffset
    context.peer = peer
    context.local = path.endpoint
    context.interfaces = options.interfaces
    context.limit = peer.address.largestPayload
    for (place, name) in message.names.enumerated() {
      guard let value = message.usedNames.contains(place) ? value(name) : .text("") else {
        return StepFailure("\(name) has no value: the last answer lacks it")
      }
      context.captures.append(value.templateValue)
    }
    if message.hasCounter { context.index = counters.next(String(statement.index), to: peer) }
    do throws(TemplateError) {
      try program(message, encoding, statement.index).render(context, &random, into: &output)
    } catch {
      return StepFailure("the message cannot be made: \(error)")
    }
    return transmit(
      TransmitRequest(to: peer, by: path, payload: output.bytes, interface: interface, id: TransmitID(nextID)))
  }

  private func program(
    _ message: ScriptMessage, _ encoding: TextEncoding, _ step: Int
  ) throws(TemplateError) -> TemplateProgram {
    for known in programs[step] where known.encoding == encoding { return known.program }
    let program = try TemplateProgram(message.template, as: encoding, files: message.files)
    programs[step].append((encoding, program))
    return program
  }

  /// Sends a message and looks for its row.
  private func transmit(_ request: TransmitRequest) -> StepFailure? {
    nextID += 1
    let first = unread
    do throws(TransmitRefusal) { try exchange.send(request) } catch { return StepFailure(error.phrase) }
    let snapshot = look()
    for number in first..<snapshot.endNumber {
      guard let datagram = snapshot[number], datagram.transmitID == request.id else { continue }
      // Taken before the send, after which others may run first.
      clock = time(of: datagram)
      guard datagram.kind == .failure, let failure = datagram.failure else { return nil }
      return StepFailure(failure.explanation, [Phrase(verbatim: request.peer.text(options.interfaces))])
    }
    return StepFailure("not sent: the message has no row")
  }

  // MARK: Blocks in any order

  private func unordered(_ steps: [ScriptStatement], _ report: (StepReport) -> Void) throws(Halt) {
    let begin = SystemClock.monotonic
    let results = try expectAll(steps, from: clock)
    let duration = SystemClock.monotonic - begin
    var isFailed = false
    for (step, result) in zip(steps, results) {
      let failure: StepFailure?
      switch result {
      case .passed: failure = nil
      case .failed(let reason): failure = reason
      case .unfinished: continue
      }
      isFailed = isFailed || failure != nil
      report(StepReport(step: step, passes: passes, duration: duration, failure: failure))
    }
    if isFailed { throw .failed }
  }
}

/// The signals that end a run.
package protocol ScriptSignals {
  /// Whether a signal asked for the end.
  var isEndRequested: Bool { get }
  /// Ends a wait when a signal arrives; `nil` where none can.
  var wake: WakeUp? { get }
}
