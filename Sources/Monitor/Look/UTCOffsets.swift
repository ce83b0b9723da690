import UDPCore

/// The seconds that local time is ahead of UTC, at any moment: rows on the other side of a daylight-saving change have
/// another offset than those of today. What was looked up is kept by the week, so that a row costs no look-up.
package struct UTCOffsets: Sendable {
  private let weeks: Lock<Weeks>

  /// The offsets of a time zone.
  /// - Parameter lookUp: the offset at a second of the Unix time.
  package init(_ lookUp: @escaping @Sendable (Int64) -> Int) { weeks = Lock(Weeks(lookUp: lookUp)) }

  /// One offset for all times.
  package init(_ seconds: Int) { self.init { _ in seconds } }

  /// The offset at a time in nanoseconds since the Unix epoch.
  func offset(at time: Int64) -> Int {
    let (second, fraction) = time.quotientAndRemainder(dividingBy: 1_000_000_000)
    return weeks.withLock { $0.offset(at: fraction < 0 ? second - 1 : second) }
  }
}

/// The offsets of weeks that were looked up.
private struct Weeks: Sendable {
  /// The offset at the beginning of a week, and the one from `change` on.
  private struct Week {
    let first: Int
    let change: Int64
    let then: Int
  }

  private static let length: Int64 = 7 * 86_400
  /// Weeks that are kept: twenty years.
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
    // Halved until the second is found from which the other offset holds; no zone changes twice in a week.
    while first != then, above - below > 1 {
      let middle = below + (above - below) / 2
      if lookUp(middle) == first { below = middle } else { above = middle }
    }
    let week = Week(first: first, change: first == then ? .max : above, then: then)
    known[number] = week
    return week
  }
}
