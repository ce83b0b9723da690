import Basics
import DisplayFilter
import PayloadText
import PeerText
import Plumbing
import Templates
import UDPCore

/// Asks rules in turn which of them answers a datagram, and makes the answers. Each thread that runs rules has its own.
struct RuleRunner {
  /// The most peers whose answers are counted.
  private static let peerLimit = 65_536

  /// A rule with what it needs to run.
  private struct Entry {
    let rule: Rule
    let number: RuleNumber
    let isImmediate: Bool
    var judge: FilterJudge
    var answers: [RuleAnswer?]
    var count = 0
    var answered: RecentTable<Endpoint, Bool>
  }

  private var entries: [Entry]
  private let book: RuleBook
  private var counters = TemplateCounters()
  private var random: TemplateRandom
  private var output = TemplateOutput()
  /// The rules that were disarmed since `takeDisarmed`, a sentence each.
  private var disarmed: [Phrase] = []

  /// A message that is ready to leave, or that is to be made later.
  enum Outcome {
    /// The answer leaves at once.
    case now([UInt8], TransmitID)
    /// The steps of the rule with this index run from a time on.
    case later(RuleVisit)
  }

  /// Creates a runner for the rules `range` of a set.
  init(_ set: RuleSet, _ range: Range<Int>, _ numbers: [RuleNumber], _ book: RuleBook, random: TemplateRandom) {
    self.book = book
    self.random = random
    entries = range.map { index in
      let rule = set.rules[index]
      return Entry(
        rule: rule, number: numbers[index], isImmediate: rule.isImmediate, judge: FilterJudge(rule.condition),
        answers: rule.steps.map { if case .send(let message) = $0 { RuleAnswer(message) } else { nil } },
        answered: RecentTable(capacity: Self.peerLimit))
    }
  }

  /// Whether any rule needs the peers' encodings.
  var needsEncodings: Bool { entries.contains { $0.rule.needsEncodings } }

  /// Asks the rules.
  /// - Parameter take: called with each answer, in order.
  /// - Returns: whether later rules may answer too.
  mutating func run(
    _ datagram: Datagram, _ context: FilterContext, _ take: (inout RuleRunner, Outcome) -> Void
  ) -> Bool {
    for index in entries.indices where book.isArmed(entries[index].number) {
      guard !isExhausted(index, datagram.peer), matches(index, datagram, context) else { continue }
      let number = entries[index].number
      book.change(number) {
        $0.hits += 1
        $0.lastHit = context.now
      }
      entries[index].count += 1
      if entries[index].rule.limit == .oncePerPeer { entries[index].answered.set(true, for: datagram.peer) }
      if !entries[index].rule.steps.isEmpty {
        let captures = entries[index].judge.captures(of: datagram, in: context)
        let visit = RuleVisit(index: index, step: 0, row: datagram.number, captures: captures)
        if entries[index].isImmediate {
          let recipient = RuleRecipient(
            peer: datagram.peer, local: datagram.local.endpoint, encoding: context.texts.answering(datagram.peer))
          if let (bytes, id) = message(of: visit, to: recipient, time: context.now) { take(&self, .now(bytes, id)) }
        } else {
          take(&self, .later(visit))
        }
      }
      if !entries[index].rule.continues { return false }
    }
    return true
  }

  /// Removes and returns the sentences about the rules that were disarmed.
  mutating func takeDisarmed() -> [Phrase] {
    defer { disarmed = [] }
    return disarmed
  }

  /// The rule of a visit.
  func rule(of visit: RuleVisit) -> (rule: Rule, number: RuleNumber)? {
    visit.index < entries.count ? (entries[visit.index].rule, entries[visit.index].number) : nil
  }

  /// Returns a random time of a range.
  mutating func time(in range: ClosedRange<Int64>) -> Int64 { Int64.random(in: range, using: &random) }

  /// Makes the message of a visit's step, and the ID of its row, which tells the encoding; `nil` if that fails, which
  /// the rule's record says.
  mutating func message(
    of visit: RuleVisit, to recipient: RuleRecipient, time: Int64
  ) -> (bytes: [UInt8], id: TransmitID)? {
    guard visit.index < entries.count, visit.step < entries[visit.index].answers.count else { return nil }
    let number = entries[visit.index].number
    var context = TemplateContext(time: time)
    context.captures = visit.captures.map { .text($0) }
    context.peer = recipient.peer
    context.local = recipient.local
    context.row = visit.row
    if entries[visit.index].answers[visit.step]?.hasCounter == true {
      let key = "\(number.value).\(visit.step)"
      context.index = counters.next(key, to: recipient.peer)
    }
    do throws(TemplateError) {
      guard
        let made = try entries[visit.index].answers[visit.step]?.bytes(
          as: recipient.encoding, context, &random, &output)
      else { return nil }
      // Plain ASCII says nothing of an encoding: its row is shown as the peer's others are.
      let tag = made.encoding == .hex || made.bytes.contains { $0 >= 0x80 } ? TransmitID.tag(made.encoding) : 0
      return (made.bytes, TransmitID(number, answering: visit.row, tag: tag))
    } catch {
      let problem = error.phrase
      book.change(number) {
        $0.withheld[.unencodable, default: 0] += 1
        $0.problem = problem
      }
      return nil
    }
  }

  /// Counts one more answer of a visit that repeats; `false` if the rule's limit is reached.
  mutating func countRepetition(_ visit: RuleVisit) -> Bool {
    guard visit.index < entries.count else { return false }
    if case .total(let most) = entries[visit.index].rule.limit, entries[visit.index].count >= most { return false }
    entries[visit.index].count += 1
    return true
  }

  private func isExhausted(_ index: Int, _ peer: Endpoint) -> Bool {
    switch entries[index].rule.limit {
    case nil: false
    case .total(let most): entries[index].count >= most
    case .oncePerPeer: entries[index].answered[peer] != nil
    }
  }

  private mutating func matches(_ index: Int, _ datagram: Datagram, _ context: FilterContext) -> Bool {
    do throws(FilterFailure) {
      return try entries[index].judge.matches(datagram, in: context)
    } catch {
      let problem = error.phrase
      book.change(entries[index].number) {
        $0.isArmed = false
        $0.problem = "disarmed: \(problem)"
      }
      disarmed.append("rule \(entries[index].rule.name) is disarmed: \(problem)")
      return false
    }
  }
}

/// A datagram's visit to a rule whose answer takes time: the step that is next.
struct RuleVisit {
  /// The rule's index in its runner.
  let index: Int
  var step: Int
  /// The datagram's number.
  let row: UInt64
  let captures: [String]
}

/// The peer that gets a message, which is made for it: with its own counter, in its own encoding.
struct RuleRecipient {
  let peer: Endpoint
  /// The endpoint that the message leaves from.
  let local: Endpoint
  /// The encoding of the message's text.
  let encoding: TextEncoding
}
