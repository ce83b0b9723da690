package import Alarms
package import Basics
package import Configuration
import DisplayFilter
import Formats
package import PeerText
package import Plumbing
package import UDPCore

/// The alarms of a running reception, on the thread of the screen or of a command: reads the log behind it, has the engine
/// judge each row, and does what the alarms ask for.
package struct AlarmWatch {
  /// Something that a person should know.
  package enum Report: Sendable {
    /// An alarm begins.
    case began(AlarmRecord, Phrase)
    /// An alarm is over.
    case ended(AlarmRecord, Phrase)
    /// A program or a recording of an alarm: what it did, or why it did not.
    case said(Phrase, isTrouble: Bool)
  }

  /// The rows judged between two looks at the clock.
  private static let rowsBetweenLooks = 64
  /// The time between two rings of the bell while an alarm is not acknowledged, in nanoseconds.
  private static let ringInterval: Int64 = 60_000_000_000

  /// The delay of a look that shows that the process was stopped, and the time that rows get then, in nanoseconds.
  private static let lateness: Int64 = 1_000_000_000

  private var engine: AlarmEngine
  private var formats: FormatObserver?
  private var context: FilterContext
  /// The next row to judge.
  private var next: UInt64
  private let receiver: Receiver
  private let programs: AlarmPrograms
  private var recordings: AlarmRecordings
  /// The time of the next ring; `nil` while nothing rings.
  private var nextRing: Int64?
  private var mustRing = false
  /// The time before which nobody is called silent, in nanoseconds of the monotonic clock.
  private var patience: Int64 = 0
  /// Whether rows are left to judge.
  package private(set) var isBehind = false
  /// The alarms that began so far.
  package private(set) var raised = 0

  /// Begins to watch a receiver's log.
  /// - Parameter first: the first row to judge.
  /// - Throws: an error if the process cannot open more files.
  package init(
    _ rules: [AlarmRule], _ receiver: Receiver, _ setup: Setup, from first: UInt64 = 1
  ) throws(SystemError) {
    next = max(1, first)
    self.receiver = receiver
    engine = AlarmEngine(rules)
    context = FilterContext(texts: setup.encodings.texts, now: SystemClock.wall)
    programs = try AlarmPrograms()
    recordings = AlarmRecordings(receiver, setup)
    if engine.needsFormats { formats = FormatObserver(setup.library.book) }
  }

  /// Takes other rules in place of these, with the formats that they need.
  package mutating func replaceRules(by rules: [AlarmRule], _ library: FormatLibrary, folder: String?) {
    recordings.folder = folder
    guard rules != engine.rules else { return }
    engine.replaceRules(by: rules, at: Self.now)
    formats = engine.needsFormats ? FormatObserver(library.book) : nil
  }

  /// The alarms: those in force first, and the latest first.
  package var records: [AlarmRecord] { engine.records }

  /// What each rule did so far.
  package var tallies: [AlarmTally] { engine.tallies }

  /// A number that rises when an alarm changes.
  package var version: Int { engine.version }

  /// Signalled when a program has something to report.
  package var attention: WakeUp { programs.attention }

  /// The time at which `look` has something to do although no rows arrive, in nanoseconds of the monotonic clock.
  package var nextDue: Int64? {
    if isBehind { return 0 }
    return [engine.nextDue.map { max($0, patience) }, recordings.nextDue, nextRing].compactMap { $0 }.min()
  }

  /// Whether the recording of an alarm goes on.
  package var isRecording: Bool { recordings.nextDue != nil }

  /// Marks an alarm as acknowledged: it neither rings nor runs a program until it is over.
  package mutating func acknowledge(_ number: UInt64) {
    engine.acknowledge(number)
    if !engine.isRinging { nextRing = nil }
  }

  /// Whether the bell should ring, once.
  package mutating func takeRing() -> Bool {
    defer { mustRing = false }
    return mustRing
  }

  private static var now: AlarmEngine.Moment {
    AlarmEngine.Moment(monotonic: SystemClock.monotonic, wall: SystemClock.wall)
  }

  /// Judges new rows and does what is due.
  /// - Parameters:
  ///   - limit: a time of the monotonic clock after which no row is begun.
  ///   - texts: the peers' texts where somebody else learns them; `nil` to learn them here.
  package mutating func look(until limit: Int64, texts: PeerTexts? = nil) -> [Report] {
    let idle = context.texts
    if let texts { context.texts = texts }
    let snapshot = receiver.log.snapshot()
    context.now = SystemClock.wall
    isBehind = !judge(snapshot, until: limit, learns: texts == nil)
    let now = Self.now
    // A process that was stopped finds what came meanwhile a moment later.
    if let due = engine.nextDue, now.monotonic - max(due, patience) > Self.lateness {
      patience = now.monotonic + Self.lateness
    }
    if !isBehind, now.monotonic >= patience { engine.advance(to: now) }
    var reports: [Report] = []
    for event in engine.takeEvents() { perform(event, in: snapshot, &reports) }
    reports += recordings.look(snapshot.endNumber)
    reports += programs.takeSentences().map { .said($0, isTrouble: true) }
    // No reference stays here: whoever owns the texts would have to copy them.
    if texts != nil { context.texts = idle }
    ring()
    return reports
  }

  /// Judges rows.
  /// - Returns: whether none is left.
  private mutating func judge(_ snapshot: LogSnapshot, until limit: Int64, learns: Bool) -> Bool {
    var moment = Self.now
    var left = Self.rowsBetweenLooks
    for segment in snapshot.segments where segment.numbers.upperBound > next {
      if segment.numbers.lowerBound > next {
        formats?.skip()
        engine.skip(at: moment)
        next = segment.numbers.lowerBound
      }
      while next < segment.numbers.upperBound {
        if left == 0 {
          moment = Self.now
          if moment.monotonic >= limit { return false }
          left = Self.rowsBetweenLooks
        }
        left -= 1
        judge(segment[next], at: moment, learns: learns)
        next += 1
      }
    }
    return true
  }

  private mutating func judge(_ datagram: Datagram, at moment: AlarmEngine.Moment, learns: Bool) {
    guard datagram.kind.isDatagram else { return }
    if learns { context.texts.observe(datagram) }
    let observation = formats?.observe(datagram, gapsIn: &context) ?? nil
    engine.observe(datagram, observation, in: context, at: moment)
  }

  // MARK: What an alarm does

  private mutating func perform(_ event: AlarmEvent, in snapshot: LogSnapshot, _ reports: inout [Report]) {
    let names = receiver.interfaces.names
    switch event {
    case .limited(let sentence): reports.append(.said(sentence, isTrouble: true))
    case .ended(let alarm):
      if let sentence = alarm.end({ $0.text(names) }) { reports.append(.ended(alarm, sentence)) }
      if !alarm.isAcknowledged { run(alarm, &reports) }
    case .began(let alarm, let local):
      raised += 1
      reports.append(.began(alarm, alarm.beginning { $0.text(names) }))
      let row = AlarmRow(
        note: alarm.note, time: alarm.begin, peer: alarm.peer ?? Endpoint(.anyIPv4, port: 0), local: local)
      if !receiver.raise(row) {
        reports.append(.said("alarm \(alarm.name) has no row: too many wait already", isTrouble: true))
      }
      run(alarm, &reports)
      guard let rule = rule(of: alarm) else { return }
      if rule.rings { mustRing = true }
      if let time = rule.recordedTime {
        reports += recordings.begin(alarm, time, in: snapshot, context.texts.snapshot)
      }
    }
  }

  private func rule(of alarm: AlarmRecord) -> AlarmRule? { alarm.rule.map { engine.rules[$0] } }

  private func run(_ alarm: AlarmRecord, _ reports: inout [Report]) {
    guard let command = rule(of: alarm)?.command else { return }
    if let sentence = programs.run(command, for: alarm) { reports.append(.said(sentence, isTrouble: true)) }
  }

  private mutating func ring() {
    guard engine.isRinging else {
      nextRing = nil
      return
    }
    let now = SystemClock.monotonic
    guard !mustRing else {
      nextRing = now + Self.ringInterval
      return
    }
    guard let due = nextRing else {
      nextRing = now + Self.ringInterval
      return
    }
    if now >= due {
      mustRing = true
      nextRing = now + Self.ringInterval
    }
  }

  // MARK: The end

  /// Finishes recordings and waits a moment for programs, after reception has ended.
  package mutating func finish() -> [Report] {
    programs.wait()
    return recordings.finish() + programs.takeSentences().map { .said($0, isTrouble: true) }
  }
}
