import Basics
import DisplayFilter
import PeerText
import Plumbing
import Synchronization
import Templates
import UDPCore

/// The engine's thread: runs the rules that take time, sends what is due, and looks whether the source of the rules
/// changed.
final class RuleLoop {
  private static let reloadInterval: Int64 = 1_000_000_000
  /// The time for which a peer counts as heard, in nanoseconds, or three intervals of a rule.
  private static let memory: Int64 = 60_000_000_000
  /// The most peers that an answer to everyone goes to.
  private static let everyoneLimit = 1_024
  private static let jobLimit = 65_536

  /// Something to do later.
  private enum Job {
    /// Runs the steps of a visit from its step on.
    case run(RuleVisit)
    /// Runs all steps of a visit again, if the peer is still heard.
    case repeatVisit(RuleVisit)
  }

  /// A repeated answer: one for each rule and peer.
  private struct Repetition: Hashable {
    let index: Int
    let peer: Endpoint
  }

  private let engine: RuleEngine
  private let shared: RuleShared
  private let log: CaptureLog
  private let send: @Sendable (TransmitRequest) throws(TransmitRefusal) -> Void

  private var generation = -1
  private var runner: RuleRunner
  private var context: FilterContext
  private var schedule = RuleSchedule<Job>(limit: RuleLoop.jobLimit)
  private var repetitions: Set<Repetition> = []
  /// The time at which each peer was heard last, on the monotonic clock, and its path.
  private var heard = RecentTable<Endpoint, (time: Int64, request: ReplyRequest)>(capacity: 65_536)
  private var nextReload: Int64 = 0

  init(
    engine: RuleEngine, log: CaptureLog, send: @escaping @Sendable (TransmitRequest) throws(TransmitRefusal) -> Void
  ) {
    self.engine = engine
    shared = engine.shared
    self.log = log
    self.send = send
    context = FilterContext(texts: shared.encodings.texts, now: 0)
    runner = RuleRunner(RuleSet(), 0..<0, [], engine.book, random: shared.random)
  }

  func run() {
    var waiting = PollSet()
    waiting.add(shared.wake)
    while true {
      shared.wake.arm()
      // Looked at once the wake-up is armed, which is lost otherwise.
      if shared.isStopping.load(ordering: .acquiring) { return }
      reloadIfDue()
      adoptPlan()
      answer(
        shared.queue.withLock { queue in
          defer { queue.removeAll(keepingCapacity: true) }
          return queue
        })
      while let job = schedule.take(at: SystemClock.monotonic) { perform(job) }
      if !shared.queue.withLock({ $0.isEmpty }) { continue }
      waiting.wait(until: nextWake)
      shared.wake.clear()
    }
  }

  /// The time of the next job or look at the source; `nil` if nothing is to come.
  private var nextWake: Int64? {
    let reload = shared.reload == nil ? nil : nextReload
    return [schedule.next, reload].compactMap { $0 }.min()
  }

  private func reloadIfDue() {
    guard let reload = shared.reload else { return }
    let now = SystemClock.monotonic
    guard shared.isReloadDue.exchange(false, ordering: .acquiringAndReleasing) || now >= nextReload else { return }
    nextReload = now + Self.reloadInterval
    guard let news = reload() else { return }
    if case .loaded(let set) = news { engine.replace(set) }
    shared.news.withLock { $0.append(news) }
    engine.attention.signal()
  }

  /// Takes the rules of the plan, if they are new. What waited was of the old ones.
  private func adoptPlan() {
    let plan = shared.plan.withLock { $0 }
    guard plan.generation != generation else { return }
    generation = plan.generation
    let rules = plan.set.immediateCount..<plan.set.rules.count
    runner = RuleRunner(plan.set, rules, plan.numbers, engine.book, random: shared.random)
    schedule.removeAll()
    repetitions = []
  }

