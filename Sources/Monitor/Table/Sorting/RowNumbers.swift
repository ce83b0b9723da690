import UDPCore

/// Ascending row numbers, four bytes each: as distances from the first one, and from another one where a distance would
/// not fit.
struct RowNumbers: Sendable {
  private var distances: [UInt32] = []
  /// From which slot on distances are counted from which number; one but in a log whose rows are ages apart.
  private var bases: [(slot: Int, number: UInt64)] = []

  var count: Int { distances.count }
  var last: UInt64? { distances.isEmpty ? nil : self[distances.count - 1] }

  /// Adds a number, higher than the last one.
  mutating func append(_ number: UInt64) {
    if let base = bases.last, let distance = UInt32(exactly: number - base.number) { return distances.append(distance) }
    bases.append((distances.count, number))
    distances.append(0)
  }

  subscript(slot: Int) -> UInt64 {
    let base = bases.count == 1 ? bases[0] : bases[bases.partitioningIndex { $0.slot > slot } - 1]
    return base.number + UInt64(distances[slot])
  }

  /// The slot of a number, or of the next one; `count` where there is none.
  func slot(of number: UInt64) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if self[middle] >= number { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
