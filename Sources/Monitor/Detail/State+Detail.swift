import Basics
import DisplayFilter
import PayloadText
import PeerText
import TerminalUI
import UDPCore

/// The pane below the table: opening it, and moving in it.
extension State {
  /// Opens the pane beside the one that has the keys, or closes it.
  mutating func toggleDetail() {
    guard !panes.isOpen(.detail) else { return closeDetail() }
    guard table.viewport.selected != nil else { return say("no row is selected") }
    stopFollowing()
    changePanes { $0.add(.detail) }
  }

  /// Closes the pane, and forgets its cursor.
  mutating func closeDetail() {
    detail = Detail()
    changePanes { $0.close(.detail) }
  }

  /// The rows of the detail's pane below its rule; one of them tells what is under the cursor where the pane has the
  /// keys and more than two.
  var detailPage: Int {
    let rows = layout.detailRows
    return hasCursorLine(rows: rows) ? rows - 1 : rows
  }

  func hasCursorLine(rows: Int) -> Bool {
    panes.focused == .detail && Detail.hasRoomForCursorLine(rows) && detail.shownJSON == nil && !showsFields
      && (selectedDatagram?.storedSize ?? 0) > 0
  }

  /// The dump of the selected datagram as wide as the screen.
  var detailDump: HexDump {
    HexDump(byteCount: selectedDatagram?.storedSize ?? 0, columns: size.columns)
  }

  /// The bytes of the selected datagram that are in sight.
  var visibleBytes: HexWindow {
    var window = HexWindow(detail, detailDump, page: detailPage)
    window.selection = window.cursor.flatMap { cursor in
      table.viewport.selected.flatMap { detail.selection(in: $0, to: cursor) }
    }
    return window
  }

  /// The view of the pane.
  var detailView: DetailView {
    let datagram = selectedDatagram
    return DetailView(
      detail: detail, datagram: datagram, structure: structureLine,
      differences: kinds.difference?.row == datagram?.number ? kinds.difference?.offsets ?? [] : [],
      window: visibleBytes, note: datagram.flatMap { table.notes[$0.number] },
      rule: datagram.flatMap(ruleRemark), dissection: selectedDissection,
      encapsulation: datagram.flatMap(source.files.encapsulations.name(of:)), texts: texts, finding: finding,
      isFocused: focus == .detail,
      showsCursor: panes.focused == .detail, lit: dissectedBytes, look: look)
  }

  /// Whether the fields of the selected datagram take the place of its bytes.
  var showsFields: Bool { detail.form == .fields && selectedDissection != nil }

  mutating func moveInDetail(_ distance: Distance) {
    let (dump, page) = (detailDump, detailPage)
    if showsFields, let dissection = selectedDissection {
      let last = max(0, dissection.lineCount - page)
      detail.offset = distance.place(from: min(detail.offset, last), page: page, last: last)
      return
    }
    if let json = detail.shownJSON {
      let last = max(0, json.rows.count - page)
      let offset = distance.place(from: min(detail.offset, last), page: page, last: last)
      detail.offset = offset
    } else {
      detail.move(distance, in: dump, page: page)
    }
  }

  /// Puts the cursor on a byte.
  mutating func goToByte(_ byte: Int) {
    let (dump, page) = (detailDump, detailPage)
    detail.go(to: byte, in: dump, page: page)
  }

  /// Begins a selection of bytes at the cursor, or ends it.
  mutating func toggleSelection() {
    guard detail.shownJSON == nil, !showsFields else {
      return say("the bytes are not shown: \(key("json")) shows them") { $0.detail.shownJSON != nil || $0.showsFields }
    }
    guard let row = table.viewport.selected, let cursor = visibleBytes.cursor else {
      return say("there are no bytes to select")
    }
    detail.toggleSelection(at: cursor, of: row)
    guard visibleBytes.selection != nil else { return say("nothing is selected any more") }
    say("moving selects bytes: \(key("checksum")) names their checksum, \(key("select-bytes")) ends") {
      $0.visibleBytes.selection != nil
    }
  }

  /// Whether a step back ends the selection of bytes.
  var stepEndsSelection: Bool { panes.focused == .detail && visibleBytes.selection != nil }

  /// Moves the cursor so many bytes on; back when negative.
  mutating func moveByte(by distance: Int) {
    guard detail.shownJSON == nil, !showsFields, let cursor = visibleBytes.cursor else { return }
    goToByte(cursor + distance)
  }

  /// Moves the cursor to the character after it, or to the one before.
  mutating func moveCharacter(isForward: Bool) {
    guard detail.shownJSON == nil, let cursor = visibleBytes.cursor, let datagram = selectedDatagram,
      let character = texts.character(holding: cursor, of: datagram)?.bytes
    else { return }
    var place = isForward ? character.upperBound : character.lowerBound
    if !isForward, place == cursor {
      place = texts.character(holding: place - 1, of: datagram)?.bytes.lowerBound ?? 0
    }
    if place < datagram.storedSize { goToByte(place) }
  }

  /// JSON in place of the bytes, and the other way round. Where it is no JSON, the cursor goes to that place.
  mutating func toggleJSON() {
    guard table.viewport.selected != nil else { return say("no row is selected") }
    if !panes.isOpen(.detail) { toggleDetail() }
    guard detail.form == .bytes else {
      detail.form = .bytes
      return layOutJSON()
    }
    detail.form = .json
    detail.offset = 0
    layOutJSON()
    guard let syntaxError = detail.jsonLayout?.syntaxError else { return }
    goToByte(syntaxError.byte)
    if detail.shownJSON == nil { say("no JSON at \(HexDump.offset(syntaxError.byte)): \(syntaxError.reason)") }
  }

  /// A click: the cursor goes to a byte, or to the character in the text beside.
  mutating func clickDetail(row: Int, column: Int) {
    let window = visibleBytes
    let (dump, column) = (window.dump, column - (size.columns > window.dump.width ? 1 : 0))
    guard detail.shownJSON == nil, let datagram = selectedDatagram, row >= 0, row < window.rows.count else { return }
    let start = (window.rows.lowerBound + row) * dump.bytesPerRow
    let bytes = start..<min(dump.byteCount, start + dump.bytesPerRow)
    var byte = bytes.last { dump.bytesColumn + dump.column(ofByte: $0 - start) <= column }
    if column >= dump.textColumn {
      let line = window.rows.lowerBound + row
      let text = texts.rows(line..<line + 1, of: datagram, bytesPerRow: dump.bytesPerRow).first ?? DumpText()
      let isHex = texts.textEncoding(of: datagram) == .hex
      byte =
        isHex
        ? bytes.first { $0 - start == column - dump.textColumn }
        : text.characters.first { text.text.columns(of: $0.units).contains(column - dump.textColumn) }?.bytes.lowerBound
    }
    if let byte { goToByte(byte) }
  }
}
