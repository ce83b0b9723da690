import ArgumentParser
import Basics
import Headless

/// Parsing of times on the command line; see `TimeSpan`.
enum TimeArgument {
  /// The longest time in seconds; a longer one would overflow the clock's nanoseconds.
  private static let longest: UInt64 = 999_999_999

  /// Parses an option's value.
  static func parse(_ text: String) throws(ValidationError) -> TimeSpan {
    guard let span = TimeSpan(text) else { throw ValidationError("a time is \(TimeSpan.forms)") }
    guard span.nanoseconds <= longest * 1_000_000_000 else {
      throw ValidationError("a time is at most \(longest) seconds")
    }
    return span
  }

  /// Parses an option's value, which must not be 0.
  static func parsePositive(_ text: String) throws(ValidationError) -> TimeSpan {
    let span = try parse(text)
    guard span.nanoseconds > 0 else { throw ValidationError("the time must be above 0") }
    return span
  }
}

extension Repetition {
  /// Parses an option's value: a number from 1, or `forever`.
  static func parse(_ text: String) throws(ValidationError) -> Repetition {
    if text == "forever" { return .forever }
    guard let count = Int(text), count >= 1 else { throw ValidationError("write a number from 1, or forever") }
    return .times(count)
  }
}

extension MessageRate {
  /// Parses an option's value: a number of messages a second, or `max`.
  static func parse(_ text: String) throws(ValidationError) -> MessageRate {
    if text == "max" { return .top }
    guard let count = Double(text), count >= 0.001, count <= 1e9 else {
      throw ValidationError("write a number from 0.001, such as 1000, or max")
    }
    return .perSecond(count)
  }
}
