import Plumbing
import UDPCore

/// The number of times that something is done.
package enum Repetition: Hashable, Sendable {
  case times(Int)
  /// Until a signal ends it.
  case forever

  /// How many that are of `count` each time; `nil` where there is no end.
  package func total(of count: Int) -> Int? {
    guard case .times(let times) = self else { return nil }
    let (total, isBeyond) = times.multipliedReportingOverflow(by: count)
    return isBeyond ? nil : total
  }

  /// Whether it is done once more after `done` times.
  package func goesOn(after done: Int) -> Bool {
    switch self {
    case .times(let count): done < count
    case .forever: true
    }
  }
}

extension TimeSpan {
  /// The moment that is so much after now, in nanoseconds of the monotonic clock.
  var fromNow: Int64 { SystemClock.monotonic + Int64(clamping: nanoseconds) }
}
