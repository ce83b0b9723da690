import Basics
import DisplayFilter
import UDPCore

/// Moving about: in the table, the detail, the lists, wherever the keys go.
extension State {
  mutating func move(_ distance: Distance) {
    switch focus {
    case .help, .helpSearch: scrollHelp(distance)
    case .doctor: scrollDoctor(distance)
    case .encodings, .messages, .sorting, .rules, .alarms, .hosts, .structure:
      changeList(.move(distance, page: layout.overlayRows))
    case .copying, .recording, .quitting: break
    case .detail: moveInDetail(distance)
    case .peers: moveInPeers(distance)
    case .wireshark: moveInDissection(distance)
    case .kinds: moveInKinds(distance)
    case .conversation: moveInConversation(distance)
    case .relay: moveInRelay(distance)
    case .rate, .graph: break
    case .table, .reply, .filter, .find, .command, .write: moveInTable(distance)
    }
  }

  private mutating func moveInTable(_ distance: Distance) {
    let order = rowOrder
    switch distance {
    case .toTop: if order.isInverted { goLive() } else if let first = order.first { select(first) }
    case .toBottom: if !order.isInverted { goLive() } else if let last = order.last { select(last) }
    case .lines, .pages, .halfPages: step(distance.lines(page: tableRows), order)
    }
  }

  /// Selects the row that many rows below; above when negative.
  private mutating func step(_ lines: Int, _ order: RowOrder) {
    guard var row = table.viewport.selected, lines != 0 else { return }
    let leavesLive = table.viewport.isFollowing
    if leavesLive, (lines > 0) != order.isInverted { return }
    for _ in 0..<abs(lines) {
      guard let next = lines > 0 ? order.next(after: row) : order.previous(before: row) else { break }
      row = next
    }
    if abs(lines) > 1, let first = table.viewport.visible.first { scroll(first, by: lines, order) }
    select(row)
  }

  /// Moves the whole view, as a page key does.
  private mutating func scroll(_ first: UInt64, by lines: Int, _ order: RowOrder) {
    var top = first
    for _ in 0..<abs(lines) {
      guard let next = lines > 0 ? order.next(after: top) : order.previous(before: top) else { break }
      top = next
    }
    stopFollowing()
    table.viewport.top = top
  }

  /// Selects a row and keeps it in sight; the view stands still from now on.
  mutating func select(_ number: UInt64) {
    table.justMarked = nil
    stopFollowing()
    table.viewport.requestedRow = number
    refreshLayout()
  }

  /// Selects the row of that number, or says why it cannot be.
  mutating func jump(to number: UInt64) {
    // A number that is too large for one is not the one that was typed.
    let row: Phrase = number == .max ? "that row" : "row \(Figures.grouped(number))"
    if number >= log.endNumber || number == 0 {
      let newest = log.endNumber - 1
      say(
        newest == 0 || number == 0
          ? "there is no \(row)" : "\(row) has not arrived yet: the newest is \(Figures.grouped(newest))", .warning)
    } else if log[number] == nil {
      say("\(row) was evicted: the oldest is \(Figures.grouped(log.firstNumber))", .warning)
    } else if number < table.firstNumber {
      say(
        keyToUndoClearing(number).map { "\(row) was cleared: \($0) brings it back" } ?? "\(row) was cleared",
        .warning)
    } else if number > table.viewport.limit {
      say("\(row) arrived after the view was frozen: \(key("freeze")) unfreezes it", .warning)
    } else if !filtering.run.isShown(number) {
      let isJudged = filtering.run.isComplete
      say(
        isJudged
          ? "the filter hides \(row): \(key("filter-toggle")) switches it off"
          : "the filter has not reached \(row) yet", .warning)
    } else {
      select(number)
    }
  }

  /// Leaves following; nothing on the screen moves.
  mutating func stopFollowing() {
    guard table.viewport.isFollowing else { return }
    table.viewport.requestedRow = table.viewport.selected
    table.viewport.top = table.viewport.visible.first ?? log.endNumber
    table.viewport.knownThrough = log.endNumber - 1
    table.viewport.mode = .still
  }

  /// Back to the newest row, and following.
  mutating func goLive() {
    table.justMarked = nil
    table.viewport.mode = .following
    table.viewport.requestedRow = nil
    finding.stop()
    refreshLayout()
  }

  /// Stops the view where it is, or lets it go again.
  mutating func toggleFreeze() {
    if case .frozen(_, let wasFollowing) = table.viewport.mode {
      if wasFollowing { return goLive() }
      table.viewport.mode = .still
      // A sorted view is let go by sorting what came meanwhile into it: none of that is new any more.
      if table.sorting.column != .number {
        table.viewport.knownThrough = log.endNumber - 1
        sortAgain()
      }
      return refreshLayout()
    }
    let wasFollowing = table.viewport.isFollowing
    stopFollowing()
    if !wasFollowing { table.viewport.knownThrough = log.endNumber - 1 }
    table.viewport.mode = .frozen(through: log.endNumber - 1, wasFollowing: wasFollowing)
  }

  /// Rows that came since the view stopped following and that the filter shows.
  var newCount: Int {
    guard !table.viewport.isFollowing, !configuration.startsAtTop else { return 0 }
    let known = table.viewport.knownThrough
    if filtering.run.filter.isEverything { return Int(clamping: log.endNumber - 1 - min(known, log.endNumber - 1)) }
    return max(0, filtering.run.shownCount - filtering.run.rank(of: known + 1))
  }
}
