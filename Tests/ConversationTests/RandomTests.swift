import TestSupport
import Testing
import UDPCore

@testable import Conversation

/// Tests recordings that chance makes up: whatever they are, they are learned, and what was recorded is answered.
struct RandomTests {
  @Test(arguments: 0..<16)
  func `each recorded request is answered, whatever the recording is`(seed: Int) {
    var generator = SeededGenerator(seed: UInt64(seed))
    let recording = MadeUpRecording()
    let (width, isText) = (Int.random(in: 1...20, using: &generator), seed % 3 == 0)
    for _ in 0..<40 {
      var bytes = generator.bytes(width + Int.random(in: 0...2, using: &generator))
      if isText { bytes = bytes.map { [0x20, 0x30, 0x39, 0x41, 0x81][Int($0) % 5] } }
      if Bool.random(using: &generator) { recording.ask(bytes) } else { recording.answer(bytes) }
      recording.pass(milliseconds: Int64.random(in: 0...500, using: &generator))
    }
    let device = recording.learned()
    for match in MessageMatch.allCases {
      var book = AnswerBook(device, match)
      for exchange in device.exchanges {
        let answers = book.answers(to: exchange.request, from: MadeUpRecording.client)
        #expect(answers != nil || exchange.answers.isEmpty)
        for answer in answers ?? [] {
          for now in [MadeUpRecording.start, .max, .min] {
            _ = book.bytes(of: answer, to: exchange.request, from: MadeUpRecording.client, now: now)
          }
        }
        #expect(exchange.answers.allSatisfy { $0.delay >= 0 })
      }
      var matching = AnswerMatching(device, match)
      for (place, exchange) in device.exchanges.enumerated() {
        matching.send(place, at: Int64(place))
        for answer in exchange.answers { matching.add(answer.message, at: Int64(place)) }
      }
      for (place, outcome) in matching.outcomes() {
        #expect(outcome.extra.isEmpty && outcome.places.allSatisfy(\.isEqual), "\(place) \(match)")
      }
    }
  }
}
