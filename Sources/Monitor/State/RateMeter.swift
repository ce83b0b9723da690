/// Datagrams and bytes a second, from the log's counters at the ticks of the monotonic clock.
struct RateMeter: Sendable, Hashable {
  private struct Sample: Sendable, Hashable {
    var time: UInt64
    var datagrams: Int
    var bytes: Int
  }

  /// Nanoseconds over which a rate is measured at least.
  private static let span: UInt64 = 900_000_000
  /// Rates that are remembered for the sparkline.
  private static let memory = 60

  private var last: Sample?
  /// Datagrams received in the last second or so, a second.
  private(set) var datagrams = 0
  /// The same for payload bytes.
  private(set) var bytes = 0
  /// Rates of datagrams so far, oldest first.
  private(set) var history: [Int] = []

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
    history.append(self.datagrams)
    if history.count > Self.memory { history.removeFirst() }
    self.last = sample
  }

  private static func rate(_ count: Int, over nanoseconds: UInt64) -> Int {
    Int(exactly: (Double(max(0, count)) * 1e9 / Double(nanoseconds)).rounded()) ?? .max
  }
}
