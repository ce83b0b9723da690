package import DisplayFilter
package import PayloadText
import Templates
package import UDPCore

/// A rule that answers the datagrams which match its condition.
package struct Rule: Sendable {
  /// The name by which people know it; no other rule of the set has it.
  package var name: String
  /// The datagrams that it answers.
  package var condition: DisplayFilter
  /// The messages of its answer and the pauses between them; empty for a rule that only keeps later rules from
  /// answering.
  package var steps: [RuleStep]
  /// The time before the answer, in nanoseconds: a random one of the range.
  package var delay: ClosedRange<Int64> = 0...0
  /// The most answers; `nil` for any number.
  package var limit: RuleLimit?
  /// The interval in nanoseconds at which a peer that matched gets the answer again, unasked, while it is heard; `nil`
  /// answers once for each datagram.
  package var interval: Int64?
  /// The recipient of the answer.
  package var target = RuleTarget.peer
  /// Whether later rules may answer the same datagram.
  package var continues = false

  /// Creates a rule that answers each datagram that matches, at once and to its peer.
  package init(name: String, condition: DisplayFilter, steps: [RuleStep]) {
    self.name = name
    self.condition = condition
    self.steps = steps
  }

  /// The messages of its answer.
  package var messages: [RuleMessage] { steps.compactMap { if case .send(let message) = $0 { message } else { nil } } }

  /// Whether the receiver thread can run it: the condition reads bytes alone, and the answer is one message that leaves
  /// at once.
  var isImmediate: Bool {
    guard condition.needsOnlyBytes, !condition.needsClock, delay == 0...0, interval == nil, target == .peer else {
      return false
    }
    switch steps.first {
    case nil: return true
    case .send: return steps.count == 1
    case .pause: return false
    }
  }

  /// Whether the peer's encoding has to be known: for the condition, or for a text of the answer.
  var needsEncodings: Bool {
    condition.needsEncoding
      || steps.contains { if case .send(let message) = $0 { message.needsEncoding } else { false } }
  }
}

/// A step of an answer.
package enum RuleStep: Sendable {
  case send(RuleMessage)
  /// A pause in nanoseconds: a random one of the range.
  case pause(ClosedRange<Int64>)
}

/// A message of an answer.
package struct RuleMessage: Sendable {
  /// The text as it was written.
  package let source: String
  /// The text's form.
  package let form: MessageForm
  /// The encoding of the text; `nil` for the recipient's own.
  package let encoding: TextEncoding?
  /// The bytes of the template's files, by path.
  package let files: [String: [UInt8]]
  let template: Template

  /// Parses a message that may refer to what `condition` captures.
  /// - Throws: `MessageSyntaxError` at the first mistake.
  package init(
    _ source: String, form: MessageForm = .text, encoding: TextEncoding? = nil, for condition: DisplayFilter,
    files: (String) -> [UInt8]? = { _ in nil }
  ) throws(MessageSyntaxError) {
    self.source = source
    self.form = form
    self.encoding = encoding
    template = try Template(
      source, form: form, scope: TemplateScope(captures: condition.captureNames, hasRow: true))
    self.files = Dictionary(
      template.files.compactMap { path in files(path).map { (path, $0) } }, uniquingKeysWith: { first, _ in first })
  }

  /// The paths of files that the message needs and that were not read.
  package var missingFiles: [String] { template.files.filter { files[$0] == nil } }

  /// Whether the text is written in the recipient's own encoding.
  package var needsEncoding: Bool { form == .text && encoding == nil }

  /// The first character of the text itself that an encoding lacks; `nil` if there is none.
  package func firstUnwritable(in encoding: TextEncoding) -> Unicode.Scalar? {
    do throws(TemplateError) {
      _ = try TemplateProgram(template, as: encoding, files: files)
      return nil
    } catch {
      if case .encoding(.unencodable(let scalar, _, _)) = error { return scalar }
      return nil
    }
  }
}

/// The most answers of a rule.
package enum RuleLimit: Hashable, Sendable {
  /// One answer to each peer.
  case oncePerPeer
  /// So many answers in all.
  case total(Int)
}

/// The recipient of a rule's answer.
package enum RuleTarget: Hashable, Sendable {
  /// The peer that asked.
  case peer
  /// One endpoint, whoever asked.
  case endpoint(Endpoint)
  /// Every peer that was heard in the last minute.
  case everyone
}

/// Rules in the order in which they are asked: the first that matches answers.
package struct RuleSet: Sendable {
  /// The most rules of a set.
  package static let limit = 1_000

  /// The rules.
  package var rules: [Rule]
  /// The formats whose numbers conditions with `gap` ask for; `nil` if none does.
  package let numbers: (any FieldSource)?

  /// Creates a set; the rules' names must differ.
  /// - Parameter fields: the formats that conditions with `gap` ask for numbers.
  package init(_ rules: [Rule] = [], fields: (any FieldSource)? = nil) {
    self.rules = rules
    numbers = rules.contains { $0.condition.needsGaps } ? fields : nil
  }

  /// The number of rules at the front that the receiver thread runs.
  var immediateCount: Int { rules.firstIndex { !$0.isImmediate } ?? rules.count }
}
