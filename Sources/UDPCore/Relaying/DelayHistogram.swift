/// The delays of datagrams: counts of times in steps of at most 6 %, from a nanosecond to hours.
package struct DelayHistogram: Sendable {
  /// The steps between a power of two and the next, as a power of two.
  private static let fineBits = 4

  private var steps: [UInt32] = []
  /// The number of times.
  package private(set) var count = 0

  package init() {}

  /// Adds a time in nanoseconds.
  mutating func add(_ time: Int64) {
    if steps.isEmpty { steps = Array(repeating: 0, count: 48 << Self.fineBits) }
    steps[min(Self.step(of: UInt64(max(0, time))), steps.count - 1)] += 1
    count += 1
  }

  /// Adds the times of another histogram.
  mutating func add(_ other: DelayHistogram) {
    if other.count == 0 { return }
    if steps.isEmpty { steps = Array(repeating: 0, count: 48 << Self.fineBits) }
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
      if left <= 0 { return Self.middle(of: index) }
    }
    return nil
  }

  private static func step(of time: UInt64) -> Int {
    guard time >= 1 << fineBits else { return Int(time) }
    let exponent = 63 - time.leadingZeroBitCount - fineBits
    return (exponent + 1) << fineBits | Int(time >> UInt64(exponent)) & (1 << fineBits - 1)
  }

  private static func middle(of step: Int) -> Int64 {
    guard step >= 1 << fineBits else { return Int64(step) }
    let exponent = step >> fineBits - 1
    let first = Int64(1 << fineBits | step & (1 << fineBits - 1)) << Int64(exponent)
    return first + (Int64(1) << Int64(exponent)) / 2
  }
}
