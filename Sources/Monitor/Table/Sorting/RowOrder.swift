import DisplayFilter

/// The rows that are shown, in the order in which the table shows them: as they came, or sorted, with those that came
/// since behind them as they came.
struct RowOrder: Sendable {
  let run: FilterRun
  /// The sorted rows; `nil` while rows stand as they came.
  let sorted: SortedRows?
  /// Whether the greatest stands first.
  let isInverted: Bool
  /// Rows with higher numbers are not shown: they came after the view was frozen.
  let limit: UInt64

  /// The place of a row, or the place that it would have if it were shown.
  private enum Place {
    /// Among the sorted ones, counted from the first that is shown.
    case sorted(Int)
    /// Among those as they came.
    case arrival
  }

  /// The first row.
  var first: UInt64? {
    guard sorted != nil else { return isInverted ? newest : run.shown(after: 0).flatMap(allowed) }
    return next(fromPlace: 0)
  }

  /// The last row.
  var last: UInt64? {
    guard let sorted else { return isInverted ? run.shown(after: 0).flatMap(allowed) : newest }
    return unsorted(before: .max, sorted) ?? previous(fromPlace: sorted.count - 1)
  }

  /// The row below.
  func next(after row: UInt64) -> UInt64? {
    guard sorted != nil else { return isInverted ? run.shown(before: min(row, end)) : newer(than: row) }
    switch place(of: row) {
    case .sorted(let place): return next(fromPlace: place + 1)
    case .arrival: return newer(than: row)
    }
  }

  /// The row above.
  func previous(before row: UInt64) -> UInt64? {
    guard let sorted else { return isInverted ? newer(than: row) : run.shown(before: min(row, end)) }
    switch place(of: row) {
    case .sorted(let place): return previous(fromPlace: place - 1)
    case .arrival: return unsorted(before: row, sorted) ?? previous(fromPlace: sorted.count - 1)
    }
  }

  /// Whether the first row stands above the second one.
  func precedes(_ first: UInt64, _ second: UInt64) -> Bool {
    guard sorted != nil else { return isInverted ? first > second : first < second }
    switch (place(of: first), place(of: second)) {
    case (.sorted(let first), .sorted(let second)): return first < second
    case (.sorted, .arrival): return true
    case (.arrival, .sorted): return false
    case (.arrival, .arrival): return first < second
    }
  }

  /// Whether the row is one of those shown.
  func isShown(_ row: UInt64) -> Bool { row <= limit && run.isShown(row) }

  /// The shown row that stands for `row`: itself, else the one above it, else the one below.
  func nearest(to row: UInt64) -> UInt64? {
    isShown(row) ? row : previous(before: row) ?? next(after: row)
  }

  /// At most `count` rows from `row` on, or from where it would stand.
  func rows(from row: UInt64, count: Int) -> [UInt64] {
    collect(isShown(row) ? row : next(after: row), count) { next(after: $0) }
  }

  /// At most `count` rows from the first on.
  func firstRows(_ count: Int) -> [UInt64] { collect(first, count) { next(after: $0) } }

  /// At most `count` rows up to the last.
  func lastRows(_ count: Int) -> [UInt64] { collect(last, count) { previous(before: $0) }.reversed() }

  /// At most `count` rows above `row`.
  func rows(before row: UInt64, count: Int) -> [UInt64] {
    collect(previous(before: row), count) { previous(before: $0) }.reversed()
  }

  private func collect(_ start: UInt64?, _ count: Int, _ step: (UInt64) -> UInt64?) -> [UInt64] {
    var rows: [UInt64] = []
    var row = start
    while let found = row, rows.count < count {
      rows.append(found)
      row = step(found)
    }
    return rows
  }

  // MARK: As they came

  private var end: UInt64 { limit == .max ? .max : limit + 1 }

  private var newest: UInt64? { run.shown(before: end) }

  private func newer(than row: UInt64) -> UInt64? { run.shown(after: row).flatMap(allowed) }

  private func allowed(_ row: UInt64) -> UInt64? { row <= limit ? row : nil }

  private func unsorted(before row: UInt64, _ sorted: SortedRows) -> UInt64? {
    run.shown(before: min(row, end)).flatMap { $0 > sorted.through ? $0 : nil }
  }

  // MARK: Sorted

  private func place(of row: UInt64) -> Place {
    guard let sorted, row <= sorted.through, let place = sorted.place(of: row) else { return .arrival }
    return .sorted(isInverted ? sorted.count - 1 - place : place)
  }

  private func row(at place: Int, _ sorted: SortedRows) -> UInt64 {
    sorted[isInverted ? sorted.count - 1 - place : place]
  }

  /// The first shown row at a place or below, then the unsorted ones.
  private func next(fromPlace start: Int) -> UInt64? {
    guard let sorted else { return nil }
    var place = max(0, start)
    while place < sorted.count {
      let row = row(at: place, sorted)
      if isShown(row) { return row }
      place += 1
    }
    return newer(than: sorted.through)
  }

  /// The last shown row at a place or above.
  private func previous(fromPlace start: Int) -> UInt64? {
    guard let sorted else { return nil }
    var place = start
    while place >= 0 {
      let row = row(at: place, sorted)
      if isShown(row) { return row }
      place -= 1
    }
    return nil
  }
}
