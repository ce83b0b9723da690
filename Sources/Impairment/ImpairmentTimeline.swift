/// Settings for some kinds of impairment; the others stay as they are.
package struct ImpairmentChange: Hashable, Sendable {
  /// The kinds that are set.
  package private(set) var keys: Set<ImpairmentKey> = []
  /// Their settings; the other kinds' mean nothing.
  package private(set) var settings = ImpairmentSettings.none

  /// Creates a change of nothing.
  package init() {}

  /// Creates a change of one kind.
  package init(_ key: ImpairmentKey, from settings: ImpairmentSettings) { set(key, from: settings) }

  /// Whether nothing is set.
  package var isEmpty: Bool { keys.isEmpty }

  /// Sets one kind from netem's words.
  package mutating func set(_ key: ImpairmentKey, to text: String) throws(ImpairmentError) {
    try settings.set(key, to: text)
    keys.insert(key)
  }

  /// Sets one kind as other settings have it.
  package mutating func set(_ key: ImpairmentKey, from other: ImpairmentSettings) {
    settings.copy(key, from: other)
    keys.insert(key)
  }

  /// Leaves some kinds as they were.
  package mutating func remove(_ kinds: Set<ImpairmentKey>) { keys.subtract(kinds) }

  /// Adds a later change, whose kinds win.
  package mutating func add(_ other: ImpairmentChange) {
    for key in other.keys { set(key, from: other.settings) }
  }

  /// Returns the settings with the change made.
  package func applied(to settings: ImpairmentSettings) -> ImpairmentSettings {
    keys.reduce(into: settings) { $0.copy($1, from: self.settings) }
  }
}

/// The settings of one direction over time: those at the start, and changes at given times, which may repeat.
package struct ImpairmentTimeline: Hashable, Sendable {
  /// A change at a time.
  package struct Step: Hashable, Sendable {
    /// Nanoseconds from the start, or from the start of each round.
    package var time: Int64
    package var change: ImpairmentChange

    package init(at time: Int64, _ change: ImpairmentChange) {
      self.time = time
      self.change = change
    }
  }

  /// The settings at the start, and at the start of each round.
  package private(set) var start: ImpairmentSettings
  /// The changes, the earliest first. Each leaves in force what it does not name.
  package private(set) var steps: [Step]
  /// The nanoseconds after which everything begins again; `nil` for once.
  package let period: Int64?

  /// Creates a timeline; steps may come in any order, and those beyond the period are never reached.
  package init(start: ImpairmentSettings, steps: [Step] = [], period: Int64? = nil) {
    self.start = start
    self.steps = steps.enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }
      .map(\.element)
    self.period = period.map { max(1, $0) }
  }

  /// Returns the settings in force, this many nanoseconds after the start.
  package func settings(at elapsed: Int64) -> ImpairmentSettings {
    let time = inRound(max(0, elapsed))
    return steps.prefix { $0.time <= time }.reduce(start) { $1.change.applied(to: $0) }
  }

  /// Returns when the settings may change next, in nanoseconds after the start; `nil` for never.
  package func nextChange(after elapsed: Int64) -> Int64? {
    let elapsed = max(0, elapsed)
    let time = inRound(elapsed)
    guard let period else { return steps.first { $0.time > time }?.time }
    if steps.isEmpty { return nil }
    let next = steps.first { $0.time > time && $0.time < period }?.time ?? period
    let (sum, isBeyond) = (elapsed - time).addingReportingOverflow(next)
    return isBeyond ? nil : sum
  }

  /// Returns a timeline that begins with a change; the steps stay.
  package func beginning(with change: ImpairmentChange) -> ImpairmentTimeline {
    var timeline = self
    timeline.start = change.applied(to: start)
    return timeline
  }

  /// The kinds that steps set between two times after the start, the later one included; with a new round, those of the
  /// start too.
  package func keys(setAfter elapsed: Int64, through later: Int64) -> Set<ImpairmentKey> {
    guard later > elapsed else { return [] }
    if let period, later / period > elapsed / period {
      return steps.reduce(into: []) { $0.formUnion($1.change.keys) }
    }
    let (from, to) = (inRound(max(0, elapsed)), inRound(later))
    return steps.reduce(into: []) { if $1.time > from, $1.time <= to { $0.formUnion($1.change.keys) } }
  }

  private func inRound(_ elapsed: Int64) -> Int64 { period.map { elapsed % $0 } ?? elapsed }
}

/// A named set of impairments: what a kind of network does, in both directions.
package struct ImpairmentProfile: Hashable, Sendable {
  package var name: String
  package var up: ImpairmentTimeline
  package var down: ImpairmentTimeline

  package init(name: String, up: ImpairmentTimeline, down: ImpairmentTimeline) {
    self.name = name
    self.up = up
    self.down = down
  }

  /// The profile that changes nothing.
  package static let none = ImpairmentProfile(
    name: "", up: ImpairmentTimeline(start: .none), down: ImpairmentTimeline(start: .none))

  /// The timeline of a direction.
  package subscript(direction: ImpairmentDirection) -> ImpairmentTimeline {
    direction == .up ? up : down
  }

  /// Returns when the settings of either direction may change next, in nanoseconds after the start; `nil` for never.
  package func nextChange(after elapsed: Int64) -> Int64? {
    [up, down].compactMap { $0.nextChange(after: elapsed) }.min()
  }
}
