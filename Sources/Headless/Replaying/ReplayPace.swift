import UDPCore

/// A schedule of datagrams in absolute times of the monotonic clock: a late datagram does not delay the next one.
package struct ReplayPace {
  /// The speed of a replay.
  package enum Speed: Sendable {
    /// A multiple of the capture's own speed.
    case speed(Double)
    /// As fast as possible, without gaps.
    case top
  }

  private let speed: Speed
  private var start: Int64
  private var first: Int64?
  /// The due time of the last datagram, in nanoseconds of the monotonic clock.
  private(set) var last: Int64

  /// - Parameter start: the due time of the first datagram, in nanoseconds of the monotonic clock.
  init(_ speed: Speed, start: Int64) {
    self.speed = speed
    self.start = start
    last = start
  }

  /// Returns the due time of the next datagram: never before that of the previous one, though clocks in captures may go
  /// backwards.
  /// - Parameter time: the datagram's time in the capture, in nanoseconds since the Unix epoch; a datagram without one
  ///   is due at once.
  mutating func due(_ time: Int64?) -> Int64 {
    guard let time, case .speed(let factor) = speed else { return last }
    let origin = first ?? time
    first = origin
    let gap = time.subtractingReportingOverflow(origin)
    let scaled = gap.overflow ? .infinity : Double(gap.partialValue) / factor
    // Distances of centuries are clamped.
    let distance = factor == 1 && !gap.overflow ? gap.partialValue : Int64(min(max(scaled, -9e17), 9e17))
    last = max(last, start.addingReportingOverflow(min(distance, 900_000_000_000_000_000)).partialValue)
    return last
  }

  /// Restarts the capture immediately after the last datagram.
  mutating func restart() {
    start = last
    first = nil
  }
}
