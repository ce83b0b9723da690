/// Notices a second: so many are told, the others are counted.
struct NoticeBudget {
  private static let second: Int64 = 1_000_000_000

  private let limit: Int
  private var windowEnd: Int64 = .min
  private var used = 0
  private(set) var leftOut = 0

  /// Creates a budget of `limit` notices a second.
  init(limit: Int) { self.limit = limit }

  /// Returns whether a notice may be told at a time of the monotonic clock; counts it if not.
  mutating func allows(at now: Int64) -> Bool {
    if now >= windowEnd, leftOut == 0 { (windowEnd, used) = (now + Self.second, 0) }
    guard used < limit else {
      leftOut += 1
      return false
    }
    used += 1
    return true
  }

  /// The time at which the number of those left out is to be told; `nil` if none were.
  var due: Int64? { leftOut > 0 ? windowEnd : nil }

  /// Returns the number of notices that were left out, once its time has come.
  mutating func takeLeftOut(at now: Int64) -> Int? {
    guard let due, now >= due else { return nil }
    defer { (leftOut, used, windowEnd) = (0, 0, now + Self.second) }
    return leftOut
  }
}
