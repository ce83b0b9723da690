import DisplayFilter

/// The filter in force and what it shows.
struct Filtering: Sendable {
  /// What the person last accepted, in force unless it is off.
  private(set) var accepted: DisplayFilter
  /// Whether the accepted filter is put aside for a moment.
  private(set) var isOff = false
  /// Which rows are shown: by the accepted filter, by everything while it is off, by the one being typed.
  var run: FilterRun
  /// Rises when other rows are to be shown: by another filter, a clearing, its undoing.
  var generation = 0
  /// When rows are judged again by their age, in nanoseconds of the monotonic clock.
  var nextAgeing: UInt64 = 0
  /// Whether the rows in sight are to be chosen anew, because verdicts changed.
  var isSettling = false

  init(_ filter: DisplayFilter) {
    accepted = filter
    run = FilterRun(filter)
  }

  /// Judges by `filter` from now on, without accepting it yet: while it is typed.
  mutating func preview(_ filter: DisplayFilter) {
    guard filter != run.filter else { return }
    run = FilterRun(filter)
    generation += 1
    isSettling = true
  }

  /// Puts a filter in force.
  mutating func accept(_ filter: DisplayFilter) {
    accepted = filter
    isOff = false
    preview(filter)
  }

  /// Goes back to what was in force before the preview.
  mutating func restore() {
    preview(isOff ? .everything : accepted)
  }

  /// Puts the accepted filter aside, or back in force.
  mutating func toggle() {
    isOff.toggle()
    restore()
  }
}
