import Basics
import CaptureFile
package import CommandCore
import Configuration
import DisplayFilter
import PayloadText
import PeerText
import Rules
import UDPCore

/// Runs `rules`: checks a file of rules, lists them, and says which datagram of a capture would get which answer.
package struct RuleCheck {
  private let setup: Setup
  private let path: String

  /// Prepares a check of the rule file at `path`.
  package init(_ path: String, _ setup: Setup) {
    self.path = path
    self.setup = setup
  }

  /// Runs the check.
  /// - Parameters:
  ///   - capture: the capture whose datagrams are answered on paper; `nil` for none.
  ///   - lists: whether the rules are listed.
  /// - Throws: a usage error with a sentence for each problem of the file; an error if the capture cannot be read.
  package func run(capture: String?, lists: Bool) throws { try run(capture: capture, lists: lists, Console()) }

  /// Runs the check and prints to a console.
  func run(capture: String?, lists: Bool, _ console: Console) throws {
    let set: RuleSet
    do throws(RuleProblems) {
      set = try RuleSource.rules(
        ofFile: path, setup.configuration.settings.aliases, setup.interfaces,
        fields: setup.library)
    } catch {
      throw CommandFailure(error.sentences.joined(separator: "\n"), .usage)
    }
    do throws(StandardOutput.Problem) {
      if lists { try print(set.rules.map { "\($0.name)  \($0.condition.source)  \($0.messages)" }, console) }
    } catch {
      if let lost = error.lost { throw lost }
      return
    }
    if let capture { try answer(capture, set, console) }
    console.say(set.rules.count == 1 ? "1 rule, no mistake" : "\(set.rules.count) rules, no mistake")
  }

  private func answer(_ capture: String, _ set: RuleSet, _ console: Console) throws {
    var run = CaptureRun(try Capture.readers([capture], showsInner: setup.showsInner), console)
    var walk = CaptureWalk(
      filter: setup.filter, encodings: setup.encodings, readsTexts: true,
      formats: setup.observedFormats(handsOver: false), signals: console.signals)
    var rehearsal = RuleRehearsal(set)
    do throws(StandardOutput.Problem) {
      try run.run { step throws(StandardOutput.Problem) in
        var lines: [String] = []
        walk.read(step) { row, texts in
          for answer in rehearsal.answers(to: row.datagram, texts) {
            lines.append(line(row.datagram, answer, texts))
          }
        }
        try print(lines, console)
      }
    } catch {
      if let lost = error.lost { throw lost }
      return
    }
    run.sayWarnings()
    if run.wasInterrupted { console.say("stopped before the end: the figures cover what was read so far") }
    walk.failureSentences("no rule was asked about them").forEach(console.say)
    for record in rehearsal.book.records {
      console.say(
        record.hits == 1 ? "\(record.name): 1 datagram" : "\(record.name): \(record.hits) datagrams")
      if let problem = record.problem { console.say("\(record.name): \(problem)") }
    }
    try run.loader.readers.checkCaptures()
    try run.loader.readers.checkWhole()
  }

  private func line(_ datagram: Datagram, _ answer: RuleRehearsal.Answer, _ texts: PeerTexts) -> String {
    let peer = datagram.peer.text(setup.interfaces)
    let delay = answer.delay == 0 ? "" : " +\(TimeSpan(nanoseconds: UInt64(answer.delay)))"
    let isText =
      unsafe PeerReading(chosen: EncodingChoice(answer.encoding)).choice(of: answer.payload.span.bytes).encoding != .hex
    let shown =
      unsafe isText
      ? texts.string(answer.payload.span.bytes, as: answer.encoding)
      : answer.payload.map { Int($0).digits(2, radix: 16) }.joined(separator: " ")
    return "\(datagram.number)  \(peer)  \(answer.rule)\(delay)  \(shown)"
  }

  private func print(_ lines: [String], _ console: Console) throws(StandardOutput.Problem) {
    if lines.isEmpty { return }
    try console.output.write(lines.flatMap { console.locale.encode(SafeText($0)) + [UInt8(ascii: "\n")] })
  }
}

extension Rule {
  /// The messages of the answer as they were written, on one line.
  fileprivate var messages: String {
    steps.map { step in
      switch step {
      case .send(let message): message.source
      case .pause(let range): "(\(TimeSpan(nanoseconds: UInt64(range.lowerBound))))"
      }
    }.joined(separator: " ")
  }
}
