import Basics
import CLinux
package import CaptureFile
package import CommandCore
import Configuration
package import DisplayFilter
import Glibc
import PayloadText
import PeerText
import Plumbing
package import UDPCore

/// The loop of `listen`: prints what the log gains, until something ends it.
package struct Listening {
  /// What is printed, and what ends it.
  package struct Options {
    /// How a record looks.
    package var form: RecordFormatter.Form = .text
    /// Whether each line begins with the date.
    package var showsDates = false
    /// Ends it after so many received datagrams were shown.
    package var count: Int?
    package var duration: TimeSpan?
    /// Ends it after the first datagram that this filter shows.
    package var until: DisplayFilter?
    /// Whether the summary alone is printed.
    package var isQuiet = false

    /// Prints lines until a signal comes.
    package init() {}
  }

  private let reception: Reception
  private var options: Options
  private let recording = Recording()
  private var setup: Setup { reception.setup }

  /// - Throws: what keeps the recording from standard output.
  package init(_ reception: Reception, _ options: Options) throws(Failure) {
    self.reception = reception
    self.options = options
    if let objection = reception.recording?.objection(printsRecords: options.form != .text) {
      throw Failure(objection, .usage)
    }
    if reception.recording?.isPipe == true { self.options.isQuiet = true }
  }

  /// Runs to the end.
  /// - Throws: the ending, when it is not 0.
  package func run() throws {
    try run(Console(forceUTF8: options.form == .json, recording: recording))
  }

  /// Runs to the end, printing to a console.
  /// - Throws: the ending, when it is not 0.
  func run(_ console: Console) throws {
    if let warning = Converters.warning(needed: setup.encodings.fixed) { console.say(warning) }
    setup.configuration.mistakes.forEach { console.say($0.description) }
    let (receiver, notices) = try reception.start()
    try startRecording(receiver)
    announce(receiver, notices: notices, console)

    let formatter = RecordFormatter(
      form: options.form, locale: console.locale, interfaces: setup.interfaces,
      dates: options.showsDates ? .always : nil)
    var reader = LogReader(
      texts: setup.encodings.texts, filter: setup.filter, until: options.until, count: options.count,
      isQuiet: options.isQuiet)
    var stream = RecordStream(console.output, formatter)
    let deadline = options.duration.map(\.fromNow)
    do throws(StandardOutput.Problem) {
      var progress = Progress.nothing
      repeat {
        if readsRows { receiver.changes.arm() }
        progress = try print(from: receiver, reader: &reader, to: &stream, deadline: deadline, console)
      } while !progress.isEnd && !isPipeOver
        && !isOver(after: progress, receiver: receiver, deadline: deadline, &stream, console)
    } catch {
      try end(receiver, reader: &reader, stream: &stream, after: error, console)
      return
    }
    receiver.stop()
    let ended = recording.ended
    let recorded = recording.finish() ?? ended
    if recorded?.failure == .closed { return }
    do throws(StandardOutput.Problem) {
      // What came in until the sockets were closed is still printed, unless a count has been reached, or judging it
      // takes long.
      let limit = SystemClock.monotonic + Self.restTime
      while !reader.isDone, !(reader.mayTakeLong && SystemClock.monotonic >= limit) {
        if case .nothing = try print(from: receiver, reader: &reader, to: &stream, deadline: nil, console) { break }
      }
      sayUnjudged(receiver, reader, console)
      try stream.finish(summary(receiver, reader), at: SystemClock.wall)
    } catch {
      try end(receiver, reader: &reader, stream: &stream, after: error, console)
      return
    }
    console.say(summary(receiver, reader).text)
    if let recorded { console.say(recorded.sentence) }
    receiver.withheldSentences.forEach(console.say)
    sayCure(receiver, console)
    if let complaint = recorded?.complaint {
      if ended == nil { console.say(complaint) }
      throw Ending.failed
    }
    if options.until != nil, !reader.untilWasMet { throw Ending.untilNotMet }
  }

  /// What one look at the log brought.
  private enum Progress {
    /// No new row.
    case nothing
    /// Rows, and none is left.
    case caughtUp(rows: Int)
    /// Rows, and more are left.
    case behind
    /// What was waited for has come.
    case ended

    var isEnd: Bool { if case .ended = self { true } else { false } }
  }

  /// Whether anybody looks at the rows before the end: with `--quiet` alone the receiver thread is never made to wake
  /// this one.
  private var readsRows: Bool { !options.isQuiet || options.until != nil || options.count != nil }

  /// Rows at once from which on it counts as load, and the time in nanoseconds to let more gather then.
  private static let load = 64
  private static let gatherTime: Int64 = 2_000_000
  /// How long rows are judged at once before endings and signals are looked at, in nanoseconds.
  private static let sliceTime: Int64 = 30_000_000
  /// How long rows are judged on after the end by a filter that may take long for each, in nanoseconds.
  private static let restTime: Int64 = 50_000_000

  /// Prints the rows that are new, a slice at a time, so that signals and endings are seen under load.
  private func print(
    from receiver: Receiver, reader: inout LogReader, to stream: inout RecordStream, deadline: Int64?,
    _ console: Console
  ) throws(StandardOutput.Problem) -> Progress {
    let snapshot = receiver.log.snapshot()
    stream.nameInterfaces(by: receiver.interfaces)
    let begin = reader.next
    let limit = min(deadline ?? .max, SystemClock.monotonic + Self.sliceTime)
    reader.read(snapshot, slice: 4096, until: limit) { datagram, choice, text in
      stream.add(datagram, choice: choice, text: text)
    }
    if let failure = reader.takeFailure() { console.say(failure.description) }
    if readsRows { receiver.refreshDrops() }
    stream.noteDrops(receiver.drops.total, at: SystemClock.wall)
    if reader.isDone {
      try stream.flush()
      return .ended
    }
    let isCaughtUp = reader.next >= snapshot.endNumber
    try stream.flushIfDue(isCaughtUp: isCaughtUp)
    if reader.next == begin { return .nothing }
    return isCaughtUp ? .caughtUp(rows: Int(reader.next - begin)) : .behind
  }

  /// Waits for rows, a signal or the deadline: not at all when rows are left, a little under load.
  private func isOver(
    after progress: Progress, receiver: Receiver, deadline: Int64?, _ stream: inout RecordStream, _ console: Console
  ) -> Bool {
    let now = SystemClock.monotonic
    if let deadline, now >= deadline { return true }
    var limit = deadline ?? .max
    var seesRows = readsRows
    switch progress {
    case .behind, .ended: limit = now
    case .caughtUp(let rows) where rows >= Self.load:
      limit = min(limit, now + Self.gatherTime)
      seesRows = false
    case .caughtUp, .nothing: break
    }
    let timeout = limit == .max ? -1 : Int32(clamping: (limit - now + 999_999) / 1_000_000)
    var entries = [
      pollfd(fd: console.signals.wake.descriptor, events: Int16(POLLIN), revents: 0),
      pollfd(fd: receiver.attention.descriptor, events: Int16(POLLIN), revents: 0),
      pollfd(fd: recording.descriptor, events: Int16(POLLIN), revents: 0),
      pollfd(fd: receiver.changes.descriptor, events: Int16(POLLIN), revents: 0),
    ]
    _ = unsafe poll(&entries, seesRows ? 4 : 3, timeout)
    if entries[1].revents != 0 { sayNotices(of: receiver, &stream, console) }
    if entries[2].revents != 0, let complaint = recording.takeEnd()?.complaint { console.say(complaint) }
    if entries[3].revents != 0 { receiver.changes.clear() }
    if entries[0].revents != 0 { _ = console.signals.take() }
    return console.signals.isEndRequested
  }

  // MARK: What is said on standard error

  private func startRecording(_ receiver: Receiver) throws(Failure) {
    guard let request = reception.recording else { return }
    do throws(RecordingError) {
      try recording.start(
        request, of: receiver, from: 1, knowledge: setup.encodings.texts.knowledge,
        interfaces: setup.interfaces)
    } catch {
      throw Failure(error.phrase)
    }
  }

  /// Whether nothing more can be written to standard output, where that is the recording.
  private var isPipeOver: Bool { reception.recording?.isPipe == true && recording.ended != nil }

  private func announce(_ receiver: Receiver, notices: [Phrase], _ console: Console) {
    for socket in receiver.sockets {
      console.say(
        "listening on \(socket.local.text(setup.interfaces)), receive buffer \(ByteSize.text(socket.receiveBuffer))"
      )
    }
    let granted = receiver.sockets.map(\.receiveBuffer).min() ?? 0
    if granted < reception.options.receiveBuffer {
      console.say(
        """
        the kernel gave less than the \(ByteSize.text(reception.options.receiveBuffer)) asked for; \
        for more: sysctl -w net.core.rmem_max=\(reception.options.receiveBuffer)
        """)
    }
    if let status = recording.status { console.say(status.beginning) }
    notices.forEach(console.say)
    receiver.places.compactMap(\.beginning).forEach(console.say)
  }

  /// Says the receiver's notices; links may have changed, and with them the names of scopes.
  private func sayNotices(of receiver: Receiver, _ stream: inout RecordStream, _ console: Console) {
    let notices = receiver.takeNotices()
    if notices.isEmpty { return }
    stream.formatter.interfaces = receiver.interfaces.names
    for notice in notices { console.say(notice.sentence(stream.formatter.interfaces)) }
  }

  /// Says how many rows were not judged, or could not be.
  private func sayUnjudged(_ receiver: Receiver, _ reader: LogReader, _ console: Console) {
    if let summary = reader.failures.summary(
      options.until == nil ? "they are shown" : "a filter shows them, --until does not count them")
    {
      console.say(summary)
    }
    let end = receiver.log.snapshot().endNumber
    guard !reader.isDone, reader.next < end else { return }
    console.say("the end came before the filter had judged the last \(end - reader.next) rows")
  }

  private func sayCure(_ receiver: Receiver, _ console: Console) {
    guard receiver.drops.total > 0 else { return }
    console.say(
      "the kernel dropped datagrams because the receive buffer was full; for a larger one: --rcvbuf 64MiB, and sysctl -w net.core.rmem_max=67108864"
    )
  }

  private func summary(_ receiver: Receiver, _ reader: LogReader) -> RecordSummary {
    let counters = receiver.log.counters
    return RecordSummary(
      received: counters.received, shown: reader.shown, sent: counters.sent, kernelDrops: receiver.drops.total,
      dropsAreLowerBound: receiver.drops.isLowerBound, truncated: counters.truncated,
      evictedUnprinted: reader.missed)
  }

  /// The ending after standard output failed.
  private func end(
    _ receiver: Receiver, reader: inout LogReader, stream: inout RecordStream, after failure: StandardOutput.Problem,
    _ console: Console
  ) throws {
    receiver.stop()
    let ended = recording.ended
    let recorded = recording.finish() ?? ended
    if failure != .closed { console.say(summary(receiver, reader).text) }
    if let recorded { console.say(recorded.sentence) }
    if ended == nil, let complaint = recorded?.complaint { console.say(complaint) }
    if failure == .interrupted, let lost = failure.lost {
      // Who asked for the end has it: the loss is told.
      console.say(lost.message)
    } else if let lost = failure.lost {
      throw lost
    }
    if recorded?.complaint != nil { throw Ending.failed }
  }
}
