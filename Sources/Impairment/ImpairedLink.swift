/// A link of a limited bandwidth: datagrams leave one after another, and wait in a queue for their turn.
struct ImpairedLink: Hashable, Sendable {
  /// The departure of each datagram in the queue, in the order of the queue: a ring from `first`.
  private var departures: [Int64] = []
  private var first = 0
  private var count = 0
  /// The departure of the last one, from which the link is free.
  private var isFree: Int64 = .min
  /// The remainder of the last division, in nanoseconds times bits per second, kept so that no time is lost.
  private var remainder: UInt64 = 0

  /// Forgets the remainder, which is a fraction of another rate. What is in the queue leaves when it would have left.
  mutating func rateChanged() { remainder = 0 }

  /// Returns the number of datagrams in the queue.
  mutating func queued(now: Int64) -> Int {
    while count > 0, departures[first] <= now {
      first = first + 1 == departures.count ? 0 : first + 1
      count -= 1
    }
    return count
  }

  /// Puts a datagram into the queue, and returns how long it takes from now until it has left, in nanoseconds; `nil` if
  /// the queue is full.
  mutating func send(bytes: Int, _ rate: ImpairmentSettings.Rate, now: Int64) -> Int64? {
    guard queued(now: now) < rate.limit else { return nil }
    if isFree < now { (isFree, remainder) = (now, 0) }
    let (time, rest) = (UInt64(bytes) * 8_000_000_000 + remainder).quotientAndRemainder(dividingBy: rate.bitsPerSecond)
    isFree += Int64(time)
    remainder = rest
    append(isFree)
    return isFree - now
  }

  private mutating func append(_ departure: Int64) {
    if count == departures.count { grow() }
    let end = first + count
    departures[end < departures.count ? end : end - departures.count] = departure
    count += 1
  }

  private mutating func grow() {
    departures = Array(departures[first...] + departures[..<first])
    first = 0
    departures += repeatElement(0, count: max(16, departures.count))
  }
}
