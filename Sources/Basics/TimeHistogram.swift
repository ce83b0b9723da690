/// The distribution of times: counts in steps that grow with the time, from a nanosecond to hours (after HdrHistogram,
/// hdrhistogram.org).
package struct TimeHistogram: Sendable {
  /// The steps between a power of two and the next, as a power of two.
  private let fineBits: Int
  private var steps: [UInt32] = []
  /// The number of times.
  package private(set) var count = 0

  /// Creates an empty histogram.
  /// - Parameter fineBits: 4 for steps of at most 6 % and 3 KiB, 10 for steps of at most 0.1 % and 192 KiB.
  package init(fineBits: Int = 4) { self.fineBits = fineBits }

  /// Adds a time in nanoseconds.
  package mutating func add(_ time: Int64) {
    if steps.isEmpty { steps = Array(repeating: 0, count: 48 << fineBits) }
    steps[min(step(of: UInt64(max(0, time))), steps.count - 1)] += 1
    count += 1
  }

  /// Adds the times of another histogram, whose steps must be the same.
  package mutating func add(_ other: TimeHistogram) {
    precondition(other.fineBits == fineBits)
    if other.count == 0 { return }
    if steps.isEmpty { steps = Array(repeating: 0, count: 48 << fineBits) }
    for index in steps.indices { steps[index] += other.steps[index] }
    count += other.count
  }

  /// Returns the time in nanoseconds that a part of all times do not exceed; `nil` without times.
  /// - Parameter part: 0.5 for the median.
  package func quantile(_ part: Double) -> Int64? {
    guard count > 0 else { return nil }
    var left = Int((Double(count) * part).rounded(.up))
    for (index, number) in steps.enumerated() {
      left -= Int(number)
      if left <= 0 { return middle(of: index) }
    }
    return nil
  }

  private func step(of time: UInt64) -> Int {
    guard time >= 1 << fineBits else { return Int(time) }
    let exponent = 63 - time.leadingZeroBitCount - fineBits
    return (exponent + 1) << fineBits | Int(time >> UInt64(exponent)) & (1 << fineBits - 1)
  }

  private func middle(of step: Int) -> Int64 {
    guard step >= 1 << fineBits else { return Int64(step) }
    let exponent = step >> fineBits - 1
    let first = Int64(1 << fineBits | step & (1 << fineBits - 1)) << Int64(exponent)
    return first + (Int64(1) << Int64(exponent)) / 2
  }
}
