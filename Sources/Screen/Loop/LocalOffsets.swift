import CaptureFile
import Plumbing

/// The offsets of local time, kept by the week, so that a time that is shown costs no look-up.
final class LocalOffsets: Sendable {
  private let weeks = Lock(Weeks { LocalTime().offset(at: $0) })

  /// The seconds that local time is ahead of UTC at a second of the Unix time.
  func offset(at second: Int64) -> Int { weeks.withLock { $0.offset(at: second) } }
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
