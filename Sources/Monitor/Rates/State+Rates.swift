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
    if showsFiles { say("datagrams from files are not counted here, only those that arrive now") }
  }

  /// Shows the rates of one peer, or of all.
  mutating func graph(_ peer: Endpoint?) {
    peers.rates.graph.show(peer.map { PeerRates($0, now: clock.wall) })
    peers.rates.graph.advance(to: clock.wall)
    countPeers()
  }

  /// The view of the pane.
  var rateView: RateView { RateView(rates: peers.rates, source: source, isFocused: focus == .rate, look: look) }

  /// All peers, or the selected row's.
  mutating func switchGraph() {
    if peers.rates.graph.peer != nil { return graph(nil) }
    guard let peer = selectedDatagram?.peer else {
      return say("no row is selected") { $0.table.viewport.selected == nil }
    }
    graph(peer)
  }

  /// More seconds a column, or fewer, as far as there are scales.
  mutating func changeGraphScale(_ step: Int) {
    let before = peers.rates.graph.secondsPerColumn
    peers.rates.graph.changeScale(step)
    guard peers.rates.graph.secondsPerColumn == before else { return }
    say(step > 0 ? "a column covers at most \(before) s" : "a column covers at least \(before) s")
  }

  /// The next peer in the order of the list; before the first one stand all together.
  mutating func stepGraph(_ step: Int) {
    sortPeers()
    let all = peers.list.order.map { peers.ledger.entries[Int($0)].peer }
    let place = peers.rates.graph.peer.map { shown in all.firstIndex(of: shown.peer) ?? 0 } ?? -1
    let next = min(max(-1, place + step), all.count - 1)
    if next == place { return say(step > 0 ? "there is no peer after this one" : "there is no peer before this one") }
    graph(next < 0 ? nil : all[next])
  }
}
