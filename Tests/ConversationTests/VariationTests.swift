import Structure
import Testing

@testable import Conversation

/// Tests which parts of messages vary, and which are content.
struct VariationTests {
  private static func learn(_ messages: [[UInt8]]) -> Variation {
    let start = MadeUpRecording.start
    return Variation([
      messages.enumerated().map { StructureSample(bytes: $1, time: start + Int64($0) * 1_000_000_000) }
    ])
  }

  @Test func `a counter and a checksum vary, a register does not`() {
    let messages = (0..<40).map { withCRC([0x7e, 1] + big(UInt64(240 + $0), 2) + [0, UInt8([4, 9, 7][$0 % 3])]) }
    let variation = Self.learn(messages)
    let parts = variation.parts(of: messages[0])
    #expect(parts.map(\.range) == [2..<4, 6..<8], "\(parts)")
  }

  @Test func `a counter in steps of 256 is one of the byte that changes and the one before it`() {
    let messages = (0..<40).map { withCRC([0x7e, 1] + big(UInt64(300 + $0), 2) + [9, UInt8([4, 9, 7][$0 % 3])]) }
    #expect(Self.learn(messages).parts(of: messages[0]).map(\.range) == [2..<4, 6..<8])
  }

  @Test func `registers that are read in turn, again and again, are no counter`() {
    let messages = (0..<40).map { [0x7e, 1, 0, UInt8($0 % 10)] as [UInt8] }
    #expect(Self.learn(messages).parts(of: messages[3]) == [])
    let texts = (0..<40).map { Array("read \($0 % 10)".utf8) }
    #expect(Self.learn(texts).parts(of: texts[3]) == [])
  }

  @Test func `numbers that stay, and dates that are arguments, are content`() {
    let texts = (0..<20).map { _ in Array("log 2026-11-22 limit 100".utf8) }
    #expect(Self.learn(texts).parts(of: texts[0]) == [])
  }

  @Test func `seconds since 1970 in a text are a time`() {
    let texts = (0..<10).map { Array("t=\(1_795_381_665 + $0);ping".utf8) }
    let variation = Self.learn(texts)
    #expect(variation.parts(of: texts[4]).map(\.range) == [2..<12])
    #expect(
      Variation.canonical(texts[4], without: variation.parts(of: texts[4]))
        == Variation.canonical(texts[9], without: variation.parts(of: texts[9])))
  }

  @Test func `a count of all messages is known in each kind of them`() {
    let texts = (0..<40).map { Array("#\(500 + $0) get \(["temp", "hum", "wind"][($0 * 7 + $0 / 3) % 3])".utf8) }
    let variation = Self.learn(texts)
    for text in texts { #expect(variation.parts(of: text).map(\.range) == [1..<4]) }
  }

  @Test func `four bytes of GB 18030 that contain digits are a character`() {
    let tokens = TextTokens([0x81, 0x30, 0x89, 0x38, 0x31, 0x32], end: 6).tokens
    #expect(tokens.map(\.range) == [4..<6])
  }

  @Test func `few messages, and none, vary in nothing`() {
    for count in 0...3 {
      let messages = (0..<count).map { big(UInt64(0x7e00_0000 + $0), 4) }
      #expect(messages.allSatisfy { Self.learn(messages).parts(of: $0).isEmpty })
    }
  }

  @Test(arguments: [
    ("2026-11-22 23:59:59.5", 1_000_000_000, "2026-11-23 00:00:00.5"), ("21:07:45", 86_400_000_000_000, "21:07:45"),
    ("2026/12/31T10:00:00", 86_400_000_000_000, "2027/01/01T10:00:00"),
    ("2026-02-28", 86_400_000_000_000, "2026-03-01"),
  ])
  func `a moment in a text moves`(text: String, elapsed: Int64, expected: String) throws {
    let bytes = Array(text.utf8)
    let moment = try #require(MomentText(bytes, at: 0, end: bytes.count))
    #expect(moment.range == bytes.indices)
    #expect(moment.moved(from: 0, to: elapsed).text == expected)
  }

  @Test(arguments: StructureField.Clock.allCases)
  func `a clock moves by the time that passed`(clock: StructureField.Clock) throws {
    let start = MadeUpRecording.start
    let value: UInt64 =
      switch clock {
      case .unix32: UInt64(start / 1_000_000_000)
      case .unixMilliseconds: UInt64(start / 1_000_000)
      case .unixMicroseconds: UInt64(start / 1_000)
      case .unixNanoseconds: UInt64(start)
      case .unixDouble: (Double(start) / 1e9).bitPattern
      case .ntp32: UInt64(start / 1_000_000_000 + 2_208_988_800)
      case .ntp64: UInt64(start / 1_000_000_000 + 2_208_988_800) << 32
      }
    #expect(clock.moved(value, from: start, to: start) == value)
    let later = clock.moved(value, from: start, to: start + 2_500_000_000)
    let whole = [.unix32, .ntp32].contains(clock)
    let moved = try #require(clock.nanoseconds(later)) - start
    #expect(abs(moved - (whole ? 2_000_000_000 : 2_500_000_000)) < 1_000)
  }
}
