/// Datagrams and bytes a second, from the log's counters at the ticks of the monotonic clock.
struct RateMeter: Sendable, Hashable {
  private struct Sample: Sendable, Hashable {
    var time: UInt64
    var datagrams: Int
    var bytes: Int
  }

  /// Nanoseconds over which a rate is measured at least.
  private static let span: UInt64 = 900_000_000

  private var last: Sample?
  /// Datagrams received in the last second or so, a second.
  private(set) var datagrams = 0
  /// Payload bytes received in the last second or so, per second.
  private(set) var bytes = 0
  /// The rates so far.
  private(set) var history = RateHistory()

  /// Takes note of the counters at `time`, nanoseconds of the monotonic clock.
  mutating func tick(_ time: UInt64, datagrams: Int, bytes: Int) {
    let sample = Sample(time: time, datagrams: datagrams, bytes: bytes)
    guard let last, time > last.time else {
      if last == nil { last = sample }
      return
    }
    let elapsed = time - last.time
    guard elapsed >= Self.span else { return }
    self.datagrams = Self.rate(datagrams - last.datagrams, over: elapsed)
    self.bytes = Self.rate(bytes - last.bytes, over: elapsed)
    // A process that was stopped measures several seconds as one.
    let seconds = Int(clamping: (elapsed + 500_000_000) / 1_000_000_000)
    history.append(datagrams: self.datagrams, bytes: self.bytes, times: max(1, seconds))
    self.last = sample
  }

  private static func rate(_ count: Int, over nanoseconds: UInt64) -> Int {
    Int(exactly: (Double(max(0, count)) * 1e9 / Double(nanoseconds)).rounded()) ?? .max
  }
}

/// Datagrams and bytes in each second of the last half hour.
struct RateHistory: Sendable, Hashable {
  /// Seconds that are kept.
  static let seconds = 1_800

  /// Oldest first.
  private(set) var datagrams: [Int] = []
  private(set) var bytes: [Int] = []
  /// Seconds before those that are kept.
  private(set) var dropped = 0

  /// The number of seconds, including those that are no longer kept.
  var end: Int { dropped + datagrams.count }

  /// Adds the next second, or several that were alike.
  mutating func append(datagrams: Int, bytes: Int, times: Int = 1) {
    let kept = min(times, Self.seconds)
    dropped += times - kept
    self.datagrams += repeatElement(datagrams, count: kept)
    self.bytes += repeatElement(bytes, count: kept)
    // Cut rarely, so that a second costs nothing.
    guard self.datagrams.count >= Self.seconds * 2 else { return }
    let excess = self.datagrams.count - Self.seconds
    self.datagrams.removeFirst(excess)
    self.bytes.removeFirst(excess)
    dropped += excess
  }

  /// Adds to a second that is kept or still to come, `end` being the next one.
  mutating func add(_ size: Int, at second: Int) {
    if second >= end { append(datagrams: 0, bytes: 0, times: second - end + 1) }
    let place = second - dropped
    guard place >= 0 else { return }
    datagrams[place] += 1
    bytes[place] = bytes[place].addingReportingOverflow(size).partialValue
  }
}
