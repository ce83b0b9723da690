import DisplayFilter
import UDPCore

/// The filters that a person chose: the one in force, and one that is switched off.
struct FilterChoice: Sendable, Hashable {
  /// The filter in force; `everything` where there is none.
  var active = DisplayFilter.everything
  /// The filter that was switched off. It is kept, whatever is chosen meanwhile, until it is switched on again.
  var switchedOff: DisplayFilter?

  /// The choice after the filter was switched off, or on again: beside the one that was chosen meanwhile, if any.
  func toggled(_ interfaces: InterfaceNames) -> FilterChoice {
    guard let switchedOff else { return FilterChoice(switchedOff: active) }
    guard let both = switchedOff.expression, let chosen = active.expression, !active.isEverything else {
      return FilterChoice(active: switchedOff)
    }
    return FilterChoice(active: DisplayFilter(both.narrowed(by: chosen), interfaces: interfaces))
  }
}

extension FilterChoice {
  /// Returns the choice with the fields of its filters read by other formats.
  func reading(_ fields: any FieldSource) -> FilterChoice {
    FilterChoice(active: active.reading(fields), switchedOff: switchedOff?.reading(fields))
  }
}

/// The filter in force and what it shows.
struct Filtering: Sendable {
  /// The user's choice.
  private(set) var choice: FilterChoice
  /// The run that decides which rows are shown: by the filter in force, or by the one being typed.
  var run: FilterRun
  /// Rises when other rows are to be shown: by another filter, a clearing, its undoing.
  var generation = 0
  /// The time at which rows are judged again by their age, in nanoseconds of the monotonic clock.
  var nextAgeing: UInt64 = 0
  /// Whether the rows in sight are to be chosen anew, because verdicts changed.
  var isSettling = false

  init(_ filter: DisplayFilter) {
    choice = FilterChoice(active: filter)
    run = FilterRun(filter)
  }

  /// The filter that was accepted and is not switched off.
  var active: DisplayFilter { choice.active }

  /// Judges by `filter` from now on, without accepting it yet: while it is typed.
  mutating func preview(_ filter: DisplayFilter) {
    guard filter != run.filter else { return }
    run = FilterRun(filter)
    generation += 1
    isSettling = true
  }

  /// Judges all rows anew, with the fields of filters read by other formats.
  mutating func renew(reading fields: any FieldSource) {
    choice = choice.reading(fields)
    run = FilterRun(run.filter.reading(fields))
    generation += 1
    isSettling = true
  }

  /// Puts a choice in force.
  mutating func put(_ choice: FilterChoice) {
    self.choice = choice
    restore()
  }

  /// Goes back to the filter that was in force before the preview.
  mutating func restore() {
    preview(choice.active)
  }
}
