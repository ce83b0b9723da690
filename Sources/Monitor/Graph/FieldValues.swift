/// The values of a few fields in a step of time.
struct FieldValues: StepContent {
  /// The values of one field.
  struct Range: Sendable, Hashable {
    var count = 0
    var sum = 0.0
    var least = Double.infinity
    var greatest = -Double.infinity
    /// The newest value.
    var last = 0.0

    /// The mean value.
    var mean: Double { sum / Double(max(1, count)) }

    /// Adds a value.
    mutating func add(_ value: Double) {
      count += 1
      sum += value
      least = min(least, value)
      greatest = max(greatest, value)
      last = value
    }

    /// Adds later values.
    mutating func merge(_ other: Range) {
      guard other.count > 0 else { return }
      count += other.count
      sum += other.sum
      least = min(least, other.least)
      greatest = max(greatest, other.greatest)
      last = other.last
    }
  }

  private var ranges: [Range] = []

  /// Whether no field has a value.
  var isEmpty: Bool { ranges.allSatisfy { $0.count == 0 } }

  /// The values of a field; `nil` if there are none.
  subscript(field: Int) -> Range? {
    guard field < ranges.count, ranges[field].count > 0 else { return nil }
    return ranges[field]
  }

  /// Adds the values of a datagram, one of each field; `nil` where it has none.
  mutating func add(_ values: [Double?]) {
    makeRoom(values.count)
    for (field, value) in values.enumerated() where value?.isFinite == true { ranges[field].add(value ?? 0) }
  }

  mutating func merge(_ other: FieldValues) {
    makeRoom(other.ranges.count)
    for (field, range) in other.ranges.enumerated() { ranges[field].merge(range) }
  }

  private mutating func makeRoom(_ count: Int) {
    if ranges.count < count { ranges += repeatElement(Range(), count: count - ranges.count) }
  }
}
