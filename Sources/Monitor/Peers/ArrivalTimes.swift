/// The times at which datagrams arrived: the first and the last, the mean gap, and how evenly they come.
struct ArrivalTimes: Sendable {
  /// The number of datagrams whose time is known.
  private(set) var count = 0
  /// The first and the last time, in nanoseconds since the Unix epoch; they are valid from one datagram on.
  private(set) var first: Int64 = 0
  private(set) var last: Int64 = 0
  /// The smoothed difference between one gap and the next (RFC 3550, 6.4.1, with gaps for transit times), in
  /// nanoseconds.
  private(set) var jitter = 0.0
  /// The last gap between two datagrams, in nanoseconds; it means something from two datagrams on.
  private var gap: Int64 = 0

  /// The mean gap between two datagrams, in nanoseconds; `nil` before the second one.
  var meanGap: Int64? { count > 1 ? max(0, saturatingDifference(last, first)) / Int64(count - 1) : nil }

  /// Whether there are gaps enough for a difference between them.
  var hasJitter: Bool { count > 2 }

  /// Adds the time of the next datagram.
  @inline(__always)
  mutating func add(_ time: Int64) {
    if count == 0 {
      first = time
    } else {
      let gap = saturatingDifference(time, last)
      if count > 1 { jitter += (Double(saturatingDifference(gap, self.gap)).magnitude - jitter) / 16 }
      self.gap = gap
    }
    count &+= 1
    last = time
  }

  /// Adds the times of other datagrams.
  mutating func merge(_ other: ArrivalTimes) {
    if other.last > last || count == 0 { (last, gap, jitter) = (other.last, other.gap, other.jitter) }
    first = count == 0 ? other.first : min(first, other.first)
    count += other.count
  }
}
