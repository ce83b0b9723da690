import UDPCore

/// When which datagram is due. Absolute times of the monotonic clock: a late one does not make the next one late.
package struct ReplayPace {
  /// The speed of a replay.
  package enum Speed: Sendable {
    /// So many times as fast as the capture.
    case speed(Double)
    /// Without gaps.
    case top
  }

  private let speed: Speed
  private var start: Int64
  private var first: Int64?
  /// When the last one was due, in nanoseconds of the monotonic clock.
  private(set) var last: Int64

  /// - Parameter start: when the first datagram is due, in nanoseconds of the monotonic clock.
  init(_ speed: Speed, start: Int64) {
    self.speed = speed
    self.start = start
    last = start
  }

  /// When the next datagram is due: never before the one before it, though clocks in captures go back.
  /// - Parameter time: its time in the capture, nanoseconds since the Unix epoch; `nil` for none, so that it is due at once.
  mutating func due(_ time: Int64?) -> Int64 {
    guard let time, case .speed(let factor) = speed else { return last }
    let origin = first ?? time
    first = origin
    let gap = time.subtractingReportingOverflow(origin)
    let scaled = gap.overflow ? .infinity : Double(gap.partialValue) / factor
    // What is centuries away does not come nearer than this.
    let distance = factor == 1 && !gap.overflow ? gap.partialValue : Int64(min(max(scaled, -9e17), 9e17))
    last = max(last, start.addingReportingOverflow(min(distance, 900_000_000_000_000_000)).partialValue)
    return last
  }

  /// The capture begins again, at once.
  mutating func restart() {
    start = last
    first = nil
  }
}
