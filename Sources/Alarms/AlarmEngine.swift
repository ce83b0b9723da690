import Basics
package import DisplayFilter
package import Formats
package import UDPCore

/// The rules that raise alarms, at work: received datagrams and the time go in, events come out. It reads no clock.
///
/// Bounded: a rule watches `RuleWatch.subjectLimit` peers, raises `RuleWatch.burst` alarms at once, and of the alarms that are
/// over the latest thousand are kept.
package struct AlarmEngine {
  /// A moment by both clocks, in nanoseconds: of the monotonic clock, and since the Unix epoch.
  package struct Moment: Hashable, Sendable {
    package var monotonic: Int64
    package var wall: Int64

    /// Creates a moment.
    package init(monotonic: Int64, wall: Int64) {
      self.monotonic = monotonic
      self.wall = wall
    }

    /// The time of the monotonic clock at which something was stamped; a stamp of the future is taken for now.
    fileprivate func arrival(_ stamp: Int64) -> Int64 {
      monotonic - min(max(0, wall.subtractingReportingOverflow(stamp).partialValue), Self.longestDelay)
    }

    /// The longest time between arrival and look; more is a clock that was set.
    private static let longestDelay: Int64 = 60_000_000_000
  }

  /// The alarms over that are kept.
  private static let keptAlarms = 1_000
  /// The time without another gap, value outside or wrong checksum after which such an alarm is over, in nanoseconds.
  package static let calm: Int64 = 10_000_000_000
  /// The time between two looks at silent peers, in nanoseconds.
  private static let step: Int64 = 10_000_000

  private var watches: [RuleWatch]
  private var alarms: [UInt64: AlarmRecord] = [:]
  /// The numbers of the alarms that are over, in the order of their ends.
  private var over: [UInt64] = []
  private var events: [AlarmEvent] = []
  private var lastNumber: UInt64 = 0
  /// A number that rises when an alarm changes.
  package private(set) var version = 0

  /// Creates an engine that has heard nobody.
  package init(_ rules: [AlarmRule]) { watches = rules.map { RuleWatch($0) } }

  /// The rules.
  package var rules: [AlarmRule] { watches.map(\.rule) }

  /// Whether a rule needs what formats say of each datagram.
  package var needsFormats: Bool { watches.contains { $0.rule.needsFormats } }

  /// The alarms: those in force first, and the latest first.
  package var records: [AlarmRecord] {
    alarms.values.sorted { ($0.isInForce ? 1 : 0, $0.number) > ($1.isInForce ? 1 : 0, $1.number) }
  }

  /// What each rule did so far.
  package var tallies: [AlarmTally] {
    watches.map { AlarmTally(name: $0.rule.name, begun: $0.begun, inForce: $0.inForce) }
  }

  /// Whether an alarm that rings is in force and not acknowledged.
  package var isRinging: Bool {
    alarms.values.contains { alarm in
      alarm.isInForce && !alarm.isAcknowledged && alarm.rule.map { watches[$0].rule.rings } ?? false
    }
  }

  /// The time before which `advance` has nothing to do, in nanoseconds of the monotonic clock; `nil` if it never has.
  package var nextDue: Int64? {
    let due = watches.map(\.due).min() ?? .max
    return due == .max ? nil : due
  }

  /// Removes and returns the events since the last call.
  package mutating func takeEvents() -> [AlarmEvent] {
    defer { events = [] }
    return events
  }

  /// Takes other rules in place of these; what is known for a rule that stays is kept.
  package mutating func replaceRules(by rules: [AlarmRule], at moment: Moment) {
    let before = watches
    watches = rules.map { rule in before.first { $0.rule == rule } ?? RuleWatch(rule) }
    for (number, alarm) in alarms {
      alarms[number]?.rule = alarm.rule.flatMap { old in watches.firstIndex { $0.rule == before[old].rule } }
      if alarm.isInForce, alarms[number]?.rule == nil { end(number, "its rule was removed or changed", at: moment) }
    }
    version += 1
  }

  /// Marks an alarm as acknowledged: it neither rings nor runs a program until it is over.
  package mutating func acknowledge(_ number: UInt64) {
    guard alarms[number]?.isAcknowledged == false else { return }
    alarms[number]?.isAcknowledged = true
    version += 1
  }

  // MARK: Datagrams

  /// Looks at a row, in the order of the log; only received datagrams count.
  /// - Parameter observation: what its format says of it; needed if `needsFormats`.
  package mutating func observe(
    _ datagram: Datagram, _ observation: FormatObserver.Observation?, in context: FilterContext, at moment: Moment
  ) {
    guard datagram.kind == .incoming else { return }
    let arrival = moment.arrival(datagram.time)
    for index in watches.indices where watches[index].matches(datagram, in: context) {
      switch watches[index].rule.condition {
      case .silence(let time): heard(datagram, index, silence: time, arrival, moment)
      case .rate(let limit, let window): count(datagram, index, limit: limit, window, arrival, moment)
      case .newPeer: meet(datagram, index, moment)
      case .gap, .field, .badChecksum:
        if let text = trouble(watches[index].rule.condition, observation) {
          repeatOrBegin(datagram, index, text, arrival, moment)
        }
      }
    }
    sayFailures()
  }

  /// Takes note that rows were passed over: whoever was quiet may have spoken in them.
  package mutating func skip(at moment: Moment) {
    for index in watches.indices {
      guard case .silence(let time) = watches[index].rule.condition else { continue }
      for key in Array(watches[index].subjects.keys) where watches[index].subjects[key]?.alarm == nil {
        watches[index].subjects[key]?.heard = moment.monotonic
        watches[index].due = min(watches[index].due, moment.monotonic + time)
      }
    }
  }

  /// What is wrong with a datagram; `nil` for nothing.
  private func trouble(_ condition: AlarmCondition, _ observation: FormatObserver.Observation?) -> Phrase? {
    guard let observation else { return nil }
    switch condition {
    case .gap:
      if case .gap(let lost)? = observation.event { return AlarmText.gap(lost) }
    case .badChecksum:
      if case .bad = observation.dissection.check { return AlarmText.badChecksum }
    case .field(let name, let range):
      guard let field = observation.dissection.field(filteredAs: name), let value = field.value.number,
        !range.contains(value)
      else { return nil }
      return AlarmText.outside(name, field.value.text, range)
    case .silence, .rate, .newPeer: break
    }
    return nil
  }

  private mutating func heard(
    _ datagram: Datagram, _ index: Int, silence: Int64, _ arrival: Int64, _ moment: Moment
  ) {
    let key = watches[index].key(of: datagram)
    if var subject = watches[index].subjects[key] {
      if let alarm = subject.alarm {
        end(alarm, "spoke again after \(AlarmTime.text(arrival - subject.heard))", at: moment)
        subject.alarm = nil
      }
      subject.heard = max(subject.heard, arrival)
      subject.local = datagram.local
      watches[index].subjects[key] = subject
    } else if !add(key, datagram, index, arrival, nil) {
      return
    }
    watches[index].due = min(watches[index].due, arrival + silence)
  }

  private mutating func count(
    _ datagram: Datagram, _ index: Int, limit: Int, _ window: AlarmWindow, _ arrival: Int64, _ moment: Moment
  ) {
    let key = watches[index].key(of: datagram)
    if watches[index].subjects[key] == nil, !add(key, datagram, index, arrival, RateWindow(window.nanoseconds)) {
      return
    }
    watches[index].subjects[key]?.rate?.add(at: arrival)
    watches[index].subjects[key]?.local = datagram.local
    guard let total = watches[index].subjects[key]?.rate?.total, total > limit else {
      noteRate(key, index, limit, arrival)
      return
    }
    repeatOrBegin(datagram, index, AlarmText.fast(limit: limit, window), arrival, moment)
  }

  /// Takes note that a rate in force is still about its limit, where it would begin and end all the time.
  private mutating func noteRate(_ key: Endpoint, _ index: Int, _ limit: Int, _ arrival: Int64) {
    guard let subject = watches[index].subjects[key], subject.alarm != nil, let rate = subject.rate,
      rate.total * 10 > limit * 9
    else { return }
    watches[index].subjects[key]?.met = arrival
  }

  private mutating func meet(_ datagram: Datagram, _ index: Int, _ moment: Moment) {
    let address = Endpoint(datagram.peer.address, port: 0, scope: datagram.peer.scope)
    switch watches[index].isNew(address) {
    case false?: return
    case nil: return sayLimit(index, "more than \(RuleWatch.addressLimit) addresses; it reports no new ones any more")
    case true?: break
    }
    let number = begin(datagram.peer, datagram.local, index, AlarmText.newPeer, moment)
    watches[index].inForce -= 1
    alarms[number]?.ending = "once"
    alarms[number]?.ended = moment.wall
    retire(number)
  }

  /// Counts that a condition was met again, or begins an alarm.
  private mutating func repeatOrBegin(
    _ datagram: Datagram, _ index: Int, _ text: Phrase, _ arrival: Int64, _ moment: Moment
  ) {
    let key = watches[index].key(of: datagram)
    if watches[index].subjects[key] == nil, !add(key, datagram, index, arrival, nil) { return }
    watches[index].subjects[key]?.met = arrival
    if let alarm = watches[index].subjects[key]?.alarm {
      alarms[alarm]?.count += 1
      alarms[alarm]?.last = datagram.time
      version += 1
    } else {
      let number = begin(key, datagram.local, index, text, moment)
      watches[index].subjects[key]?.alarm = number
    }
    watches[index].due = min(watches[index].due, arrival + rest(watches[index].rule.condition))
  }

  /// The time after which the end of an alarm is looked for, in nanoseconds.
  private func rest(_ condition: AlarmCondition) -> Int64 {
    if case .rate(_, let window) = condition { return max(Self.step, window.nanoseconds / 10) }
    return Self.calm
  }

  private mutating func add(
    _ key: Endpoint, _ datagram: Datagram, _ index: Int, _ arrival: Int64, _ rate: RateWindow?
  ) -> Bool {
    watches[index].makeRoom(at: arrival)
    guard watches[index].subjects.count < RuleWatch.subjectLimit else {
      sayLimit(index, "more than \(RuleWatch.subjectLimit) peers; the others are not watched")
      return false
    }
    watches[index].subjects[key] = RuleWatch.Subject(local: datagram.local, heard: arrival, met: arrival, rate: rate)
    return true
  }

  // MARK: Time

  /// Does what is due: begins the alarms of silent peers, and ends those that are over. To be called once all rows that
  /// arrived are observed, or are skipped.
  package mutating func advance(to moment: Moment) {
    for index in watches.indices where watches[index].due <= moment.monotonic {
      switch watches[index].rule.condition {
      case .silence(let time): watches[index].due = findSilent(index, time, moment)
      case .rate(let limit, let window): watches[index].due = endRates(index, limit, window, moment)
      case .gap, .field, .badChecksum: watches[index].due = endCalm(index, moment)
      case .newPeer: watches[index].due = .max
      }
    }
  }

  /// - Returns: the time of the next look.
  private mutating func findSilent(_ index: Int, _ silence: Int64, _ moment: Moment) -> Int64 {
    var next = Int64.max
    var silent: [(key: Endpoint, subject: RuleWatch.Subject)] = []
    for (key, subject) in watches[index].subjects where subject.alarm == nil {
      if subject.heard + silence <= moment.monotonic {
        silent.append((key, subject))
      } else {
        next = min(next, subject.heard + silence)
      }
    }
    for (key, subject) in silent.sorted(by: { $0.subject.heard < $1.subject.heard }) {
      let number = begin(key, subject.local, index, AlarmText.silent(for: silence), moment)
      watches[index].subjects[key]?.alarm = number
    }
    return next == .max ? next : max(next, moment.monotonic + Self.step)
  }

  private mutating func endRates(_ index: Int, _ limit: Int, _ window: AlarmWindow, _ moment: Moment) -> Int64 {
    var next = Int64.max
    for (key, subject) in watches[index].subjects {
      guard let alarm = subject.alarm, var rate = subject.rate else { continue }
      rate.advance(to: moment.monotonic)
      watches[index].subjects[key]?.rate = rate
      if moment.monotonic - subject.met >= window.nanoseconds {
        end(alarm, "back to \(String(rate.total)) per \(Phrase(window.unit))", at: moment)
        watches[index].subjects[key]?.alarm = nil
        continue
      }
      next = min(next, moment.monotonic + max(Self.step, rate.stepLength))
    }
    return next
  }

  private mutating func endCalm(_ index: Int, _ moment: Moment) -> Int64 {
    var next = Int64.max
    for (key, subject) in watches[index].subjects {
      guard let alarm = subject.alarm else { continue }
      if moment.monotonic - subject.met < Self.calm {
        next = min(next, subject.met + Self.calm)
        continue
      }
      end(alarm, "not again for \(AlarmTime.text(Self.calm))", at: moment)
      watches[index].subjects[key] = nil
    }
    return next
  }

  // MARK: Alarms

  private mutating func begin(
    _ key: Endpoint, _ local: LocalPath, _ index: Int, _ text: Phrase, _ moment: Moment
  ) -> UInt64 {
    lastNumber += 1
    version += 1
    watches[index].begun += 1
    watches[index].inForce += 1
    let rule = watches[index].rule
    let alarm = AlarmRecord(
      number: lastNumber, rule: index, name: rule.name, peer: rule.scope == .all ? nil : key, text: text,
      begin: moment.wall)
    alarms[lastNumber] = alarm
    if watches[index].mayRaise(at: moment.monotonic) {
      events.append(.began(alarm, local: local))
    } else if !watches[index].isCurbed {
      watches[index].isCurbed = true
      events.append(
        .limited("alarm \(rule.name): more than \(String(RuleWatch.burst)) at once; the others are only in the list"))
    }
    return lastNumber
  }

  private mutating func end(_ number: UInt64, _ ending: Phrase, at moment: Moment) {
    guard alarms[number]?.isInForce == true else { return }
    alarms[number]?.ending = ending
    alarms[number]?.ended = moment.wall
    if let rule = alarms[number]?.rule { watches[rule].inForce -= 1 }
    if let alarm = alarms[number] { events.append(.ended(alarm)) }
    retire(number)
  }

  /// Keeps an alarm that is over among the latest.
  private mutating func retire(_ number: UInt64) {
    version += 1
    over.append(number)
    if over.count > 2 * Self.keptAlarms {
      for old in over.dropLast(Self.keptAlarms) { alarms[old] = nil }
      over.removeFirst(over.count - Self.keptAlarms)
    }
  }

  private mutating func sayLimit(_ index: Int, _ text: Phrase) {
    guard !watches[index].hasSaidLimit else { return }
    watches[index].hasSaidLimit = true
    events.append(.limited("alarm \(watches[index].rule.name): \(text)"))
  }

  private mutating func sayFailures() {
    for index in watches.indices {
      guard let failure = watches[index].failure, !watches[index].hasSaidFailure else { continue }
      watches[index].hasSaidFailure = true
      events.append(.limited("alarm \(watches[index].rule.name): \(failure.phrase)"))
    }
  }
}

/// Lengths of time in sentences.
enum AlarmTime {
  /// Returns a length without needless digits: `95s`, `5.1s`, `500ms`.
  static func text(_ nanoseconds: Int64) -> String {
    let (length, second) = (max(0, nanoseconds), 1_000_000_000 as Int64)
    let unit = length >= 10 * second ? second : length >= second ? second / 10 : second / 1_000
    let tenths = length % second / (second / 10)
    if unit == second / 10, tenths != 0 { return "\(length / second).\(tenths)s" }
    return "\(TimeSpan(nanoseconds: UInt64(length / unit * unit)))"
  }
}
