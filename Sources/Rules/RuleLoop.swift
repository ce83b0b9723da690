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

  /// An answer that takes time: how far it came, and the datagram that it answers.
  private struct PendingAnswer {
    var visit: RuleVisit
    let request: ReplyRequest
  }

  /// Something to do later.
  private enum Job {
    /// Runs the steps of an answer from its step on.
    case run(PendingAnswer)
    /// Runs all steps of an answer again, if the peer is still heard.
    case again(PendingAnswer)
  }

  /// A repeated answer: one for each rule and peer.
  private struct Repetition: Hashable {
    let index: Int
    let peer: Endpoint

    init(_ answer: PendingAnswer) {
      index = answer.visit.index
      peer = answer.request.peer
    }
  }

  private let engine: RuleEngine
  private let shared: RuleShared
  private let log: CaptureLog
  private let send: @Sendable (TransmitRequest) throws(TransmitRefusal) -> Void

  private var generation = -1
  private var runner: RuleRunner
  private var context: FilterContext
  /// The follower of the numbers that conditions with `gap` ask for; `nil` if none does.
  private var follower: (any NumberFollower)?
  /// The datagrams that had come too late for the thread when it looked last.
  private var late = 0
  private var schedule = Schedule<Job>(limit: RuleLoop.jobLimit)
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
      take(shared.queue.withLock { $0.take() })
      while let job = schedule.take(at: SystemClock.monotonic) { perform(job) }
      if shared.queue.withLock({ $0.isReady }) { continue }
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
    follower = plan.set.numbers?.follower()
    context.gaps = []
    schedule.removeAll()
    repetitions = []
  }

  private func take(_ handovers: [RuleShared.Handover]) {
    if handovers.isEmpty { return }
    skipLate()
    let snapshot = log.snapshot()
    for handover in handovers {
      guard let datagram = snapshot[handover.row],
        let request = ReplyRequest(datagram, fingerprint: handover.fingerprint)
      else {
        shared.late.add(1, ordering: .relaxed)
        skipLate()
        continue
      }
      heard.set((SystemClock.monotonic, request), for: request.peer)
      shared.refused.withLock { _ = $0.remove(request.peer) }
      context.texts.observe(datagram)
      follower?.follow(datagram, gapsIn: &context)
      guard handover.isOpen else { continue }
      context.now = SystemClock.wall
      _ = runner.run(datagram, context) { runner, outcome in
        switch outcome {
        case .now(let payload, let id): post(payload, request, id)
        case .later(let visit): begin(PendingAnswer(visit: visit, request: request), &runner)
        }
      }
    }
    for sentence in runner.takeDisarmed() { engine.tell(.disarmed(sentence)) }
  }

  /// Takes note of datagrams that came too late to be followed.
  private func skipLate() {
    let late = shared.late.load(ordering: .relaxed)
    if late != self.late { follower?.skip() }
    self.late = late
  }

  /// Begins the answer of a rule that takes time.
  private func begin(_ answer: PendingAnswer, _ runner: inout RuleRunner) {
    guard let (rule, number) = runner.rule(of: answer.visit) else { return }
    let delay = runner.time(in: rule.delay)
    if delay > 0 {
      add(.run(answer), after: delay, number)
    } else {
      advance(answer, &runner)
    }
    if let interval = rule.interval, repetitions.insert(Repetition(answer)).inserted {
      shared.repeats.store(true, ordering: .relaxed)
      add(.again(answer), after: interval, number)
    }
  }

  private func perform(_ job: Job) {
    switch job {
    case .run(let answer): advance(answer, &runner)
    case .again(let answer):
      guard let (rule, number) = runner.rule(of: answer.visit), let interval = rule.interval else { return }
      guard isReached(answer.request.peer, interval), engine.book.isArmed(number), runner.countRepetition(answer.visit)
      else {
        repetitions.remove(Repetition(answer))
        shared.repeats.store(!repetitions.isEmpty, ordering: .relaxed)
        return
      }
      advance(answer, &runner)
      add(.again(answer), after: interval, number)
    }
  }

  /// Whether a peer was heard lately, and the network has not refused a datagram to it since then.
  private func isReached(_ peer: Endpoint, _ interval: Int64) -> Bool {
    let last = heard[peer]?.time ?? 0
    return SystemClock.monotonic - last <= max(Self.memory, 3 * interval)
      && !shared.refused.withLock { $0.contains(peer) }
  }

  /// Runs the steps of an answer up to the next pause.
  private func advance(_ answer: PendingAnswer, _ runner: inout RuleRunner) {
    guard let (rule, number) = runner.rule(of: answer.visit), engine.book.isArmed(number) else { return }
    var answer = answer
    while answer.visit.step < rule.steps.count {
      switch rule.steps[answer.visit.step] {
      case .pause(let range):
        answer.visit.step += 1
        return add(.run(answer), after: runner.time(in: range), number)
      case .send:
        for request in recipients(of: rule, answer.request) {
          let recipient = RuleRecipient(
            peer: request.peer, local: request.path.endpoint, encoding: context.texts.answering(request.peer))
          guard let (payload, id) = runner.message(of: answer.visit, to: recipient, time: SystemClock.wall) else {
            continue
          }
          post(payload, request, id)
        }
        answer.visit.step += 1
      }
    }
  }

  private func add(_ job: Job, after delay: Int64, _ rule: RuleNumber) {
    if !schedule.add(job, at: SystemClock.monotonic &+ delay) { engine.note(.late, answeredBy: rule) }
  }

  /// The recipients of a rule's answer, as requests that the guard can judge.
  private func recipients(of rule: Rule, _ request: ReplyRequest) -> [ReplyRequest] {
    switch rule.target {
    case .peer: return [request]
    case .endpoint(let endpoint):
      var request = request
      request.peer = endpoint
      return [request]
    case .everyone:
      let since = SystemClock.monotonic - Self.memory
      return heard.oldestFirst.map(\.value).filter { $0.time >= since }.suffix(Self.everyoneLimit).map(\.request)
    }
  }

  private func post(_ payload: [UInt8], _ request: ReplyRequest, _ id: TransmitID) {
    guard let rule = id.rule else { return }
    var transmit = TransmitRequest(answering: request, payload: payload, id: id)
    // A recipient that did not ask may be of the other family.
    if request.peer.address.family != request.path.endpoint.address.family { transmit.path = nil }
    // Counted before it is posted: the receiver thread may withhold it, and then takes it back.
    engine.note(nil, answeredBy: rule)
    do throws(TransmitRefusal) { try send(transmit) } catch {
      let problem = error.phrase
      engine.book.change(rule) { $0.problem = problem }
      engine.note(.late, of: rule)
    }
  }
}
