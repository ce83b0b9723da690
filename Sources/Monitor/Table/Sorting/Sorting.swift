/// The column by which the table is sorted, and the progress of sorting.
struct Sorting: Sendable {
  /// The column; by number, rows stand as they came, which costs nothing.
  private(set) var column = Column.number
  /// Whether the greatest stands first.
  var isInverted = false
  /// The rows as they were sorted last; `nil` before, and while rows stand as they came.
  private(set) var rows: SortedRows?
  /// The sorting that goes on.
  private(set) var run: SortRun?
  /// Whether the person waits for it: then the view is chosen anew at its end.
  private(set) var isAsked = false
  /// Whether entries changed under the sorted rows: an encoding, a note.
  var isOutdated = false
  /// The generation of the rows that are shown (`Filtering.generation`).
  private var generation = 0
  /// The time at which it began, and the earliest time for the next sorting, in nanoseconds of the monotonic clock.
  private var startedAt: UInt64 = 0
  private var nextAt: UInt64 = 0

  /// Rows are sorted at most once in so many nanoseconds.
  private static let interval: UInt64 = 1_000_000_000

  /// Sorts by another column, or once more by the same one.
  mutating func choose(_ column: Column) {
    self.column = column
    rows = nil
    run = nil
    isAsked = column != .number
  }

  /// Has the same order made once more, with the rows that came since; those sorted already stay until then.
  mutating func ask() {
    run = nil
    isAsked = column != .number
  }

  /// Forgets the order where other rows are shown than before, by their `generation`; they are sorted again.
  mutating func reset(for generation: Int) {
    guard generation != self.generation else { return }
    self.generation = generation
    choose(column)
  }

  /// Whether it is time to sort again.
  func isDue(_ now: UInt64) -> Bool { column != .number && run == nil && (isAsked || now >= nextAt) }

  mutating func start(through: UInt64, _ now: UInt64) {
    run = SortRun(through: through)
    isOutdated = false
    startedAt = now
  }

  /// Changes the sorting that goes on, and takes over what it comes to.
  /// - Returns: whether it is done.
  mutating func advance(_ now: UInt64, _ change: (inout SortRun) -> Void) -> Bool {
    guard var current = run else { return false }
    run = nil
    change(&current)
    guard let result = current.result else {
      run = current
      return false
    }
    rows = result
    isAsked = false
    // A long sorting rests three times as long as it took, so that it never takes the processor for itself.
    let (took, _) = now.subtractingReportingOverflow(startedAt)
    nextAt =
      startedAt.addingReportingOverflow(max(Self.interval, took.multipliedReportingOverflow(by: 4).partialValue))
      .partialValue
    return true
  }
}
