/// A count of what came in the last moments, in ten steps. It never counts what is older than the window.
struct RateWindow: Hashable, Sendable {
  /// The number of steps.
  private static let steps: Int64 = 10

  private let step: Int64
  private var counts = [UInt32](repeating: 0, count: Int(RateWindow.steps))
  /// The step that is counted now: nanoseconds of the monotonic clock, divided by the length of a step.
  private var current: Int64 = 0
  private(set) var total = 0

  /// Creates an empty window of a length in nanoseconds.
  init(_ length: Int64) { step = max(1, length / Self.steps) }

  /// The length of a step, in nanoseconds.
  var stepLength: Int64 { step }

  /// Counts one more.
  mutating func add(at time: Int64) {
    advance(to: time)
    // What comes late belongs to a step that is still counted, or to none.
    let age = current - time / step
    guard age < Self.steps else { return }
    counts[place(of: time / step)] &+= 1
    total += 1
  }

  /// Forgets what is older than the window.
  mutating func advance(to time: Int64) {
    let new = time / step
    guard new > current else { return }
    for passed in max(current + 1, new - Self.steps + 1)...new {
      let place = place(of: passed)
      total -= Int(counts[place])
      counts[place] = 0
    }
    if new - current >= Self.steps { total = 0 }
    current = new
  }

  private func place(of step: Int64) -> Int { Int(((step % Self.steps) + Self.steps) % Self.steps) }
}
