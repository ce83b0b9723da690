import Basics
import CommandCore
import Conversation
import Expect
import UDPCore

/// Says how the answers that came differ from the recorded ones.
struct AnswerComparison {
  /// The bytes of a request that its test's name shows, and those of an answer that are printed.
  private static let (shownName, shown) = (32, 256)

  private let device: RecordedDevice
  private let match: MessageMatch
  private let interfaces: InterfaceNames

  init(_ device: RecordedDevice, _ match: MessageMatch, interfaces: InterfaceNames) {
    self.device = device
    self.match = match
    self.interfaces = interfaces
  }

  /// The verdict on a request.
  enum Verdict {
    case asRecorded
    case different
    /// The recording has no answer.
    case unrecorded
    /// The check was stopped before the answers came.
    case unanswered
    case unsent
  }

  /// Returns the test of one request, and the verdict.
  /// - Parameter patience: the time for which the check waited beyond the recorded delay.
  func test(_ place: Int, _ result: CheckRun.Result, patience: TimeSpan) -> (TestCase, Verdict) {
    let exchange = device.exchanges[place]
    let request = MessageText(exchange.request, device, limit: Self.shownName)
    let name: Phrase = "request \(place + 1) of \(exchange.client.text(interfaces)): \(request.text)"
    var test = TestCase(name, duration: result.duration)
    if let failure = result.failure, result.progress == .unsent || failure.origin == .local {
      test.outcome = .failed("it could not be sent: \(failure.explanation)")
      return (test, .different)
    }
    guard result.progress != .unsent, let outcome = result.outcome else {
      test.outcome = .stopped("it was not sent, because the run was stopped")
      return (test, .unsent)
    }
    if exchange.answers.isEmpty {
      test.outcome = .skipped("the recording has no answer to it")
      return (test, .unrecorded)
    }
    let answers = judge(outcome, exchange, result, &test)
    if answers.isAsRecorded { return (test, .asRecorded) }
    if result.progress == .waiting, !answers.differs {
      test.details = []
      test.outcome = .stopped("the run was stopped before its answer came")
      return (test, .unanswered)
    }
    test.outcome = .failed(reason(answers, result, patience))
    return (test, .different)
  }

  /// The numbers of answers to a request.
  private struct Counts {
    var (recorded, equal, late, different, missing, extra) = (0, 0, 0, 0, 0, 0)

    var isAsRecorded: Bool { equal == recorded && late == 0 && extra == 0 }
    /// Whether an answer is wrong, and not only missing.
    var differs: Bool { late > 0 || different > 0 || extra > 0 }
    var came: Int { equal + different + extra }
  }

  /// Compares what came with the recorded answers, and adds a line or more for whatever differs.
  private func judge(
    _ outcome: AnswerMatching.Outcome, _ exchange: RecordedDevice.Exchange, _ result: CheckRun.Result,
    _ test: inout TestCase
  ) -> Counts {
    var counts = Counts()
    counts.recorded = exchange.answers.count
    for (number, (place, answer)) in zip(outcome.places, exchange.answers).enumerated() {
      switch place {
      case .equal(let arrival):
        counts.equal += 1
        guard let lateness = lateness(number + 1, arrival, result) else { continue }
        counts.late += 1
        test.details.append(lateness)
      case .different(let arrival):
        counts.different += 1
        test.details += difference(number + 1, answer.message, arrival.message)
        if let lateness = lateness(number + 1, arrival, result) { test.details.append(lateness) }
      case .missing:
        counts.missing += 1
        test.details.append("answer \(number + 1) did not come: \(text(answer.message))")
      }
    }
    counts.extra = outcome.extra.count
    for (arrival, isRepeated) in outcome.extra {
      let text = text(arrival.message)
      test.details.append(
        isRepeated ? "came more often than recorded: \(text)" : "came without being recorded: \(text)")
    }
    return counts
  }

  /// The line about an answer that came late; `nil` if it came in time.
  private func lateness(_ number: Int, _ arrival: AnswerMatching.Arrival, _ result: CheckRun.Result) -> Phrase? {
    let time = arrival.time.subtractingReportingOverflow(result.sentAt).partialValue
    guard time > result.allowance else { return nil }
    return "answer \(number) came late: after \(Elapsed.text(time)), later than \(Elapsed.text(result.allowance))"
  }

  private func text(_ message: PeerMessage) -> String { MessageText(message, device, limit: Self.shown).text }

  private func reason(_ counts: Counts, _ result: CheckRun.Result, _ patience: TimeSpan) -> Phrase {
    if counts.came == 0 {
      if let failure = result.failure { return "no answer came: \(failure.explanation)" }
      return "no answer came within \(String(describing: patience)) of the recorded time"
    }
    if counts.came != counts.recorded {
      return counts.recorded == 1
        ? "1 answer was recorded, \(counts.came) came"
        : "\(counts.recorded) answers were recorded, \(counts.came) came"
    }
    if counts.different == 0 { return counts.late == 1 ? "1 answer came late" : "\(counts.late) answers came late" }
    return counts.different == 1
      ? "1 answer differs from the recorded one" : "\(counts.different) answers differ from the recorded ones"
  }

  /// Lines that show two answers, with a sign below each place at which they differ: `^`, or `~` where that is ignored.
  private func difference(_ place: Int, _ recorded: PeerMessage, _ come: PeerMessage) -> [Phrase] {
    let isText = [recorded, come].allSatisfy { MessageText.isText($0) }
    let (one, other) = (
      MessageText(recorded, device, limit: Self.shown, isText: isText),
      MessageText(come, device, limit: Self.shown, isText: isText)
    )
    let ignored = device.parts(ofAnswer: come).map(\.range)
    return [
      "answer \(place), - as recorded, + as it came:", Phrase(verbatim: "- " + one.text),
      Phrase(verbatim: "+ " + other.text),
      Phrase(verbatim: "  " + other.marks(against: one, ignoring: match == .exact ? [] : ignored)),
    ]
  }
}
