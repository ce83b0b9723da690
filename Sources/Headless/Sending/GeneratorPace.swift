/// The rate of a generator, in messages to each destination.
package enum MessageRate: Hashable, Sendable {
  /// So many messages a second, which may be a fraction.
  case perSecond(Double)
  /// As many as the machine can send.
  case top
}

/// The schedule of a generator: due times of the monotonic clock. A late message does not delay those after it.
struct GeneratorPace {
  /// The time between two messages in nanoseconds; 0 without a schedule.
  private let period: Double
  private let start: Int64

  /// Creates the schedule of a run that starts at a time of the monotonic clock.
  init(_ rate: MessageRate, start: Int64) {
    self.start = start
    switch rate {
    case .perSecond(let count): period = 1e9 / count
    case .top: period = 0
    }
  }

  /// The time when a message is due, counted from 0.
  func due(_ index: Int) -> Int64 { start + Int64(min(Double(index) * period, 9e17)) }

  /// Returns the number of messages that are due by a time; `nil` without a schedule.
  func count(by time: Int64) -> Int? {
    if period == 0 { return nil }
    if time < start { return 0 }
    var count = Int(min(Double(time - start) / period, 9e17))
    // Rounding may be one off, in either direction.
    while count > 0, due(count - 1) > time { count -= 1 }
    while due(count) <= time { count += 1 }
    return count
  }

  /// Returns the nanoseconds that so many messages stand for on the schedule.
  func length(of count: Int) -> Double { Double(count) * period }
}
