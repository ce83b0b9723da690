import Testing
import UDPCore

@testable import Conversation

/// Tests which request an answer belongs to while recorded requests are sent again.
struct AnswerMatchingTests {
  /// A client that asks for the value of each place in turn.
  private static func values(_ count: Int = 6) -> RecordedDevice {
    device((0..<count).map { ("get \($0)", ["value \(Character(UnicodeScalar(UInt8(97 + $0)))) is here"]) })
  }

  private static func device(_ exchanges: [(String, [String])]) -> RecordedDevice {
    let recording = MadeUpRecording()
    for (request, answers) in exchanges {
      recording.ask(Array(request.utf8))
      recording.pass(milliseconds: 10)
      for answer in answers { recording.answer(Array(answer.utf8)) }
      recording.pass(milliseconds: 500)
    }
    return recording.learned()
  }

  /// Sends requests (numbers) and receives answers (texts), one after the other.
  private static func outcomes(
    _ device: RecordedDevice, _ events: [Any], match: MessageMatch = .varying
  ) -> [String] {
    var matching = AnswerMatching(device, match)
    for (time, event) in events.enumerated() {
      switch event {
      case let exchange as Int: matching.send(exchange, at: Int64(time))
      case let text as String: matching.add(PeerMessage(Array(text.utf8)), at: Int64(time))
      default: break
      }
    }
    return matching.outcomes().sorted { $0.key < $1.key }.map { $0.value.words }
  }

  @Test func `an answer that comes after the next request is that of its own`() {
    let device = Self.values(3)
    #expect(
      Self.outcomes(device, [0, 1, "value a is here", "value b is here", 2, "value c is here"])
        == ["=a@2", "=b@3", "=c@5"])
    // Each one late.
    #expect(
      Self.outcomes(device, [0, 1, "value a is here", 2, "value b is here", "value c is here"])
        == ["=a@2", "=b@4", "=c@5"])
  }

  @Test func `an answer too many shifts nothing`() {
    let device = Self.values(3)
    #expect(
      Self.outcomes(device, [0, "value a is here", 1, "value a is here", "value b is here", 2, "value c is here"])
        == ["=a@1 +a@3 again", "=b@4", "=c@6"])
  }

  @Test func `a wrong answer is compared with the one in whose place it came`() {
    let device = Self.values(3)
    #expect(
      Self.outcomes(device, [0, "value a is here", 1, "value x is here", 2, "value c is here"])
        == ["=a@1", "!x@3", "=c@5"])
    // Late, after the next request, which got its own.
    #expect(
      Self.outcomes(device, [0, "value a is here", 1, 2, "value x is here", "value c is here"])
        == ["=a@1", "!x@4", "=c@5"])
  }

  @Test func `equal answers belong to their requests in order`() {
    let device = Self.device((0..<4).map { ("do \($0)", ["ok"]) })
    #expect(Self.outcomes(device, [0, "ok", 1, "ok", 2, "ok", 3, "ok"]).count { $0.hasPrefix("=ok") } == 4)
    // The second is lost.
    #expect(Self.outcomes(device, [0, "ok", 1, 2, "ok", 3, "ok"]) == ["=ok@1", "-", "=ok@4", "=ok@6"])
    // The first comes late, and each of the others right after its own request.
    #expect(
      Self.outcomes(device, [0, 1, "ok", 2, "ok", 3, "ok", "ok"]) == ["=ok@2", "=ok@4", "=ok@6", "=ok@7"])
  }

  @Test func `an answer to a request that had none in the recording is not the next one's`() {
    let device = Self.device([("get 0", []), ("get 1", ["value b is here"]), ("get 2", ["value c is here"])])
    #expect(
      Self.outcomes(device, [0, 1, "value a is here", "value b is here", 2, "value c is here"])
        == [" +a@2", "=b@3", "=c@5"])
  }

  @Test func `the number that an answer returns decides, whatever else it says`() {
    let exchanges = (0..<8).map { place in ("\(place * 77 + 100) get", ["\(place * 77 + 100) ok"]) }
    let device = Self.device(exchanges)
    #expect(
      Self.outcomes(device, [0, "100 ok", 1, 2, "254 ok", "177 wrong", 3, "254 ok", "331 ok"])
        == ["=ok@1", "!wrong@5", "=ok@4 +ok@7 again", "=ok@8"])
  }

  @Test func `a counter of the server's own that looked like a copy decides nothing`() {
    let exchanges = (0..<8).map { place in ("\(place + 100) get", ["\(place + 100) ok"]) }
    let device = Self.device(exchanges)
    // One ahead: each seems to be the answer to the request before.
    let events: [Any] = (0..<8).flatMap { [$0, "\($0 + 99) ok"] as [Any] }
    #expect(Self.outcomes(device, events).allSatisfy { $0.hasPrefix("=ok") && !$0.contains("+") })
  }

  @Test func `of several answers each has its place`() {
    let device = Self.device([("all", ["value a is here", "value b is here"]), ("all?", ["value a is here"])])
    #expect(
      Self.outcomes(device, [0, "value b is here", "value a is here", 1, "value a is here"])
        == ["=a@2 =b@1", "=a@4"])
    #expect(Self.outcomes(device, [0, "value b is here", 1, "value a is here"]).last == "=a@3")
  }

  @Test func `very long chains of equal answers end`() {
    let device = Self.device((0..<600).map { _ in ("do", ["ok"]) })
    var matching = AnswerMatching(device, .varying)
    for exchange in 0..<600 {
      matching.send(exchange, at: Int64(exchange))
      for _ in 0..<(exchange == 0 ? 0 : 2) { matching.add(PeerMessage(Array("ok".utf8)), at: Int64(exchange)) }
    }
    let outcomes = matching.outcomes()
    #expect(outcomes.count == 600 && outcomes.values.reduce(0) { $0 + $1.places.count + $1.extra.count } >= 1_198)
  }
}

extension AnswerMatching.Place {
  var isEqual: Bool {
    if case .equal = self { return true }
    return false
  }
}

extension AnswerMatching.Outcome {
  /// Each place with its answer's word and time: `=` equal, `!` another, `-` none; then `+` for each one too many.
  fileprivate var words: String {
    let places = places.map { place in
      switch place {
      case .equal(let arrival): "=\(arrival.word)"
      case .different(let arrival): "!\(arrival.word)"
      case .missing: "-"
      }
    }
    let extra = extra.map { " +\($0.arrival.word)" + ($0.isRepeated ? " again" : "") }
    return places.joined(separator: " ") + extra.joined()
  }
}

extension AnswerMatching.Arrival {
  fileprivate var word: String {
    let words = message.bytes.text.split(separator: " ")
    return "\(words.count > 1 ? words[1] : words.first ?? "")@\(time)"
  }
}
