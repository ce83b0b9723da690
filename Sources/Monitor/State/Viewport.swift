import DisplayFilter

/// Which rows are in sight, and which of them is selected.
///
/// While it follows, the newest rows are. Otherwise it stands still: the rows in sight change only when the person
/// moves or filters, whatever arrives and whatever the log evicts.
struct Viewport: Sendable, Hashable {
  /// What decides which rows are in sight.
  enum Mode: Sendable, Hashable {
    /// The newest.
    case following
    /// Those that a move left there; newer ones can be reached by moving on.
    case still
    /// Those up to a number, until the view is let go. `wasFollowing` says what it goes back to.
    case frozen(through: UInt64, wasFollowing: Bool)
  }

  var mode = Mode.following
  /// The rows in sight, oldest first.
  var visible: [UInt64] = []
  /// The row that the person wants selected. The filter may hide it: then the nearest one is selected for it.
  var wish: UInt64?
  /// The first row that the person wants in sight while not following.
  var top: UInt64 = 1
  /// The newest number that there was when the view stopped following.
  var knownThrough: UInt64 = 0
  /// How many rows there was room for when those in sight were chosen.
  private(set) var room = 0
  /// Rows in sight that the log has given up, and that was said.
  var givenWay = 0

  var isFollowing: Bool { mode == .following }

  var isFrozen: Bool { if case .frozen = mode { true } else { false } }

  /// The newest number that the view may show.
  var limit: UInt64 {
    if case .frozen(let through, _) = mode { return through }
    return .max
  }

  /// The selected row, one of those in sight; `nil` when there is none.
  var selected: UInt64? {
    guard let wish, !isFollowing else { return visible.last }
    return visible.last { $0 <= wish } ?? visible.first
  }

  /// What the log has to keep for this view: rows up to the last in sight, or up to where it was frozen.
  var held: UInt64? {
    switch mode {
    case .following: nil
    case .still: visible.last
    case .frozen(let through, _): through
    }
  }

  /// Chooses the rows in sight anew, `count` of them at most.
  mutating func lay(out run: FilterRun, count: Int) {
    room = count
    guard count > 0 else {
      visible = []
      return
    }
    if isFollowing {
      visible = Self.rows(before: .max, in: run, count: count)
      return
    }
    let wish = self.wish.flatMap { nearest(to: $0, in: run) }
    if let wish, wish < top { top = wish }
    visible = rows(from: top, in: run, count: count)
    if let wish, let last = visible.last, wish > last {
      visible = Self.rows(before: wish + 1, in: run, count: count)
    }
    if visible.count < count {
      let first = visible.first ?? (limit == .max ? .max : limit + 1)
      visible.insert(contentsOf: Self.rows(before: first, in: run, count: count - visible.count), at: 0)
    }
  }

  /// Lets newer rows come into the free place below those in sight; none of these moves.
  mutating func fillUp(from run: FilterRun, count: Int) {
    guard visible.count < count else { return }
    let next = visible.last.map { $0 + 1 } ?? top
    visible += rows(from: next, in: run, count: count - visible.count)
  }

  /// The shown row that stands for `number`: itself, else the one before it, else the one after.
  func nearest(to number: UInt64, in run: FilterRun) -> UInt64? {
    let before = number < limit ? run.shown(before: number + 1) : run.shown(before: limit == .max ? .max : limit + 1)
    if let before { return before }
    return run.shown(after: number).flatMap { $0 <= limit ? $0 : nil }
  }

  private func rows(from number: UInt64, in run: FilterRun, count: Int) -> [UInt64] {
    var rows: [UInt64] = []
    var after = number == 0 ? 0 : number - 1
    while rows.count < count, let row = run.shown(after: after), row <= limit {
      rows.append(row)
      after = row
    }
    return rows
  }

  private static func rows(before number: UInt64, in run: FilterRun, count: Int) -> [UInt64] {
    var rows: [UInt64] = []
    var before = number
    while rows.count < count, let row = run.shown(before: before) {
      rows.append(row)
      before = row
    }
    return rows.reversed()
  }
}
