import DisplayFilter
import PayloadText
import TerminalUI
import UDPCore

/// What is brought in line after every action: the rows in sight, the widths of the columns, the hold on the log.
extension State {
  /// Rows of datagrams that the table has room for; one at least, so that a row is selected while a pane hides all.
  var tableRows: Int { max(1, Layout(self).datagramRows) }

  mutating func settle(_ effects: inout [Effect]) {
    let rows = tableRows
    if viewport.isFollowing || filtering.isSettling || viewport.room != rows {
      viewport.lay(out: filtering.run, count: rows)
      filtering.isSettling = !filtering.run.isComplete
    } else {
      viewport.fillUp(from: filtering.run, count: rows)
    }
    if panes.isOpen(.peers) { peerList.scroll(rows: peerRows, ledger) }
    noticeGivenWay()
    if let notice, !notice.stands(in: self) { self.notice = nil }
    fitWidths()
    hold(&effects)
    keepPanes(&effects)
  }

  /// Chooses the rows in sight anew: after a move, another filter, another size.
  mutating func layOutAnew() {
    viewport.lay(out: filtering.run, count: tableRows)
  }

  private mutating func hold(_ effects: inout [Effect]) {
    let wanted = viewport.held
    guard wanted != held else { return }
    held = wanted
    effects.append(.hold(through: wanted))
  }

  /// Says it when rows of a view that stands still are gone, because it held all that it may.
  private mutating func noticeGivenWay() {
    guard !viewport.isFollowing, let first = viewport.visible.first else {
      viewport.givenWay = 0
      return
    }
    guard first < log.firstNumber || log[first] == nil else { return }
    let gone = viewport.visible.prefix { log[$0] == nil }.count
    if gone > viewport.givenWay { say("the oldest rows in sight gave way to new datagrams (--memory)", .warning) }
    viewport.givenWay = gone
  }

  private mutating func fitWidths() {
    for number in widths.rowsToFit(viewport.visible) {
      guard let datagram = log[number] else { continue }
      let row = RowText(datagram, self)
      widths.fit(
        number: row.number.width, source: row.source.width, destination: row.destination.width, size: row.size.width,
        encoding: row.encoding.width)
    }
  }
}
