/// A message that is sent again and again, at exact times.
struct SendJob: Sendable {
  /// The messages that are sent each time.
  var sent: Sent
  /// The outcome so far.
  var dispatch: Dispatch
  /// The number of repetitions; `nil` repeats until it is stopped.
  var count: Int?
  /// Nanoseconds from one time to the next.
  var interval: UInt64
  /// Repetitions so far.
  var done = 0
  /// The time of the first send, in nanoseconds of the monotonic clock. All times are counted from it, so that none
  /// drifts.
  var start: UInt64

  /// The time of the next send, in nanoseconds of the monotonic clock.
  var due: UInt64 {
    let (wait, isFar) = interval.multipliedReportingOverflow(by: UInt64(done))
    let (due, isLate) = start.addingReportingOverflow(wait)
    return isFar || isLate ? .max : due
  }

  /// Whether it is to be sent no more.
  var isOver: Bool { count.map { done >= $0 } ?? false }

  /// The repetitions so far, of all: `12/100`, or `12` where there is no end.
  var progress: String { Figures.grouped(done) + (count.map { "/" + Figures.grouped($0) } ?? "") }

  /// Resumes from now where repetitions were held up for more than a second and an interval, as by `^Z`, instead of
  /// making up for all at once.
  mutating func skipMissed(_ now: UInt64) {
    guard now > due, now - due > max(1_000_000_000, interval) else { return }
    start += now - due
  }
}
