import CaptureFile
import Plumbing

/// A cache of local-time offsets by week, so that showing a time needs no look-up.
final class LocalOffsets: Sendable {
  private let weeks: Lock<Weeks>

  /// Creates an empty cache.
  /// - Parameter lookUp: the offset at a second of Unix time, by default that of the zone of `TZ`.
  init(lookUp: @escaping @Sendable (Int64) -> Int = { LocalTime().offset(at: $0) }) {
    weeks = Lock(Weeks(lookUp: lookUp))
  }

  /// Returns how many seconds local time is ahead of UTC at the given second of Unix time.
  func offset(at second: Int64) -> Int { weeks.withLock { $0.offset(at: second) } }
}

/// The cached offsets by week.
private struct Weeks: Sendable {
  /// The offset at the beginning of a week, and the offset from `change` on.
  private struct Week {
    let first: Int
    let change: Int64
    let then: Int
  }

  private static let length: Int64 = 7 * 86_400
  /// The most weeks kept: twenty years.
  private static let most = 1_044

  let lookUp: @Sendable (Int64) -> Int
  private var known: [Int64: Week] = [:]

  init(lookUp: @escaping @Sendable (Int64) -> Int) { self.lookUp = lookUp }

  mutating func offset(at second: Int64) -> Int {
    let number = second / Self.length - (second % Self.length < 0 ? 1 : 0)
    let week = known[number] ?? keep(number)
    return second < week.change ? week.first : week.then
  }

  private mutating func keep(_ number: Int64) -> Week {
    if known.count == Self.most { known = [:] }
    let start = number * Self.length
    var (below, above) = (start, start + Self.length - 1)
    let (first, then) = (lookUp(below), lookUp(above))
    // Bisects for the second from which the other offset applies; no zone changes twice in a week.
    while first != then, above - below > 1 {
      let middle = below + (above - below) / 2
      if lookUp(middle) == first { below = middle } else { above = middle }
    }
    let week = Week(first: first, change: first == then ? .max : above, then: then)
    known[number] = week
    return week
  }
}
