import DisplayFilter
import PayloadText
import PeerText
import TerminalUI
import UDPCore

/// The selected datagram as JSON.
extension State {
  /// Has the selected datagram read as JSON where that is wanted; what was read stays as long as it is the same.
  mutating func layOutJSON() {
    guard panes.isOpen(.detail), detail.form == .json, let datagram = selectedDatagram, datagram.storedSize > 0 else {
      detail.jsonLayout = nil
      return
    }
    // JSON that nobody took for text is UTF-8.
    let encoding = texts.textEncoding(of: datagram)
    let source = JSONLayout.Source(
      number: datagram.number, encoding: encoding == .hex ? .utf8 : encoding, columns: max(0, size.columns - 2))
    guard detail.jsonLayout?.source != source else { return }
    // Another row is read from its beginning.
    if let last = detail.jsonLayout?.source.number, last != source.number { detail.offset = 0 }
    detail.jsonLayout = JSONLayout(datagram, source, texts)
  }
}
