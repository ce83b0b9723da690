import Basics
import DisplayFilter
import PayloadText
import TerminalUI
import UDPCore

/// The search for the next row that has what is looked for.
extension State {
  /// Rows of a sorted table that are looked at in one action.
  private static let sortedSlice = 16_384

  /// The way in which a new search goes: on from the beginning of a file, back from the newest row of live traffic.
  var findDirection: Finding.Direction {
    configuration.startsAtTop || (table.sorting.column == .number && table.sorting.isInverted) ? .newer : .older
  }

  /// `]` and `[`: goes on to another row that has it, or to another peer.
  mutating func find(_ direction: Finding.Direction) {
    guard let pattern = finding.pattern else {
      return say("nothing to find yet: \(key("find")) starts") {
        $0.finding.pattern == nil && $0.interaction.prompt == nil
      }
    }
    if panes.focused == .peers { return findPeer(direction, includesSelected: false) }
    guard let selected = table.viewport.selected else {
      return say("no rows to search") { $0.table.viewport.selected == nil }
    }
    if finding.run == nil { finding.search(for: pattern, notes: table.notes) }
    finding.isHighlighted = true
    startFinding(direction, from: selected, includesOrigin: false)
  }

  /// Starts a search, and does what one action may take.
  mutating func startFinding(_ direction: Finding.Direction, from origin: UInt64?, includesOrigin: Bool) {
    finding.start(direction, from: origin, includesOrigin: includesOrigin)
    judgeFinding()
    continueFinding()
    if interaction.prompt?.kind != .find, finding.search != nil { sayFinding() }
  }

  /// Judges rows for the search as far as its budget goes.
  mutating func judgeFinding() {
    guard finding.run != nil else { return }
    finding.advance(log, rowOrder, budget: budget, in: filterContext)
  }

  /// One slice of the search, and of what is said of it.
  mutating func continueFinding() {
    guard finding.run != nil else { return }
    let wasSeeking = finding.search != nil
    if wasSeeking { seek() }
    guard interaction.prompt?.kind != .find else { return }
    // What was said is brought up to date while rows are counted; where a key took it away, the end is said still.
    if interaction.notices.current?.finding == finding.count || (wasSeeking && finding.search == nil) { sayFinding() }
  }

  /// Goes to the next row that has it, as far as that is known.
  private mutating func seek() {
    guard let search = finding.search, let run = finding.run else { return }
    let order = rowOrder
    let shared = SharedRows(filtering.run, run, through: table.viewport.limit)
    if search.includesOrigin, !search.hasWrapped {
      switch shared.verdict(on: search.origin) {
      case .row(let row): return endFinding(.found(row, search.direction, hasWrapped: false))
      case .unknown: return
      case .none: break
      }
    }
    if order.sorted != nil { return seek(in: order, shared) }
    let isAscending = (search.direction == .newer) != order.isInverted
    var answer = isAscending ? shared.next(after: search.origin) : shared.previous(before: search.origin)
    // There is nothing in front of a row that does not exist.
    if search.origin == 0 { answer = .none }
    let hasWrapped = answer == .none
    if hasWrapped {
      finding.wrapAround()
      answer = isAscending ? shared.next(after: 0) : shared.previous(before: .max)
    }
    switch answer {
    case .row(let row) where row == search.origin: endFinding(.onlyHere(row))
    case .row(let row): endFinding(.found(row, search.direction, hasWrapped: hasWrapped))
    case .none: if isEverythingJudged { endFinding(.notFound) }
    case .unknown: break
    }
  }

  /// Goes on in a sorted table, row by row, for one slice. Only rows that are all judged are walked along.
  private mutating func seek(in order: RowOrder, _ shared: SharedRows) {
    guard isEverythingJudged else { return }
    guard shared.count > 0 else { return endFinding(.notFound) }
    for _ in 0..<Self.sortedSlice {
      guard let search = finding.search else { return }
      let isDown = search.direction == .newer
      let next: UInt64?
      switch (search.position, search.hasWrapped) {
      case (let row?, _): next = isDown ? order.next(after: row) : order.previous(before: row)
      case (nil, true): next = isDown ? order.first : order.last
      case (nil, false): next = isDown ? order.next(after: search.origin) : order.previous(before: search.origin)
      }
      guard let next else {
        if search.hasWrapped { return endFinding(.notFound) }
        finding.wrapAround()
        continue
      }
      guard shared.verdict(on: next) == .none else {
        return endFinding(
          next == search.origin ? .onlyHere(next) : .found(next, search.direction, hasWrapped: search.hasWrapped))
      }
      finding.pass(next)
    }
  }

  /// Whether both the filter and the search have judged every row.
  private var isEverythingJudged: Bool { filtering.run.isComplete && finding.run?.isComplete == true }

  private mutating func endFinding(_ outcome: Finding.Outcome) {
    finding.end(outcome)
    switch outcome {
    case .found(let row, _, _): select(row)
    case .onlyHere: break
    // While it is typed, nothing found leaves the view where it was.
    case .notFound: if interaction.prompt?.kind == .find { goBackToOrigin() }
    }
  }

  /// Brings the view back to where it was when the find line was opened.
  mutating func goBackToOrigin() {
    guard let line = interaction.prompt else { return }
    table.viewport = line.viewport
    refreshLayout()
  }
}
