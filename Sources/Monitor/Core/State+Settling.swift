import Basics
import DisplayFilter
import PayloadText
import TerminalUI
import UDPCore

/// What is brought in line after every action: the rows in sight, the widths of the columns, the hold on the log.
extension State {
  /// Rows of datagrams that the table has room for; one at least, so that a row is selected while a pane hides all.
  var tableRows: Int { max(1, Layout(self).datagramRows) }

  mutating func settle(_ effects: inout [Effect]) {
    countPreviews()
    let rows = tableRows
    if sorting.run == nil { sortOn() }
    if viewport.isFollowing || filtering.isSettling || viewport.room != rows {
      viewport.lay(out: rowOrder, count: rows)
      filtering.isSettling = !filtering.run.isComplete
    } else {
      viewport.fillUp(from: rowOrder, count: rows)
    }
    layOutJSON()
    noticeGivenWay()
    if let notice, !notice.stands(in: self) { self.notice = nil }
    announce()
    // A sentence that came or went may have changed the room.
    if tableRows != rows { layOutAnew() }
    if panes.isOpen(.peers) { peerList.scroll(rows: peerRows, ledger) }
    fitWidths()
    hold(&effects)
    keepPanes(&effects)
  }

  /// Chooses the rows in sight anew: after a move, another filter, another size.
  mutating func layOutAnew() {
    viewport.lay(out: rowOrder, count: tableRows)
  }

  private mutating func hold(_ effects: inout [Effect]) {
    // What is written is kept as what is shown.
    let wanted = [viewport.held, writing?.through].compactMap { $0 }.max()
    guard wanted != held else { return }
    held = wanted
    effects.append(.hold(through: wanted))
  }

  /// Says it when rows of a view that stands still are gone, because it held all that it may.
  private mutating func noticeGivenWay() {
    guard !viewport.isFollowing else {
      viewport.givenWay = 0
      return
    }
    let gone = viewport.visible.count { log[$0] == nil }
    if gone > viewport.givenWay { say("the oldest rows in sight gave way to new datagrams (--memory)", .warning) }
    viewport.givenWay = gone
  }

  /// Makes room for what the rows in sight say.
  mutating func fitWidths() {
    // The sign of the order stands behind the heading.
    if sorting.column != .number || sorting.isInverted, sorting.column != .text {
      widths.fit(words(sorting.column.heading).width + 1, in: sorting.column)
    }
    let measured = columns.columns.filter { ![.time, .delta, .direction, .text].contains($0) }
    for column in measured { widths.fit(words(column.heading).width, in: column) }
    for number in widths.rowsToFit(viewport.visible) {
      guard let datagram = log[number] else { continue }
      if let time = datagram.timestamp { widths.fit(dateColumns(of: time), in: .time) }
      let row = RowText(datagram, self)
      for column in measured { widths.fit(row.entry(column).width, in: column) }
      // Where a window is narrow, the source column shows the peer.
      if measured.contains(.source) { widths.fit(row.entry(.peer).width, in: .peer) }
    }
  }
}
