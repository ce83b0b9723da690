import Basics
import DisplayFilter
import PayloadText
import TerminalUI
import UDPCore

/// Moving about: in the table, the detail, the lists, wherever the keys go.
extension State {
  /// How far a key moves.
  enum Distance: Sendable {
    case lines(Int)
    case pages(Int)
    case halfPages(Int)
    /// To the first entry, or to the last.
    case toTop, toBottom
  }

  mutating func move(_ distance: Distance) {
    switch focus {
    case .help, .helpSearch: scrollHelp(distance)
    case .encodings: moveInEncodings(distance)
    case .messages: moveInMessages(distance)
    case .sorting: moveInSortList(distance)
    case .copying, .quitting: break
    case .detail: moveInDetail(distance)
    case .peers: moveInPeers(distance)
    case .rate: break
    case .table, .reply, .filter, .find, .command, .write: moveInTable(distance)
    }
  }

  private mutating func moveInTable(_ distance: Distance) {
    let order = rowOrder
    switch distance {
    case .toTop: if order.isInverted { goLive() } else if let first = order.first { select(first) }
    case .toBottom: if !order.isInverted { goLive() } else if let last = order.last { select(last) }
    case .lines, .pages, .halfPages: step(Self.lines(distance, page: tableRows), order)
    }
  }

  /// Selects the row that many rows below; above when negative.
  private mutating func step(_ lines: Int, _ order: RowOrder) {
    guard var row = viewport.selected, lines != 0 else { return }
    let leavesLive = viewport.isFollowing
    if leavesLive, (lines > 0) != order.isInverted { return }
    for _ in 0..<abs(lines) {
      guard let next = lines > 0 ? order.next(after: row) : order.previous(before: row) else { break }
      row = next
    }
    if abs(lines) > 1, let first = viewport.visible.first { scroll(first, by: lines, order) }
    select(row)
  }

  /// Moves the whole view, as a page key does.
  private mutating func scroll(_ first: UInt64, by lines: Int, _ order: RowOrder) {
    var top = first
    for _ in 0..<abs(lines) {
      guard let next = lines > 0 ? order.next(after: top) : order.previous(before: top) else { break }
      top = next
    }
    standStill()
    viewport.top = top
  }

  /// Selects a row and keeps it in sight; the view stands still from now on.
  mutating func select(_ number: UInt64) {
    justMarked = nil
    standStill()
    viewport.wish = number
    layOutAnew()
  }

  /// Selects the row of that number, or says why it cannot be.
  mutating func jump(to number: UInt64) {
    let row: Phrase = "row \(Figures.grouped(number))"
    if number >= log.endNumber || number == 0 {
      let newest = log.endNumber - 1
      say(
        newest == 0 || number == 0
          ? "there is no \(row)" : "\(row) is not there yet: the newest is \(Figures.grouped(newest))", .warning)
    } else if log[number] == nil {
      say("\(row) was evicted: the oldest is \(Figures.grouped(log.firstNumber))", .warning)
    } else if number < firstNumber {
      say(
        keyToUnclear(number).map { "\(row) is cleared away: \($0) brings it back" } ?? "\(row) is cleared away",
        .warning)
    } else if number > viewport.limit {
      say("\(row) came after the view was frozen: \(key("freeze")) lets it go", .warning)
    } else if !filtering.run.isShown(number) {
      let isJudged = filtering.run.isComplete
      say(
        isJudged
          ? "the filter hides \(row): \(key("filter-toggle")) switches it off"
          : "\(row) is not judged by the filter yet", .warning)
    } else {
      select(number)
    }
  }

  /// Leaves following; nothing on the screen moves.
  mutating func standStill() {
    guard viewport.isFollowing else { return }
    viewport.wish = viewport.selected
    viewport.top = viewport.visible.first ?? log.endNumber
    viewport.knownThrough = log.endNumber - 1
    viewport.mode = .still
  }

  /// Back to the newest row, and following.
  mutating func goLive() {
    justMarked = nil
    viewport.mode = .following
    viewport.wish = nil
    finding.stop()
    layOutAnew()
  }

  /// Stops the view where it is, or lets it go again.
  mutating func toggleFreeze() {
    if case .frozen(_, let wasFollowing) = viewport.mode {
      if wasFollowing { return goLive() }
      viewport.mode = .still
      // A sorted view is let go by sorting what came meanwhile into it: none of that is new any more.
      if sorting.column != .number {
        viewport.knownThrough = log.endNumber - 1
        sortAgain()
      }
      return layOutAnew()
    }
    let wasFollowing = viewport.isFollowing
    standStill()
    if !wasFollowing { viewport.knownThrough = log.endNumber - 1 }
    viewport.mode = .frozen(through: log.endNumber - 1, wasFollowing: wasFollowing)
  }

  /// Rows that came since the view stopped following and that the filter shows.
  var newCount: Int {
    guard !viewport.isFollowing, !configuration.startsAtTop else { return 0 }
    let known = viewport.knownThrough
    if filtering.run.filter.isEverything { return Int(clamping: log.endNumber - 1 - min(known, log.endNumber - 1)) }
    return max(0, filtering.run.shownCount - filtering.run.rank(of: known + 1))
  }

  mutating func scrollHelp(_ distance: Distance) {
    let page = Layout(self).overlayRows
    let count = HelpView.wrapped(helpLines, columns: Layout(self).overlayColumns).count
    let last = max(0, count - page)
    switch overlay {
    case .help(let offset): overlay = .help(offset: scrolled(offset, distance, page: page, last: last))
    case .language(var help):
      help.offset = scrolled(help.offset, distance, page: page, last: last)
      overlay = .language(help)
    default: break
    }
  }

  /// Opens the help at the heading of a section.
  mutating func openHelp(at section: HelpSection = .moving) {
    helpSearch = nil
    let lines = HelpView.wrapped(
      HelpView.commands(configuration.keymap, configuration.catalogue), columns: Layout(self).overlayColumns)
    let heading = lines.firstIndex { $0.isHeading && $0.text == words(Phrase(section.rawValue)) } ?? 0
    overlay = .help(offset: min(heading, max(0, lines.count - Layout(self).overlayRows)))
  }

  private mutating func moveInEncodings(_ distance: Distance) {
    guard case .encodings(var list) = overlay else { return }
    let last = list.entries.count - 1
    list.select(scrolled(list.selected, distance, page: Layout(self).overlayRows, last: last))
    overlay = .encodings(list)
  }

  private mutating func moveInMessages(_ distance: Distance) {
    guard case .messages(var list) = overlay else { return }
    list.select(
      scrolled(list.selected, distance, page: Layout(self).overlayRows, last: list.entries.count - 1))
    overlay = .messages(list)
  }

  func scrolled(_ offset: Int, _ distance: Distance, page: Int, last: Int) -> Int {
    switch distance {
    case .toTop: 0
    case .toBottom: last
    default: min(max(0, offset + Self.lines(distance, page: page)), last)
    }
  }

  /// The lines that a distance is; negative upwards.
  static func lines(_ distance: Distance, page: Int) -> Int {
    switch distance {
    case .lines(let count): count
    case .pages(let count): count * max(1, page - 1)
    case .halfPages(let count): count * max(1, page / 2)
    case .toTop, .toBottom: 0
    }
  }
}
