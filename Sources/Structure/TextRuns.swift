/// The runs of printable ASCII in a table of datagrams.
struct TextRuns {
  /// The ranges of offsets, in ascending order.
  private(set) var ranges: [Range<Int>] = []

  /// The fewest bytes of a run.
  private static let least = 4

  init(_ table: SampleTable) {
    var start = 0
    while start < table.width {
      var end = start
      while end < table.width, Self.isText(table.column(end)) { end += 1 }
      if end > start, let run = Self.trimmed(start..<end, table) { ranges.append(run) }
      start = max(end, start) + 1
    }
  }

  /// Whether all bytes of a column are printable, or NUL behind other text.
  private static func isText(_ column: ArraySlice<UInt8>) -> Bool {
    var hasLetter = false
    for byte in column {
      if (0x20...0x7e).contains(byte) { hasLetter = true } else if byte != 0 { return false }
    }
    return hasLetter
  }

  /// The run without what never changes at its ends; `nil` if it is no text.
  private static func trimmed(_ run: Range<Int>, _ table: SampleTable) -> Range<Int>? {
    func varies(_ offset: Int) -> Bool {
      let column = table.column(offset)
      return column.contains { $0 != column.first }
    }
    guard let first = run.first(where: varies), let last = run.last(where: varies) else { return nil }
    let range = first..<last + 1
    guard range.count >= least else { return nil }
    var (letters, all) = (0, 0)
    for offset in range {
      for byte in table.column(offset) where byte != 0 {
        all += 1
        if isLetter(byte) { letters += 1 }
      }
    }
    guard letters * 10 >= all * 8, all * 2 >= range.count * table.count else { return nil }
    // NUL stands behind the text alone.
    for row in 0..<table.count {
      var hasEnded = false
      for offset in range {
        let column = table.column(offset)
        let byte = column[column.startIndex + row]
        if byte == 0 { hasEnded = true } else if hasEnded { return nil }
      }
    }
    return range
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x20, 0x2e, 0x2d: true
    default: false
    }
  }
}
