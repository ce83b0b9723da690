import Basics
import DisplayFilter
import PeerText
import UDPCore

/// The bytes in which the selected datagram differs from the one of its kind before.
extension State {
  /// Rows that are looked through for an earlier datagram.
  private static let searched: UInt64 = 65_536

  /// Shows in the detail what differs, or no longer.
  mutating func toggleDifference() {
    guard table.viewport.selected != nil else { return say("no row is selected") }
    if kinds.showsDifference, panes.isOpen(.detail) {
      kinds.showsDifference = false
      kinds.difference = nil
      return say("differences are no longer marked")
    }
    kinds.showsDifference = true
    if !panes.isOpen(.detail) { toggleDetail() }
    compare()
    sayDifference()
  }

  /// Compares the selected row where differences are shown and it is another one.
  mutating func compare() {
    guard kinds.showsDifference, panes.isOpen(.detail), let datagram = selectedDatagram else {
      kinds.difference = nil
      return
    }
    guard kinds.difference?.row != datagram.number else { return }
    let earlier = earlierRow(like: datagram)
    let (own, other) = (datagram.payload, earlier?.payload ?? [])
    let offsets = earlier == nil ? [] : own.indices.filter { $0 >= other.count || own[$0] != other[$0] }
    kinds.difference = RowDifference(row: datagram.number, earlier: earlier?.number, offsets: offsets)
  }

  private mutating func sayDifference() {
    guard let difference = kinds.difference else { return }
    guard let earlier = difference.earlier else {
      return say("this peer sent no datagram of that kind before, as far as the rows go")
    }
    let row = Figures.grouped(earlier)
    switch difference.offsets.count {
    case 0: say("no byte differs from row \(row), the peer's previous one of that kind")
    case 1: say("1 byte differs from row \(row), the peer's previous one of that kind")
    case let count: say("\(Figures.grouped(count)) bytes differ from row \(row), the peer's previous one of that kind")
    }
  }

  /// The previous datagram of the same peer, direction and kind.
  private mutating func earlierRow(like datagram: Datagram) -> Datagram? {
    let context = filterContext
    let key = kinds.ledger.key(of: datagram, in: context)
    let first = max(log.firstNumber, datagram.number - min(datagram.number, Self.searched))
    for segment in log.segments.reversed() where segment.numbers.lowerBound < datagram.number {
      for number in segment.numbers.clamped(to: first..<datagram.number).reversed() {
        let other = segment[number]
        if other.peer == datagram.peer, other.kind == datagram.kind, kinds.ledger.key(of: other, in: context) == key {
          return other
        }
      }
      if segment.numbers.lowerBound <= first { break }
    }
    return nil
  }
}
