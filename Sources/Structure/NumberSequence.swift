/// A row of numbers that were written as text, one of each datagram.
package enum NumberSequence {
  /// The fewest numbers that say anything.
  private static let least = 4

  /// Returns the step by which the numbers grow; `nil` if they do not count.
  package static func counterStep(_ values: [UInt64]) -> UInt64? {
    guard values.count >= least, let reading = CounterReading(values, StructureField.Form(width: 8)),
      reading.regular >= least - 1, reading.losses.isCount(of: values.count)
    else { return nil }
    return reading.step
  }
}

extension Losses {
  /// Whether numbers with these irregularities count datagrams: where many of them return, they name something, such as
  /// the registers that a client reads in turn.
  package func isCount(of total: Int) -> Bool { doubled * 4 <= total }
}
