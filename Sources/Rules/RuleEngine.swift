package import Basics
import DisplayFilter
package import PeerText
package import Plumbing
import Synchronization
import Templates
package import UDPCore

/// Answers datagrams by the rules of a set that can be replaced while it runs.
///
/// The rules at the front that read bytes alone and answer at once run on the receiver thread. A datagram that none of
/// them answers goes to a thread of its own (`udpeek-rules`), which decodes, matches regular expressions, waits and
/// repeats, so that reception never does.
package final class RuleEngine: Responder {
  /// The most datagrams that wait for the thread; more are counted as late.
  static let queueLimit = 65_536

  /// The limits of replying.
  package let limits: ReplyLimits
  /// What the rules did so far.
  package let book = RuleBook()
  /// Signalled, if armed, when there is news to take.
  package let attention: WakeUp

  let shared: RuleShared
  private let front: Lock<FrontRules>
  private let worker = Lock<Worker?>(nil)
  private let companion: (companion: any RuleCompanion, number: RuleNumber)?
  /// The most news that wait to be taken.
  private static let newsLimit = 64

  /// Creates an engine; `start` begins to run it.
  /// - Parameters:
  ///   - seed: makes what is random repeatable; `nil` takes the system's source of chance.
  ///   - reload: called once a second on the engine's thread; returns a new set, or why it cannot be read, if the source
  ///     of the rules changed.
  ///   - companion: answers beside the rules; `nil` for none.
  /// - Throws: an error if the process has too many open files.
  package init(
    _ set: RuleSet, limits: ReplyLimits, encodings: ChosenEncodings, seed: UInt64? = nil,
    reload: (@Sendable () -> RuleNews?)? = nil, companion: (any RuleCompanion)? = nil
  ) throws(SystemError) {
    self.limits = limits
    self.companion = companion.map { [book] in ($0, book.enter($0)) }
    attention = try WakeUp()
    attention.arm()
    let plan = RulePlan(set: set, numbers: book.enter(set), generation: 0)
    let chance = seed.map { TemplateRandom(seed: $0) } ?? TemplateRandom()
    shared = RuleShared(plan: plan, encodings: encodings, random: chance, reload: reload, wake: try WakeUp())
    front = Lock(FrontRules(plan, encodings, book, chance))
  }

  /// Begins to answer from the thread; call it once the receiver runs.
  /// - Parameter send: posts a request to the receiver.
  package func start(
    _ log: CaptureLog, send: @escaping @Sendable (TransmitRequest) throws(TransmitRefusal) -> Void
  ) {
    worker.withLock { worker in
      if worker == nil {
        worker = Worker(name: "udpeek-rules") { RuleLoop(engine: self, log: log, send: send).run() }
      }
    }
    guard let (companion, number) = companion else { return }
    companion.start(
      RuleCompanionDesk(number: number, book: book, log: log, send: send) { [weak self] in self?.tell($0) })
  }

  /// Ends the thread. Answers that wait do not leave any more.
  package func stop() {
    companion?.companion.stop()
    guard let running = worker.take() else { return }
    shared.isStopping.store(true, ordering: .releasing)
    shared.wake.signal()
    running.join()
  }

  /// Replaces the rules.
  package func replace(_ set: RuleSet) {
    let numbers = book.enter(set)
    shared.plan.withLock { $0 = RulePlan(set: set, numbers: numbers, generation: $0.generation + 1) }
    shared.generation.add(1, ordering: .releasing)
    shared.wake.signal()
  }

  /// Makes the thread look at the source of the rules now.
  package func requestReload() {
    shared.isReloadDue.store(true, ordering: .releasing)
    shared.wake.signal()
  }

  /// Removes and returns the news since the last call.
  package func takeNews() -> [RuleNews] {
    attention.clear()
    attention.arm()
    return shared.news.withLock { news in
      defer { news = [] }
      return news
    }
  }

  /// Puts a piece of news where `takeNews` finds it.
  func tell(_ news: RuleNews) {
    shared.news.withLock { if $0.count < Self.newsLimit { $0.append(news) } }
    attention.signal()
  }

  // MARK: Responder

  package func respond(
    to datagram: Datagram, fingerprint: () -> Int, reply: ([UInt8], TransmitID) -> ReplyWithheld?
  ) {
    let generation = shared.generation.load(ordering: .acquiring)
    let isOpen = front.withLock { front in
      if front.generation != generation { front.replace(shared.plan.withLock { $0 }, shared.encodings, book) }
      return front.run(datagram) { payload, id in
        if let rule = id.rule { note(reply(payload, id), answeredBy: rule) }
      }
    }
    guard let isOpen else { return }
    let handover = RuleShared.Handover(
      row: datagram.number, isOpen: isOpen,
      fingerprint: datagram.storedSize < datagram.size ? fingerprint() : nil)
    let fits = shared.queue.withLock { $0.append(handover, limit: Self.queueLimit) }
    if fits { shared.hasHandovers.store(true, ordering: .relaxed) } else { shared.late.add(1, ordering: .relaxed) }
  }

  package func rowsWerePublished() {
    if shared.hasHandovers.exchange(false, ordering: .relaxed) {
      shared.queue.withLock { $0.publish() }
      shared.wake.signal()
    }
    companion?.companion.rowsWerePublished()
  }

  package func noteRefusal(by peer: Endpoint) {
    guard shared.repeats.load(ordering: .relaxed) else { return }
    shared.refused.withLock { if $0.count < Self.queueLimit { $0.insert(peer) } }
  }

  package func note(_ withheld: ReplyWithheld, of rule: RuleNumber) {
    // It was counted as an answer when it was posted.
    book.change(rule) { $0.answers -= 1 }
    note(withheld, answeredBy: rule)
  }

  /// Records what became of an answer; `nil` if it left.
  func note(_ withheld: ReplyWithheld?, answeredBy rule: RuleNumber) {
    book.change(rule) { record in
      if let withheld { record.withheld[withheld, default: 0] += 1 } else { record.answers += 1 }
    }
  }

  package var withheldBefore: [ReplyWithheld: Int] {
    var counts = [ReplyWithheld.late: shared.late.load(ordering: .relaxed)]
    for record in book.records {
      for reason in [ReplyWithheld.unencodable, .late] {
        counts[reason, default: 0] += record.withheld[reason, default: 0]
      }
    }
    return counts
  }
}

