package import Basics
import CLinux
package import CaptureFile
package import CommandCore
import Configuration
package import DisplayFilter
import Formats
import Glibc
import PayloadText
import PeerText
import Plumbing
import Rules
import UDPCore

/// Runs `listen`: prints the rows added to the log until something ends it.
package struct Listening {
  /// The form of the output, and the conditions that end the run.
  package struct Options {
    /// The form of a record.
    package var form: RecordFormatter.Form = .text
    /// Whether each line begins with the date.
    package var showsDates = false
    /// The number of received datagrams to show before the run ends.
    package var count: Int?
    /// The time after which the run ends; `nil` for no limit.
    package var duration: TimeSpan?
    /// Ends the run after the first datagram that this filter shows.
    package var until: DisplayFilter?
    /// Whether the run ends after the first alarm.
    package var endsWithAlarm = false
    /// The fields of each datagram's record; `nil` for all of them.
    package var selection: RecordSelection?
    /// The limits of the arrays that JSON's objects are joined into; `nil` for one object a line.
    package var batch: RecordBatch.Limits?
    /// Whether each record has Wireshark's tree.
    package var dissects = false
    /// Whether only the summary is printed.
    package var isQuiet = false
    /// Whether requests are taken on standard input, and reported on standard error.
    package var takesRequests = false
    /// Says what became of received datagrams; `nil` for nothing.
    var verdicts: (any RowVerdicts)?

    /// Creates options that print text lines until a signal arrives.
    package init() {}
  }

  let reception: Reception
  private(set) var options: Options
  let recording: Recording
  var setup: Setup { reception.setup }

  /// Prepares a run.
  /// - Throws: a usage error if the recording cannot go to standard output.
  package init(_ reception: Reception, _ options: Options) throws(CommandFailure) {
    try self.init(reception, options, Recording())
  }

  /// Prepares a run whose recording the signals of a console finish.
  init(_ reception: Reception, _ options: Options, _ recording: Recording) throws(CommandFailure) {
    self.recording = recording
    self.reception = reception
    self.options = options
    try setup.checkFilter(knowing: .arriving)
    if let objection = reception.recording?.objection(printsRecords: options.form != .text) {
      throw CommandFailure(objection, .usage)
    }
    if reception.recording?.isPipe == true { self.options.isQuiet = true }
  }

  /// Runs to the end.
  /// - Throws: the exit status, unless it is 0.
  package func run() throws {
    try run(Console(forceUTF8: options.form == .json, recording: recording, startsLater: true))
  }

  /// Runs to the end, printing to a console.
  /// - Throws: the exit status, unless it is 0.
  func run(_ console: Console) throws {
    if let warning = Converters.warning(needed: setup.encodings.encodingForAll) { console.say(warning, .warning) }
    setup.configuration.problems.forEach { console.say($0.phrase, .warning) }
    let started = try reception.start(console.signals)
    let (receiver, metrics) = (started.receiver, started.metrics)
    defer { finish(metrics, console) }
    try startRecording(receiver)
    var alarms = try alarmWatch(receiver)
    publish(alarms, to: metrics)
    announce(started, console)
    let desk = options.takesRequests ? ControlDesk(receiver, console) : nil
    let manager = ServiceManager.current
    reportReady(receiver, to: manager, console)

    var formatter = RecordFormatter(
      form: options.form, locale: console.locale, interfaces: setup.interfaces,
      dates: options.showsDates ? .always : nil)
    formatter.selection = options.selection
    if let book = started.rules?.book { formatter.ruleName = { book.name(of: $0) } }
    var reader = LogReader(
      texts: setup.encodings.texts, filter: setup.filter, until: options.until, count: options.count,
      isQuiet: options.isQuiet, formats: setup.observedFormats(handsOver: !options.isQuiet, options.until),
      pairing: setup.newPairing)
    var stream = RecordStream(
      console.output, formatter, dissector: options.dissects ? StreamDissector(console) : nil,
      highlightsNotes: options.verdicts != nil && options.form != .json && console.usesColors, batch: options.batch)
    let deadline = options.duration.map(\.fromNow)
    do throws(StandardOutput.Problem) {
      var progress = Progress.nothing
      repeat {
        if readsRows { receiver.changes.arm() }
        progress = try print(from: receiver, reader: &reader, to: &stream, deadline: deadline, console)
        desk?.look()
        watch(&alarms, console)
        publish(alarms, to: metrics)
      } while !progress.isEnd && !isPipeOver && !isOver(by: alarms)
        && !isOver(after: progress, started, alarms, desk, deadline: deadline, &stream, console)
    } catch {
      reportStopping(to: manager, console)
      finish(&alarms, console)
      try end(receiver, reader: &reader, stream: &stream, after: error, console)
      return
    }
    reportStopping(to: manager, console)
    letPass(receiver, console)
    receiver.stop()
    sayNews(of: started.rules, console)
    finish(&alarms, console)
    let ended = recording.ended
    let recorded = recording.finish() ?? ended
    if recorded?.failure == .closed { return }
    do throws(StandardOutput.Problem) {
      // Datagrams received before the sockets were closed are still printed, unless a count has been reached or judging
      // them takes long.
      let limit = SystemClock.monotonic + Self.restTime
      while !reader.isDone, !(reader.canBeSlow && SystemClock.monotonic >= limit) {
        if stream.isBlocked { try stream.writeLines() }
        if case .nothing = try print(from: receiver, reader: &reader, to: &stream, deadline: nil, console) { break }
      }
      reader.skipUnstored(receiver.log.snapshot()) { stream.noteEvicted($0, at: SystemClock.wall) }
      sayUnjudged(receiver, reader, console)
      try stream.finish(summary(receiver, reader), at: SystemClock.wall)
    } catch {
      try end(receiver, reader: &reader, stream: &stream, after: error, console)
      return
    }
    saySummary(receiver, reader, console)
    if let recorded { console.say(recorded.sentence) }
    options.verdicts?.summary(receiver.withheld).forEach(console.say)
    receiver.withheldSentences.forEach(console.say)
    sayRemedy(receiver, console)
    if let problem = recorded?.problem {
      if ended == nil { console.say(problem, .error) }
      throw ExitStatus.failed
    }
    if isAlarmed(alarms) { throw ExitStatus.alarm }
    if options.until != nil, !reader.untilMatched { throw ExitStatus.untilNotMet }
  }

  /// The result of one look at the log.
  private enum Progress {
    /// No new row.
    case nothing
    /// New rows were read, and none are left.
    case caughtUp(rows: Int)
    /// New rows were read, and more are left.
    case behind
    /// The reader of standard output accepts nothing at the moment; rows wait in the log.
    case blocked
    /// A condition that ends the run has been met.
    case ended

    var isEnd: Bool { if case .ended = self { true } else { false } }
  }

  /// Whether rows are read before the end; with `--quiet` alone, the receiver thread never has to wake this one.
  private var readsRows: Bool {
    !options.isQuiet || options.until != nil || options.count != nil || options.takesRequests
      || !setup.alarms.isEmpty || setup.pairing != nil
  }

  /// The number of rows in one look that counts as load, and the time in nanoseconds to let more gather then.
  private static let load = 64
  private static let gatherTime: Int64 = 2_000_000
  /// The longest time, in nanoseconds, spent on judging rows before end conditions and signals are checked.
  private static let sliceTime: Int64 = 30_000_000
  /// The time, in nanoseconds, for which a slow filter still judges rows after the end.
  private static let restTime: Int64 = 50_000_000

  /// Prints new rows a slice at a time, so that signals and end conditions are noticed under load; none while the reader
  /// of standard output accepts nothing, for then this thread has alarms to judge and an end to keep.
  private func print(
    from receiver: Receiver, reader: inout LogReader, to stream: inout RecordStream, deadline: Int64?,
    _ console: Console
  ) throws(StandardOutput.Problem) -> Progress {
    // Records are for other programs.
    let words = options.form == .json ? Wording.english : console.wording
    if stream.isBlocked {
      try stream.writeReady(isCaughtUp: false)
      if stream.isBlocked { return .blocked }
    }
    let snapshot = receiver.log.snapshot()
    options.verdicts?.wait(through: snapshot.endNumber, isEndRequested: { console.signals.isEndRequested })
    stream.nameInterfaces(by: receiver.interfaces)
    let begin = reader.next
    let limit = min(deadline ?? .max, SystemClock.monotonic + Self.sliceTime)
    reader.read(
      snapshot, slice: 4096, until: limit, skipped: { stream.noteEvicted($0, at: SystemClock.wall) }
    ) { datagram, texts, observed in
      let choice = texts.choice(of: datagram)
      stream.add(
        datagram, choice: choice, text: texts.text(of: datagram, as: choice),
        note: options.verdicts?.trouble(of: datagram.number).map(words.text),
        description: setup.description(observed.observation), pair: observed.pair)
    }
    if let failure = reader.takeFailure() { console.say(failure.phrase, .warning) }
    if readsRows { receiver.refreshDrops() }
    stream.noteDrops(receiver.drops.total, at: SystemClock.wall)
    if reader.isDone {
      try stream.flush()
      return .ended
    }
    let isCaughtUp = reader.next >= snapshot.endNumber
    try stream.writeReady(isCaughtUp: isCaughtUp)
    if stream.isBlocked { return .blocked }
    if reader.next == begin { return .nothing }
    return isCaughtUp ? .caughtUp(rows: Int(reader.next - begin)) : .behind
  }

  /// Waits for rows, a signal or the deadline: not at all when rows are left, briefly under load.
  private func isOver(
    after progress: Progress, _ started: Reception.Started, _ alarms: AlarmWatch?, _ desk: ControlDesk?,
    deadline: Int64?, _ stream: inout RecordStream, _ console: Console
  ) -> Bool {
    let receiver = started.receiver
    let now = SystemClock.monotonic
    if let deadline, now >= deadline { return true }
    var limit = deadline ?? .max
    var watchesRows = readsRows
    switch progress {
    case .behind, .ended: limit = now
    case .caughtUp(let rows) where rows >= Self.load:
      limit = min(limit, now + Self.gatherTime)
      watchesRows = false
    case .blocked:
      // Alarms are judged meanwhile, of what arrives.
      if alarms != nil { limit = min(limit, now + Self.gatherTime) }
      watchesRows = false
    case .caughtUp, .nothing: break
    }
    for due in [alarms?.nextDue, stream.due, desk?.deadline] { limit = min(limit, due ?? .max) }
    var waiting = PollSet()
    waiting.add(alarms?.attention)
    let signal = waiting.add(console.signals.wake)
    let notices = waiting.add(receiver.attention)
    let recorded = waiting.add(recording.descriptor)
    let rows = waiting.add(watchesRows ? receiver.changes : nil)
    let rules = waiting.add(started.rules?.attention)
    let metrics = waiting.add(started.metrics?.attention)
    let requests = waiting.add(desk?.descriptor)
    if stream.isBlocked { console.output.await(in: &waiting) }
    waiting.wait(until: limit)
    if waiting.isReady(notices) { sayNotices(of: receiver, &stream, console) }
    if waiting.isReady(rules) { sayNews(of: started.rules, console) }
    if waiting.isReady(metrics) { sayNews(of: started.metrics, console) }
    if waiting.isReady(recorded), let problem = recording.takeFinalStatus()?.problem { console.say(problem, .error) }
    if waiting.isReady(rows) { receiver.changes.clear() }
    if waiting.isReady(signal) { _ = console.signals.take() }
    if waiting.isReady(requests) { desk?.read() }
    return console.signals.isEndRequested || desk?.isOver == true
  }

  /// Has a relay pass on what is delayed when the run ends by itself; a signal ends that too.
  private func letPass(_ receiver: Receiver, _ console: Console) {
    guard let relay = receiver.relay, !console.signals.isEndRequested else { return }
    // An earlier report may not know of the last datagrams yet.
    let current = relay.reportCount + 2
    _ = relay.report
    var (limit, isSaid) = (Int64.min, false)
    let begin = SystemClock.monotonic
    while !console.signals.isEndRequested {
      var waiting = PollSet()
      waiting.add(console.signals.wake)
      waiting.wait(for: Self.relayPause)
      _ = console.signals.take()
      let (count, report) = (relay.reportCount, relay.report)
      if count < current { continue }
      if limit == .min { limit = report.lastDue }
      if report.waiting == 0 || SystemClock.monotonic > limit + Self.relayPause { return }
      guard !isSaid, SystemClock.monotonic - begin > 1_000_000_000 else { continue }
      isSaid = true
      console.say("passing on what is still delayed, \(report.waiting) datagrams; Ctrl-C ends at once")
    }
  }

  /// The time between two looks at what a relay still delays, in nanoseconds.
  private static let relayPause: Int64 = 10_000_000

  // MARK: The recording, and the end of the output

  private func startRecording(_ receiver: Receiver) throws(CommandFailure) {
    guard var request = reception.recording else { return }
    request.namesRequests = options.takesRequests
    do throws(RecordingError) {
      try recording.start(
        request, of: receiver, from: 1, encodingSnapshot: setup.encodings.texts.snapshot,
        interfaces: setup.interfaces)
    } catch {
      throw CommandFailure(error.phrase)
    }
  }

  /// Whether standard output carries the recording and can take no more of it.
  private var isPipeOver: Bool { reception.recording?.isPipe == true && recording.ended != nil }

  /// Ends the run after standard output failed.
  private func end(
    _ receiver: Receiver, reader: inout LogReader, stream: inout RecordStream, after failure: StandardOutput.Problem,
    _ console: Console
  ) throws {
    receiver.stop()
    let ended = recording.ended
    let recorded = recording.finish() ?? ended
    if failure != .closed { saySummary(receiver, reader, console) }
    if let recorded { console.say(recorded.sentence) }
    if ended == nil, let problem = recorded?.problem { console.say(problem, .error) }
    if failure == .interrupted, let lost = failure.lost {
      // Whoever asked for the end gets it: the loss is only reported.
      console.say(lost.message, .error)
    } else if let lost = failure.lost {
      throw lost
    }
    if recorded?.problem != nil { throw ExitStatus.failed }
  }
}
