import Basics
import CommandCore
import Conversation
import UDPCore

/// Compares the answers that came with the recorded ones, and says how they differ.
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

  /// Returns the test of one request.
  /// - Parameter patience: the time for which the check waited.
  func test(_ place: Int, _ result: CheckRun.Result, patience: TimeSpan) -> TestCase {
    let exchange = device.exchanges[place]
    let request = MessageText(exchange.request, device, limit: Self.shownName)
    let name = "request \(place + 1) of \(exchange.client.text(interfaces)): \(request.text)"
    var test = TestCase(name, duration: result.duration)
    if !result.isSent {
      test.outcome = .skipped("it was not sent, because the check was stopped")
    } else if exchange.answers.isEmpty {
      test.outcome = .skipped("the recording has no answer to it")
    } else {
      judge(result, exchange, patience, &test)
    }
    return test
  }

  private func judge(
    _ result: CheckRun.Result, _ exchange: RecordedDevice.Exchange, _ patience: TimeSpan, _ test: inout TestCase
  ) {
    var (missing, extra) = ([(place: Int, message: PeerMessage)](), result.answers)
    for (place, answer) in exchange.answers.enumerated() {
      if let same = extra.firstIndex(where: { device.areEqual($0, answer.message, match) }) {
        extra.remove(at: same)
      } else {
        missing.append((place + 1, answer.message))
      }
    }
    if missing.isEmpty, extra.isEmpty { return }
    for (place, message) in missing {
      if extra.isEmpty {
        let text = MessageText(message, device, limit: Self.shown)
        test.details.append("answer \(place) did not come: \(text.text)")
      } else {
        test.details += difference(place, message, extra.removeFirst())
      }
    }
    for message in extra {
      let text = MessageText(message, device, limit: Self.shown)
      test.details.append("came without being recorded: \(text.text)")
    }
    test.outcome = .failed(reason(result, exchange.answers.count, missing.count, patience))
  }

  private func reason(_ result: CheckRun.Result, _ expected: Int, _ missing: Int, _ patience: TimeSpan) -> Phrase {
    if let failure = result.failure, result.answers.isEmpty { return "no answer came: \(failure.explanation)" }
    if result.answers.isEmpty { return "no answer came within \(String(describing: patience)) of the recorded time" }
    if result.answers.count != expected {
      return expected == 1
        ? "1 answer was recorded, \(result.answers.count) came"
        : "\(expected) answers were recorded, \(result.answers.count) came"
    }
    return missing == 1 ? "1 answer differs from the recorded one" : "\(missing) answers differ from the recorded ones"
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
