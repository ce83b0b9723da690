import UDPCore

/// The figures of one peer from the rows of the log: counts, times, and how evenly its datagrams arrive.
struct PeerEntry: Sendable {
  /// Seconds of which the arrivals are kept.
  static let seconds = 16

  var peer: Endpoint
  /// The way by which it was last heard or written to: where an answer leaves from.
  var local: LocalPath
  /// Datagrams and payload bytes that it sent us.
  private(set) var received = 0
  private(set) var receivedBytes = 0
  /// Datagrams and payload bytes that we sent it.
  private(set) var sent = 0
  private(set) var sentBytes = 0
  /// Datagrams of ours that failed.
  private(set) var errors = 0
  /// The times at which it was heard.
  private(set) var times = ArrivalTimes()
  /// The second in which a datagram was last heard, since the Unix epoch.
  private var second: Int64 = 0
  /// Datagrams heard in that second and those before it, each at its second modulo the count.
  private var arrivals = SIMD16<UInt32>()

  init(_ peer: Endpoint, local: LocalPath) {
    self.peer = peer
    self.local = local
  }

  /// Takes note of a datagram that it sent at a time that nobody knows.
  @inline(__always)
  mutating func countReceived(_ size: Int) {
    receivedBytes &+= size
    received &+= 1
  }

  /// Takes note of a datagram that it sent.
  @inline(__always)
  mutating func countReceived(_ size: Int, at time: Int64) {
    countReceived(size)
    times.add(time)
    let second = time / 1_000_000_000
    if second != self.second { advance(to: second) }
    let place = Int(truncatingIfNeeded: second & 15)
    arrivals[place] = arrivals[place] &+ 1
  }

  /// Takes note of a datagram that we sent.
  mutating func noteSent(_ size: Int) {
    sent += 1
    sentBytes += size
  }

  /// Takes note of a datagram of ours that failed.
  mutating func noteError() { errors += 1 }

  /// Makes room for the arrivals of a second. A clock that went back a little is forgiven, one that was set starts
  /// anew.
  private mutating func advance(to second: Int64) {
    let ahead = saturatingDifference(second, self.second)
    if ahead < 0, ahead > -Int64(Self.seconds) { return }
    if ahead < 0 || ahead >= Int64(Self.seconds) {
      arrivals = SIMD16()
    } else {
      for passed in self.second + 1...second { arrivals[Int(truncatingIfNeeded: passed & 15)] = 0 }
    }
    self.second = second
  }

  /// Datagrams heard in each of the whole seconds before `now`, in nanoseconds since the Unix epoch; oldest first.
  func arrivals(before now: Int64) -> [Int] {
    let current = now / 1_000_000_000
    return (1..<Int64(Self.seconds)).reversed().map { back in
      arrivals(in: current.subtractingReportingOverflow(back).partialValue)
    }
  }

  private func arrivals(in second: Int64) -> Int {
    let age = saturatingDifference(self.second, second)
    return age >= 0 && age < Int64(Self.seconds) ? Int(arrivals[Int(truncatingIfNeeded: second & 15)]) : 0
  }

  /// Datagrams a second: the mean of the five whole seconds before `now`, or of the time since it was first heard where
  /// that is shorter, one second at least.
  func rate(at now: Int64) -> Double {
    let current = now / 1_000_000_000
    func count(_ seconds: ClosedRange<Int64>) -> Double {
      Double(seconds.reduce(0) { $0 + arrivals(in: current.subtractingReportingOverflow($1).partialValue) })
    }
    let age = saturatingDifference(now, times.first)
    guard received > 0, age >= 0, age < 5_000_000_000 else { return count(1...5) / 5 }
    return count(0...5) / max(1, Double(age) / 1e9)
  }
}

/// `minuend - subtrahend`, at the bounds where there is no such number: times come from outside.
@inline(__always)
func saturatingDifference(_ minuend: Int64, _ subtrahend: Int64) -> Int64 {
  let (difference, overflow) = minuend.subtractingReportingOverflow(subtrahend)
  return overflow ? (minuend < subtrahend ? .min : .max) : difference
}
