/// The difference between another host's clock and ours, by the way of NTP (RFC 5905, section 8): it is asked for the
/// time, and the answer is taken to be of the middle between question and answer.
package struct HostClock: Sendable {
  /// A measured difference.
  package struct Difference: Hashable, Sendable {
    /// Nanoseconds that the other clock is ahead; negative if it is behind.
    package var ahead: Int64
    /// The time between question and answer, in nanoseconds. The difference is at most half of it wrong.
    package var roundTrip: Int64
  }

  /// The newest measurements that are kept. Clocks drift, so that an old one is worth less than a slower one.
  private static let kept = 8

  private var asked: [Int: (monotonic: Int64, wall: Int64)] = [:]
  private var measured: [Difference] = []
  private var last = 0

  /// Creates a clock of which nothing is known.
  package init() {}

  /// Whether there are measurements enough that one of them had a short way.
  var isSettled: Bool { measured.count >= 4 }

  /// The measurement with the shortest way among the newest; `nil` while there is none.
  package var difference: Difference? { measured.min { $0.roundTrip < $1.roundTrip } }

  /// Notes that it is asked now.
  /// - Returns: the number of the question.
  mutating func ask(monotonic: Int64, wall: Int64) -> Int {
    last += 1
    asked[last] = (monotonic, wall)
    // An answer that is so late says nothing.
    asked[last - Self.kept] = nil
    return last
  }

  /// Takes an answer: the other host's clock, in nanoseconds since the Unix epoch.
  mutating func take(_ number: Int, time: Int64, monotonic: Int64) {
    guard let question = asked.removeValue(forKey: number) else { return }
    let roundTrip = max(0, monotonic - question.monotonic)
    let (middle, _) = question.wall.addingReportingOverflow(roundTrip / 2)
    let (ahead, isWrong) = time.subtractingReportingOverflow(middle)
    guard !isWrong else { return }
    measured = measured.suffix(Self.kept - 1) + [Difference(ahead: ahead, roundTrip: roundTrip)]
  }
}
