import DisplayFilter

/// The rows in sight, and the selected one.
///
/// While it follows, the newest rows are in sight. Otherwise it stands still: the rows in sight change only when the
/// user moves or filters, whatever arrives and whatever the log evicts.
struct Viewport: Sendable, Hashable {
  /// The rule that decides which rows are in sight.
  enum Mode: Sendable, Hashable {
    /// The newest.
    case following
    /// The rows where a move left the view; newer ones can be reached by moving on.
    case still
    /// Rows up to a number, until the view is released. `wasFollowing` is the mode to which it returns.
    case frozen(through: UInt64, wasFollowing: Bool)
  }

  var mode = Mode.following
  /// The rows in sight, oldest first.
  var visible: [UInt64] = []
  /// The row that the person wants selected. The filter may hide it: then the nearest one is selected for it.
  var requestedRow: UInt64?
  /// The first row that the person wants in sight while not following.
  var top: UInt64 = 1
  /// The newest number that there was when the view stopped following.
  var knownThrough: UInt64 = 0
  /// The number of rows for which there was room when those in sight were chosen.
  private(set) var room = 0
  /// The row that is selected in place of the requested one, where the filter hides that one.
  private var substituteRow: UInt64?
  /// Whether following keeps the first rows in sight, not the last: the table is inverted.
  private(set) var isLiveAtTop = false
  /// Rows in sight that the log has evicted, and that was reported.
  var evictedInView = 0

  var isFollowing: Bool { mode == .following }

  var isFrozen: Bool { if case .frozen = mode { true } else { false } }

  /// The newest number that the view may show.
  var limit: UInt64 {
    if case .frozen(let through, _) = mode { return through }
    return .max
  }

  /// The selected row, one of those in sight; `nil` when there is none.
  var selected: UInt64? {
    guard let requestedRow, !isFollowing else { return isLiveAtTop ? visible.first : visible.last }
    if visible.contains(requestedRow) { return requestedRow }
    if let substituteRow, visible.contains(substituteRow) { return substituteRow }
    return visible.last { $0 <= requestedRow } ?? visible.first
  }

  /// The last row that the log has to protect for this view: the last one in sight, or the one at which it was frozen.
  var held: UInt64? {
    switch mode {
    case .following: nil
    case .still: visible.max()
    case .frozen(let through, _): through
    }
  }

  /// Chooses the rows in sight anew, `count` of them at most.
  mutating func layOut(_ order: RowOrder, count: Int) {
    room = count
    isLiveAtTop = order.isInverted
    guard count > 0 else {
      visible = []
      return
    }
    if isFollowing {
      visible = isLiveAtTop ? order.firstRows(count) : order.lastRows(count)
      return
    }
    substituteRow = requestedRow.flatMap { order.nearest(to: $0) }
    if let substituteRow, order.precedes(substituteRow, top) { top = substituteRow }
    visible = order.rows(from: top, count: count)
    if let substituteRow, let last = visible.last, order.precedes(last, substituteRow) {
      visible = order.rows(before: substituteRow, count: count - 1) + [substituteRow]
    }
    if visible.count < count {
      let first = visible.first
      let above = first.map { order.rows(before: $0, count: count - visible.count) } ?? order.lastRows(count)
      visible.insert(contentsOf: above, at: 0)
    }
  }

  /// Lets newer rows come into the free place below those in sight; none of these moves.
  mutating func fillUp(from order: RowOrder, count: Int) {
    guard visible.count < count else { return }
    let missing = count - visible.count
    visible +=
      visible.last.map { order.rows(from: $0, count: missing + 1).filter { !visible.contains($0) } }
      ?? order.rows(from: top, count: missing)
  }
}
