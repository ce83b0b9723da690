import ArgumentParser
import Plumbing
import UDPCore

/// Lengths of time on the command line (`TimeSpan`).
enum TimeArgument {
  /// The longest, in seconds: beyond it the clock's nanoseconds would end.
  private static let longest: UInt64 = 999_999_999

  /// Reads an option's value.
  static func parse(_ text: String) throws(ValidationError) -> TimeSpan {
    guard let span = TimeSpan(text) else { throw ValidationError("a time is \(TimeSpan.forms)") }
    guard span.nanoseconds <= longest * 1_000_000_000 else {
      throw ValidationError("a time is \(longest) seconds at most")
    }
    return span
  }

  /// Reads an option's value, which must not be 0.
  static func parsePositive(_ text: String) throws(ValidationError) -> TimeSpan {
    let span = try parse(text)
    guard span.nanoseconds > 0 else { throw ValidationError("the time must be above 0") }
    return span
  }
}

extension TimeSpan {
  /// The moment that is so much after now, in nanoseconds of the monotonic clock.
  var fromNow: Int64 { SystemClock.monotonic + Int64(clamping: nanoseconds) }
}

/// How often something is done.
enum Repetition: Hashable {
  case times(Int)
  /// Until a signal ends it.
  case forever

  /// Reads an option's value: a number from 1, or `forever`.
  static func parse(_ text: String) throws(ValidationError) -> Repetition {
    if text == "forever" { return .forever }
    guard let count = Int(text), count >= 1 else { throw ValidationError("write a number from 1, or forever") }
    return .times(count)
  }

  /// How many that are of `count` each time; `nil` where there is no end.
  func total(of count: Int) -> Int? {
    guard case .times(let times) = self else { return nil }
    let (total, isBeyond) = times.multipliedReportingOverflow(by: count)
    return isBeyond ? nil : total
  }

  /// Whether it is done once more after `done` times.
  func goesOn(after done: Int) -> Bool {
    switch self {
    case .times(let count): done < count
    case .forever: true
    }
  }
}
