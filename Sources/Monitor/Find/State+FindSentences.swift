import Basics
import DisplayFilter
import PayloadText
import UDPCore

/// The sentences about a search: its progress, or its outcome.
extension State {
  /// Occurrences in a sorted table up to which the place among them is counted.
  private static let mostPlaced = 10_000

  /// Says in the last line where the search is. What is said is brought up to date until all rows are counted.
  mutating func sayFinding() {
    guard let pattern = finding.pattern, let place = findPlace else { return }
    let count = finding.count
    let wasAnswer = interaction.notices.current?.finding == count && interaction.notices.current?.isAnswer == true
    let tail: Phrase = finding.search == nil ? wayToHidden : " \(symbols.dot) \(key("interrupt")) stops"
    let doubt: Phrase = findDoubt.map { "; \($0)" } ?? ""
    say("\(place): \(pattern.source)\(doubt)", tail: tail) {
      $0.finding.count == count && $0.interaction.prompt?.kind != .find
        && ($0.finding.search != nil || $0.finding.outcome != nil)
    }
    if wasAnswer { interaction.notices.current?.isAnswer = true }
    if finding.isRunning { interaction.notices.current?.finding = count }
  }

  /// The row about which a regular expression could not decide, as a sentence; `nil` where there is none. Such rows
  /// count as found.
  var findDoubt: Phrase? { finding.run?.failure?.phrase }

  /// The progress or the outcome of the search; `nil` where none was begun.
  var findPlace: Phrase? {
    guard let run = finding.run else { return nil }
    switch finding.outcome {
    case nil: return finding.search == nil ? nil : "searching, \(judgedShare(run))%"
    case .onlyHere(let row): return "\(place(of: row, run)), in no other row"
    case .found(let row, _, hasWrapped: false): return place(of: row, run)
    case .found(let row, .newer, hasWrapped: true): return "\(place(of: row, run)), wrapped around to the first"
    case .found(let row, .older, hasWrapped: true): return "\(place(of: row, run)), wrapped around to the last"
    case .notFound: return missing(run)
    }
  }

  /// Returns the numbers of matching rows that are not shown: hidden by the filter, cleared away, or newer than the
  /// freeze.
  private func hiddenCounts(_ run: FilterRun) -> (filtered: Int, cleared: Int, later: Int) {
    let cleared = run.rank(of: table.firstNumber)
    let later = table.viewport.limit == .max ? 0 : run.shownCount - run.rank(of: table.viewport.limit + 1)
    return (run.shownCount - cleared - later, cleared, later)
  }

  private func missing(_ run: FilterRun) -> Phrase {
    let hidden = hiddenCounts(run)
    if hidden.filtered > 0 { return "not among the rows shown; \(Figures.grouped(hidden.filtered)) in hidden rows" }
    if hidden.cleared > 0 { return "not among the rows shown; \(Figures.grouped(hidden.cleared)) in cleared rows" }
    if hidden.later > 0 { return "not among the rows shown; \(Figures.grouped(hidden.later)) in rows after the freeze" }
    return "not found"
  }

  /// The way to see matching rows that are not shown.
  private var wayToHidden: Phrase {
    guard case .notFound = finding.outcome, let run = finding.run else { return "" }
    let hidden = hiddenCounts(run)
    if hidden.filtered > 0 { return " (\(key("filter-toggle")) shows them)" }
    if hidden.cleared > 0 { return keyToUndoClearing().map { " (\($0) brings them back)" } ?? "" }
    return hidden.later > 0 ? " (\(key("freeze")) shows them)" : ""
  }

  /// `3 of 27`: the place of a row among those that have it, from the first row of the table on.
  private func place(of row: UInt64, _ run: FilterRun) -> Phrase {
    guard run.isComplete, filtering.run.isComplete else { return "found, counting, \(judgedShare(run))%" }
    let shared = SharedRows(filtering.run, run, through: table.viewport.limit)
    let (order, count) = (rowOrder, shared.count)
    let all = Figures.grouped(count)
    guard order.sorted != nil else {
      let rank = shared.rank(of: row)
      return "\(Figures.grouped(order.isInverted ? count - rank : rank + 1)) of \(all)"
    }
    guard count <= Self.mostPlaced else {
      return "one of \(all), too many to number in a sorted table"
    }
    var above = 0
    var number: UInt64 = 0
    while case .row(let next) = shared.next(after: number) {
      if order.precedes(next, row) { above += 1 }
      number = next
    }
    return "\(Figures.grouped(above + 1)) of \(all)"
  }

  /// Returns the share of the log that was searched, in percent.
  private func judgedShare(_ run: FilterRun) -> Int { min(99, run.judged * 100 / max(1, run.total)) }
}