  private func answer(_ handovers: [RuleShared.Handover]) {
    if handovers.isEmpty { return }
    let snapshot = log.snapshot()
    for handover in handovers {
      guard let datagram = snapshot[handover.request.row] else {
        shared.late.add(1, ordering: .relaxed)
        continue
      }
      heard.set((SystemClock.monotonic, handover.request), for: handover.request.peer)
      context.texts.observe(datagram)
      guard handover.isOpen else { continue }
      context.now = SystemClock.wall
      _ = runner.run(datagram, handover.request, context) { runner, outcome in
        switch outcome {
        case .now(let payload, let id): post(payload, to: handover.request.peer, handover.request, id)
        case .later(let visit): begin(visit, &runner)
        }
      }
    }
    for sentence in runner.takeDisarmed() { engine.tell(.disarmed(sentence)) }
  }

  /// Begins the answer of a rule that takes time.
  private func begin(_ visit: RuleVisit, _ runner: inout RuleRunner) {
    guard let (rule, number) = runner.rule(of: visit) else { return }
    let delay = runner.time(in: rule.delay)
    if delay > 0 {
      add(.run(visit), after: delay, number)
    } else {
      advance(visit, &runner)
    }
    if let interval = rule.interval,
      repetitions.insert(Repetition(index: visit.index, peer: visit.request.peer)).inserted
    {
      add(.repeatVisit(visit), after: interval, number)
    }
  }

  private func perform(_ job: Job) {
    switch job {
    case .run(let visit): advance(visit, &runner)
    case .repeatVisit(let visit):
      guard let (rule, number) = runner.rule(of: visit), let interval = rule.interval else { return }
      let last = heard[visit.request.peer]?.time ?? 0
      guard SystemClock.monotonic - last <= max(Self.memory, 3 * interval), engine.book.isArmed(number),
        runner.countRepetition(visit)
      else {
        repetitions.remove(Repetition(index: visit.index, peer: visit.request.peer))
        return
      }
      advance(visit, &runner)
      add(.repeatVisit(visit), after: interval, number)
    }
  }

  /// Runs the steps of a visit up to the next pause.
  private func advance(_ visit: RuleVisit, _ runner: inout RuleRunner) {
    guard let (rule, number) = runner.rule(of: visit), engine.book.isArmed(number) else { return }
    var visit = visit
    while visit.step < rule.steps.count {
      switch rule.steps[visit.step] {
      case .pause(let range):
        visit.step += 1
        return add(.run(visit), after: runner.time(in: range), number)
      case .send:
        for recipient in recipients(of: rule, visit) {
          guard let (payload, id) = runner.message(of: visit, time: SystemClock.wall) else { continue }
          post(payload, to: recipient.peer, recipient, id)
        }
        visit.step += 1
      }
    }
  }

  private func add(_ job: Job, after delay: Int64, _ rule: RuleNumber) {
    if !schedule.add(job, at: SystemClock.monotonic &+ delay) { engine.note(.late, answeredBy: rule) }
  }

  /// The recipients of a rule's answer, as requests that the guard can judge.
  private func recipients(of rule: Rule, _ visit: RuleVisit) -> [ReplyRequest] {
    switch rule.target {
    case .peer: return [visit.request]
    case .endpoint(let endpoint):
      var request = visit.request
      request.peer = endpoint
      return [request]
    case .everyone:
      let since = SystemClock.monotonic - Self.memory
      return heard.oldestFirst.map(\.value).filter { $0.time >= since }.suffix(Self.everyoneLimit).map(\.request)
    }
  }

  private func post(_ payload: [UInt8], to peer: Endpoint, _ request: ReplyRequest, _ id: TransmitID) {
    guard let rule = id.rule else { return }
    var transmit = TransmitRequest(answering: request, payload: payload, by: rule, tag: id.tag)
    // A recipient that did not ask may be of the other family.
    if peer.address.family != request.path.endpoint.address.family { transmit.path = nil }
    do throws(TransmitRefusal) { try send(transmit) } catch {
      let problem = error.phrase
      engine.book.change(rule) {
        $0.withheld[.late, default: 0] += 1
        $0.problem = problem
      }
      return
    }
    // The receiver thread may still withhold it, and then takes it back.
    engine.note(nil, answeredBy: rule)
  }
}
