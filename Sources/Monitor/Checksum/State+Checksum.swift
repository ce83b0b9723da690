import Basics
import PayloadText
import Templates
import UDPCore

/// Finding out which checksum a datagram has.
extension State {
  /// The most checksums that one sentence names.
  private static let mostNamed = 3

  /// Names the checksums of the selected bytes that follow them. Where none are selected, names those that stand at the
  /// cursor and cover the bytes before it; if there are none, those at the end of the datagram, to which the cursor
  /// goes.
  mutating func findChecksum() {
    guard let datagram = selectedDatagram, datagram.storedSize > 0 else { return say("no row is selected") }
    if !panes.isOpen(.detail) { toggleDetail() }
    let payload = datagram.payload
    if let selection = visibleBytes.selection { return findChecksum(of: selection, in: payload) }
    let cursor = visibleBytes.cursor ?? 0
    let here = ChecksumSearch.matches(at: cursor, in: payload)
    guard here.isEmpty else { return say(checksums: here, at: cursor) }
    let all = ChecksumSearch.matches(in: [payload])
    guard let first = all.first else {
      return say("no checksum that has a name stands at the cursor or at the end of this datagram")
    }
    let place = first.place(in: payload.count)
    goToByte(place)
    say(checksums: all.filter { $0.place(in: payload.count) == place }, at: place)
  }

  private mutating func findChecksum(of selection: Range<Int>, in payload: [UInt8]) {
    let size = Figures.size(selection.count)
    guard selection.upperBound < payload.count else {
      return say("nothing follows the selected bytes: select the bytes before the checksum")
    }
    let found = ChecksumSearch.matches(of: selection, in: payload)
    guard !found.isEmpty else { return say("no checksum that has a name follows the selected \(size)") }
    say(checksums: found, at: selection.upperBound)
  }

  private mutating func say(checksums: [ChecksumMatch], at place: Int) {
    let names = checksums.prefix(Self.mostNamed).map(\.field).joined(separator: ", ")
    let more = checksums.count - Self.mostNamed
    let offset = HexDump.offset(place)
    let isChance = checksums.allSatisfy(\.isWeak)
    say(
      more > 0 ? "at \(offset): \(names) and \(Figures.grouped(more)) more" : "at \(offset): \(names)",
      tail: isChance ? "; a single byte may agree by chance" : "")
  }
}
