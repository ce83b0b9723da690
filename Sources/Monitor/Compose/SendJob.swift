/// A message that is sent again and again, at exact times.
struct SendJob: Sendable {
  /// What is sent each time.
  var sent: Sent
  /// What became of it so far.
  var dispatch: Dispatch
  /// How often; `nil` until it is stopped.
  var count: Int?
  /// Nanoseconds from one time to the next.
  var interval: UInt64
  /// How often it was sent.
  var done = 0
  /// When it was sent first, in nanoseconds of the monotonic clock. All times are counted from it, so that none drifts.
  var start: UInt64

  /// When it is to be sent next.
  var due: UInt64 {
    let (wait, isFar) = interval.multipliedReportingOverflow(by: UInt64(done))
    let (due, isLate) = start.addingReportingOverflow(wait)
    return isFar || isLate ? .max : due
  }

  /// Whether it is to be sent no more.
  var isOver: Bool { count.map { done >= $0 } ?? false }

  /// How far it is: `12/100`, or `12` where it has no end.
  var progress: String { Figures.grouped(done) + (count.map { "/" + Figures.grouped($0) } ?? "") }

  /// Where it was held up for more than a second and an interval, as by `^Z`, it goes on from now instead of making up
  /// for all at once.
  mutating func forgive(_ now: UInt64) {
    guard now > due, now - due > max(1_000_000_000, interval) else { return }
    start += now - due
  }
}
