import Basics
import Testing

@Suite struct TimeSpanTests {
  @Test(
    "A length of time is read as people write it",
    arguments: [
      ("1", 1_000_000_000), ("0", 0), ("0.5", 500_000_000), (".25", 250_000_000), ("1s", 1_000_000_000),
      ("500ms", 500_000_000), ("1.5ms", 1_500_000), ("2m", 120_000_000_000), ("15min", 900_000_000_000),
      ("1h", 3_600_000_000_000), ("1.5h", 5_400_000_000_000), ("1d", 86_400_000_000_000), ("250us", 250_000),
      ("7ns", 7), ("0.0000000019", 1), ("0.999999999999999999999s", 999_999_999),
      ("999999999", 999_999_999_000_000_000),
    ] as [(String, UInt64)])
  func reading(text: String, nanoseconds: UInt64) {
    #expect(TimeSpan(text)?.nanoseconds == nanoseconds)
  }

  @Test(arguments: ["", "s", ".", "1.", "-1", "+1", "1 s", "1x", "1S", "1e3", "0x10", "१s", "inf", "9999999999999d"])
  func `other texts are no length of time`(_ text: String) {
    #expect(TimeSpan(text) == nil)
  }

  @Test(arguments: [0, 1, 1_500_000_000, 90_000_000_000, 120_000_000_000, 86_400_000_000_000, .max] as [UInt64])
  func `a length of time is written as it is read`(_ nanoseconds: UInt64) {
    #expect(TimeSpan(TimeSpan(nanoseconds: nanoseconds).description)?.nanoseconds == nanoseconds)
  }
}
