import Basics
import DisplayFilter
import PayloadText
import PeerText
import TerminalUI
import UDPCore

/// The pane below the table: the selected datagram's bytes and text, with a cursor, or its JSON.
struct Detail: Sendable {
  enum Form: Sendable, Hashable {
    case bytes
    /// JSON on lines of its own; bytes where it is none.
    case json
  }

  var form = Form.bytes
  /// The byte that the person moved to. It may lie behind the end: a short last row, a shorter datagram.
  private(set) var requestedByte = 0
  /// The first byte that the person wants in sight.
  private(set) var top = 0
  /// Rows of JSON that are scrolled out above.
  var offset = 0
  /// The selected datagram read as JSON; `nil` while bytes are wanted.
  var reading: JSONSheet?
  /// What is shown in place of the bytes.
  var sheet: JSONSheet? { reading?.json.isJSON == true ? reading : nil }

  /// Whether a pane with so many rows below its rule has one for what is under the cursor.
  static func hasRoomForCursorLine(_ rows: Int) -> Bool { rows > 2 }

  /// Moves the cursor in a dump of which `page` rows are seen at once.
  mutating func move(_ distance: Distance, in dump: HexDump, page: Int) {
    guard dump.byteCount > 0 else { return }
    let window = HexWindow(self, dump, page: page)
    top = window.rows.lowerBound * dump.bytesPerRow
    switch distance {
    case .toTop: requestedByte = 0
    case .toBottom: requestedByte = dump.byteCount - 1
    case .lines, .pages, .halfPages:
      let lines = distance.lines(page: page)
      let row = min(requestedByte / dump.bytesPerRow, dump.rowCount - 1)
      requestedByte = min(max(0, row + lines), dump.rowCount - 1) * dump.bytesPerRow + requestedByte % dump.bytesPerRow
      if abs(lines) > 1 { top = max(0, window.rows.lowerBound + lines) * dump.bytesPerRow }
    }
    top = HexWindow(self, dump, page: page).rows.lowerBound * dump.bytesPerRow
  }

  /// Puts the cursor on a byte; on the nearest one where there is none.
  mutating func go(to byte: Int, in dump: HexDump, page: Int) {
    top = HexWindow(self, dump, page: page).rows.lowerBound * dump.bytesPerRow
    requestedByte = min(max(0, byte), max(0, dump.byteCount - 1))
    top = HexWindow(self, dump, page: page).rows.lowerBound * dump.bytesPerRow
  }
}

/// Which rows of a dump are in sight, and where the cursor is.
struct HexWindow: Sendable, Hashable {
  let dump: HexDump
  /// The byte that the cursor is on; `nil` where there is none.
  let cursor: Int?
  let rows: Range<Int>

  /// As much as `page` rows hold, the cursor among it.
  init(_ detail: Detail, _ dump: HexDump, page: Int) {
    self.dump = dump
    cursor = dump.byteCount > 0 ? min(detail.requestedByte, dump.byteCount - 1) : nil
    let row = (cursor ?? 0) / dump.bytesPerRow
    let page = max(0, page)
    let first = min(detail.top / dump.bytesPerRow, max(0, dump.rowCount - page))
    let start = min(max(first, row - page + 1), row)
    rows = start..<min(dump.rowCount, start + page)
  }
}

extension State {
  mutating func toggleDetail() {
    guard !panes.isOpen(.detail) else { return closeDetail() }
    guard table.viewport.selected != nil else { return say("no row is selected") }
    standStill()
    changePanes { $0.add(.detail) }
  }

  mutating func closeDetail() {
    detail = Detail()
    changePanes { $0.close(.detail) }
  }

  /// The rows of the detail's pane below its rule; one of them tells what is under the cursor where the pane has the keys
  /// and more than two.
  var detailPage: Int {
    let rows = layout.detailRows
    return hasCursorLine(rows: rows) ? rows - 1 : rows
  }

  func hasCursorLine(rows: Int) -> Bool {
    panes.focused == .detail && Detail.hasRoomForCursorLine(rows) && detail.sheet == nil
      && (selectedDatagram?.storedSize ?? 0) > 0
  }

  /// The dump of the selected datagram as wide as the screen.
  var detailDump: HexDump {
    HexDump(byteCount: selectedDatagram?.storedSize ?? 0, columns: size.columns)
  }

  /// Which of the selected datagram's bytes are in sight.
  var visibleBytes: HexWindow { HexWindow(detail, detailDump, page: detailPage) }

  /// The view of the pane.
  var detailView: DetailView {
    let datagram = selectedDatagram
    return DetailView(
      detail: detail, datagram: datagram, window: visibleBytes, note: datagram.flatMap { table.notes[$0.number] },
      texts: texts, finding: finding, isFocused: focus == .detail, showsCursor: panes.focused == .detail, look: look)
  }

  mutating func moveInDetail(_ distance: Distance) {
    let (dump, page) = (detailDump, detailPage)
    if let sheet = detail.sheet {
      let last = max(0, sheet.rows.count - page)
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

  /// Moves the cursor so many bytes on; back when negative.
  mutating func moveByte(by distance: Int) {
    guard detail.sheet == nil, let cursor = visibleBytes.cursor else { return }
    goToByte(cursor + distance)
  }

  /// Moves the cursor to the character after it, or to the one before.
  mutating func moveCharacter(isForward: Bool) {
    guard detail.sheet == nil, let cursor = visibleBytes.cursor, let datagram = selectedDatagram,
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
    guard let mistake = detail.reading?.mistake else { return }
    goToByte(mistake.byte)
    if detail.sheet == nil { say("no JSON at \(HexDump.offset(mistake.byte)): \(mistake.reason)") }
  }
}
