/// The times at which the screen is drawn anew while a pipe is read: the programs before it in the pipeline share the
/// terminal, and their output (`ssh`, `tcpdump`, `udpeek listen`) lands on the screen without its knowledge.
struct PipeRepainting: Sendable, Hashable {
  private static let interval: UInt64 = 1_000_000_000

  /// Seconds of it that are left.
  private var left = 10
  private var next: UInt64 = 0
  private var hadRows = false

  /// Whether it is time, `now` in nanoseconds of the monotonic clock: once a second for ten seconds, and for three
  /// after the first datagram, however late that is.
  mutating func isDue(_ now: UInt64, hasRows: Bool) -> Bool {
    if hasRows, !hadRows {
      hadRows = true
      left = max(left, 3)
      next = now
    }
    guard left > 0, now >= next else { return false }
    left -= 1
    next = now.addingReportingOverflow(Self.interval).partialValue
    return true
  }
}
