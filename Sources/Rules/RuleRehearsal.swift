import DisplayFilter
package import PayloadText
package import PeerText
import Templates
package import UDPCore

/// Asks rules what they would answer to recorded datagrams; nothing leaves.
package struct RuleRehearsal {
  /// A message that a rule would send.
  package struct Answer: Sendable {
    /// The rule's name.
    package let rule: String
    /// The bytes.
    package let payload: [UInt8]
    /// The encoding of its text.
    package let encoding: TextEncoding
    /// The time after the datagram at which it would leave, in nanoseconds: the shortest.
    package let delay: Int64
  }

  /// What the rules did so far.
  package let book = RuleBook()
  private var runner: RuleRunner

  /// Creates a rehearsal whose random values are the same each time.
  package init(_ set: RuleSet) {
    let numbers = book.enter(set)
    runner = RuleRunner(set, set.rules.indices, numbers, book, random: TemplateRandom(seed: 0))
  }

  /// Returns the answers to a received datagram, whose peer's texts are known. Intervals and the limits of replying are
  /// left out.
  package mutating func answers(to datagram: Datagram, _ texts: PeerTexts) -> [Answer] {
    guard datagram.kind == .incoming else { return [] }
    var answers: [Answer] = []
    _ = runner.run(datagram, FilterContext(texts: texts, now: datagram.time)) { runner, outcome in
      switch outcome {
      case .now(let payload, let id):
        let name = id.rule.flatMap { book.name(of: $0) } ?? ""
        let encoding = id.sentEncoding ?? texts.answering(datagram.peer)
        answers.append(Answer(rule: name, payload: payload, encoding: encoding, delay: 0))
      case .later(let visit):
        let recipient = RuleRecipient(
          peer: datagram.peer, local: datagram.local.endpoint, encoding: texts.answering(datagram.peer))
        answers += Self.messages(of: visit, to: recipient, &runner, at: datagram.time)
      }
    }
    return answers
  }

  private static func messages(
    of visit: RuleVisit, to recipient: RuleRecipient, _ runner: inout RuleRunner, at time: Int64
  ) -> [Answer] {
    guard let (rule, _) = runner.rule(of: visit) else { return [] }
    var answers: [Answer] = []
    var (visit, delay) = (visit, rule.delay.lowerBound)
    for (step, kind) in rule.steps.enumerated() {
      visit.step = step
      switch kind {
      case .pause(let range): delay += range.lowerBound
      case .send:
        guard let (payload, id) = runner.message(of: visit, to: recipient, time: time &+ delay) else { continue }
        let encoding = id.sentEncoding ?? recipient.encoding
        answers.append(Answer(rule: rule.name, payload: payload, encoding: encoding, delay: delay))
      }
    }
    return answers
  }
}
