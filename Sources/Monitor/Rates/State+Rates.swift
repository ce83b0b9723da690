import Basics
import UDPCore

/// The pane of rates.
extension State {
  mutating func toggleRate() {
    let subject = panes.focused == .peers ? subject?.peer : nil
    let wasOpen = panes.isOpen(.rate)
    toggle(.rate)
    guard panes.focused == .rate, subject != nil || !wasOpen else { return }
    graph(subject)
  }

  /// Begins to count along the time of capture files where the pane is open.
  mutating func countFileRates() {
    guard showsFiles, panes.isOpen(.rate), peers.rates.graph.file == nil, clock.start != nil else { return }
    peers.rates.graph.show(FileRates(nil, until: endOfFiles))
  }

  /// The time from which rows are not the files', but arrived here since; `nil` where files may have them too: what a
  /// pipe brings is of now, and a file may come from a host whose clock is ahead.
  private var endOfFiles: Int64? {
    guard configuration.startsAtTop, let start = clock.start, let first = source.fileOrigin, first < start else {
      return nil
    }
    return start
  }

  /// Shows the rates of one peer, or of all.
  mutating func graph(_ peer: Endpoint?) {
    if showsFiles {
      peers.rates.graph.show(FileRates(peer, until: endOfFiles))
    } else {
      peers.rates.graph.show(peer.map { PeerRates($0, now: clock.wall) })
      peers.rates.graph.advance(to: clock.wall)
    }
    countPeers()
  }

  /// The view of the pane.
  var rateView: RateView { RateView(rates: peers.rates, source: source, isFocused: focus == .rate, look: look) }

  /// All peers, or the selected row's.
  mutating func switchGraph() {
    if peers.rates.graph.subject != nil { return graph(nil) }
    guard let peer = selectedDatagram?.peer else {
      return say("no row is selected") { $0.table.viewport.selected == nil }
    }
    graph(peer)
  }

  /// More seconds a column, or fewer, as far as there are scales.
  mutating func changeGraphScale(_ step: Int) {
    if showsFiles { return say("the graph covers all the time of the file") }
    let before = peers.rates.graph.secondsPerColumn
    peers.rates.graph.changeScale(step)
    guard peers.rates.graph.secondsPerColumn == before else { return }
    say(step > 0 ? "a column covers at most \(before) s" : "a column covers at least \(before) s")
  }

  /// The next peer in the order of the list; before the first one stand all together.
  mutating func stepGraph(_ step: Int) {
    sortPeers()
    let all = peers.list.order.map { peers.ledger.entries[Int($0)].peer }
    let place = peers.rates.graph.subject.map { shown in all.firstIndex(of: shown) ?? 0 } ?? -1
    let next = min(max(-1, place + step), all.count - 1)
    if next == place { return say(step > 0 ? "there is no peer after this one" : "there is no peer before this one") }
    graph(next < 0 ? nil : all[next])
  }
}