/// News about the rules.
package enum RuleNews: Sendable {
  /// The source changed, and these rules are in force.
  case loaded(RuleSet)
  /// The source changed, but it is wrong, so that the rules before stay in force; a sentence for each mistake.
  case refused([Phrase])
  /// Something to tell of what answers beside the rules.
  case companion(Phrase, isTrouble: Bool)
  /// A rule was disarmed, and why.
  case disarmed(Phrase)
}

/// The rules in force, with their numbers.
struct RulePlan: Sendable {
  var set: RuleSet
  var numbers: [RuleNumber]
  var generation: Int
}

/// What the engine's threads share.
final class RuleShared: Sendable {
  /// A datagram that waits for the thread.
  struct Handover: Sendable {
    /// The number of its row.
    var row: UInt64
    /// Whether the rules after the front ones may answer it; if not, it only shows its peer's encoding.
    var isOpen: Bool
    /// The hash of its payload, where the log kept a part of that; `nil` where it kept all.
    var fingerprint: Int?
  }

  /// The datagrams that wait for the thread, which takes only those whose rows it can read.
  struct HandoverQueue: Sendable {
    private var handovers: [Handover] = []
    private var publishedCount = 0

    /// Adds a datagram whose row is not published yet; `false` where `limit` of them wait already.
    mutating func append(_ handover: Handover, limit: Int) -> Bool {
      guard handovers.count < limit else { return false }
      handovers.append(handover)
      return true
    }

    /// Lets the thread take the datagrams added so far: their rows are published.
    mutating func publish() { publishedCount = handovers.count }

    /// Whether there is a datagram to take.
    var isReady: Bool { publishedCount > 0 }

    /// Removes and returns the datagrams whose rows are published.
    mutating func take() -> [Handover] {
      let taken = Array(handovers.prefix(publishedCount))
      handovers.removeFirst(publishedCount)
      publishedCount = 0
      return taken
    }
  }

  let plan: Lock<RulePlan>
  let generation = Atomic(0)
  let encodings: ChosenEncodings
  let random: TemplateRandom
  let reload: (@Sendable () -> RuleNews?)?
  let queue = Lock(HandoverQueue())
  let wake: WakeUp
  let news = Lock([RuleNews]())
  let late = Atomic(0)
  /// Whether datagrams were handed over since the thread was woken for that.
  let hasHandovers = Atomic(false)
  /// Whether the thread repeats answers, and the peers that the network reported as unreachable meanwhile.
  let repeats = Atomic(false)
  let refused = Lock(Set<Endpoint>())
  let isStopping = Atomic(false)
  let isReloadDue = Atomic(false)

  init(
    plan: RulePlan, encodings: ChosenEncodings, random: TemplateRandom, reload: (@Sendable () -> RuleNews?)?,
    wake: WakeUp
  ) {
    self.plan = Lock(plan)
    self.encodings = encodings
    self.random = random
    self.reload = reload
    self.wake = wake
  }
}

/// The rules at the front of the set, which the receiver thread runs.
private struct FrontRules {
  private(set) var generation: Int
  private var runner: RuleRunner
  private var context: FilterContext
  private var needsEncodings: Bool
  /// Whether the thread has rules too.
  private var hasMore: Bool

  init(_ plan: RulePlan, _ encodings: ChosenEncodings, _ book: RuleBook, _ random: TemplateRandom) {
    context = FilterContext(texts: encodings.texts, now: 0)
    generation = plan.generation
    let count = plan.set.immediateCount
    runner = RuleRunner(plan.set, 0..<count, plan.numbers, book, random: random)
    needsEncodings = runner.needsEncodings
    hasMore = count < plan.set.rules.count
    if needsEncodings { EncodingTables.prepare() }
  }

  mutating func replace(_ plan: RulePlan, _ encodings: ChosenEncodings, _ book: RuleBook) {
    let known = context
    self = FrontRules(plan, encodings, book, TemplateRandom())
    context = known
  }

  /// Answers a datagram.
  /// - Returns: whether the rules of the thread may answer it too; `nil` if the thread need not know of it.
  mutating func run(_ datagram: Datagram, reply: ([UInt8], TransmitID) -> Void) -> Bool? {
    if needsEncodings { context.texts.observe(datagram) }
    context.now = datagram.time
    let isOpen = runner.run(datagram, context) { _, outcome in
      if case .now(let payload, let id) = outcome { reply(payload, id) }
    }
    return hasMore ? isOpen : nil
  }
}

/// The tables of auto mode.
private enum EncodingTables {
  /// Loads them, which takes some milliseconds; otherwise the first datagram outside ASCII does so.
  static func prepare() {
    var encodings = PeerEncodings()
    encodings.prepare()
  }
}
