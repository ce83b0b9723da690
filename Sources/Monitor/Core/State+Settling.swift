import Basics
import DisplayFilter
import PayloadText
import PeerText
import UDPCore

/// Updates after every action: the rows in sight, the widths of the columns, the hold on the log.
extension State {
  /// Rows of datagrams that the table has room for; one at least, so that a row is selected while a pane hides all.
  var tableRows: Int { max(1, layout.datagramRows) }

  mutating func settle(_ effects: inout [Effect]) {
    pinCoding()
    readMessageFiles(&effects)
    countPreviews()
    layOut()
    let rows = tableRows
    if table.sorting.run == nil { continueSorting() }
    if table.viewport.isFollowing || filtering.isSettling || table.viewport.room != rows {
      table.viewport.layOut(rowOrder, count: rows)
      filtering.isSettling = !filtering.run.isComplete
    } else {
      table.viewport.fillUp(from: rowOrder, count: rows)
    }
    layOutJSON()
    layOutHelp()
    compare()
    askForStructure(&effects)
    reportDispatch()
    reportEvicted()
    if let notice = interaction.notices.current, !notice.isCurrent(in: self) { interaction.notices.current = nil }
    announce()
    layOut()
    // A sentence that came or went may have changed the room.
    if tableRows != rows { refreshLayout() }
    if panes.isOpen(.peers) { peers.list.scroll(rows: peerRows, peers.ledger) }
    if panes.isOpen(.kinds) { kinds.scroll(rows: kindRows) }
    if panes.isOpen(.conversation) { scrollConversation() }
    askWhoPeersAre(&effects)
    settleEncodings()
    readFormats()
    fitWidths()
    askForTree(&effects)
    hold(&effects)
    keepPanes(&effects)
  }

  /// Chooses the rows in sight anew: after a move, another filter, another size.
  mutating func refreshLayout() {
    table.viewport.layOut(rowOrder, count: tableRows)
  }

  private mutating func hold(_ effects: inout [Effect]) {
    // Rows being exported are protected like rows on screen.
    let wanted = [table.viewport.held, saving.export?.through].compactMap { $0 }.max()
    guard wanted != source.held else { return }
    source.held = wanted
    effects.append(.hold(through: wanted))
  }

  /// Says it when rows of a view that stands still are gone, because it held all that it may.
  private mutating func reportEvicted() {
    guard !table.viewport.isFollowing else {
      table.viewport.evictedInView = 0
      return
    }
    let gone = table.viewport.visible.count { log[$0] == nil }
    if gone > table.viewport.evictedInView {
      mention(Announcement("the oldest rows in view were evicted to make room for new datagrams (--memory)"))
    }
    table.viewport.evictedInView = gone
  }

  /// Has the encodings of peers in sight judged once, not for each frame.
  private mutating func settleEncodings() {
    for number in table.viewport.visible {
      if let datagram = log[number] { texts.settle(datagram.peer) }
    }
  }

  /// Makes room for what the rows in sight say.
  mutating func fitWidths() {
    let rows = table.widths.rowsToFit(table.viewport.visible)
    guard table.widths.headingsAt != interaction.lookChanges || !rows.isEmpty else { return }
    table.widths.headingsAt = interaction.lookChanges
    // The sign of the order stands behind the heading.
    if table.sorting.column != .number || table.sorting.isInverted, table.sorting.column != .text {
      table.widths.fit(words(table.sorting.column.heading).width + 1, in: table.sorting.column)
    }
    let measured = table.columns.columns.filter { ![.time, .delta, .direction, .text].contains($0) }
    for column in measured { table.widths.fit(words(column.heading).width, in: column) }
    let look = look
    for number in rows {
      guard let datagram = log[number] else { continue }
      if let time = datagram.timestamp { table.widths.fit(dateColumns(of: time), in: .time) }
      let row = RowText(
        datagram: datagram, note: table.notes[number], dissection: formats[number], texts: texts, look: look)
      for column in measured { table.widths.fit(row.entry(column).width, in: column) }
      // Where a window is narrow, the source column shows the peer.
      if measured.contains(.source) { table.widths.fit(row.entry(.peer).width, in: .peer) }
    }
  }
}
