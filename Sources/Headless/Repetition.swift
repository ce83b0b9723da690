import Basics
import Plumbing

/// The number of times that something is repeated.
package enum Repetition: Hashable, Sendable {
  /// Repeats a fixed number of times.
  case times(Int)
  /// Repeats until a signal ends it.
  case forever

  /// The total number of items at `count` each time; `nil` if it is unlimited or overflows.
  package func total(of count: Int) -> Int? {
    guard case .times(let times) = self else { return nil }
    let (total, isBeyond) = times.multipliedReportingOverflow(by: count)
    return isBeyond ? nil : total
  }

  /// Whether to repeat once more after `done` times.
  package func continues(after done: Int) -> Bool {
    switch self {
    case .times(let count): done < count
    case .forever: true
    }
  }
}

extension TimeSpan {
  /// The time that lies this span after now, in nanoseconds of the monotonic clock.
  var fromNow: Int64 { SystemClock.monotonic + Int64(clamping: nanoseconds) }
}
