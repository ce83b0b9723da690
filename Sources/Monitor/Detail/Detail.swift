import PayloadText

/// The pane below the table: the selected datagram's bytes and text, with a cursor, or its JSON.
struct Detail: Sendable {
  enum Form: Sendable, Hashable {
    case bytes
    /// JSON on lines of its own; bytes where it is none.
    case json
    /// The fields of the datagram's format; bytes where it has none.
    case fields
  }

  var form = Form.bytes
  /// The byte that the person moved to. It may lie behind the end: a short last row, a shorter datagram.
  private(set) var requestedByte = 0
  /// The byte at which a selection began, and its row; `nil` where nothing is selected.
  private var anchor: (row: UInt64, byte: Int)?
  /// The first byte that the person wants in sight.
  private(set) var top = 0
  /// Rows of JSON that are scrolled out above.
  var offset = 0
  /// The selected datagram read as JSON; `nil` while bytes are wanted.
  var jsonLayout: JSONLayout?
  /// The JSON that is shown in place of the bytes.
  var shownJSON: JSONLayout? { jsonLayout?.json.isJSON == true ? jsonLayout : nil }

  /// Begins a selection in a row, or ends the one there.
  mutating func toggleSelection(at byte: Int, of row: UInt64) {
    anchor = anchor?.row == row ? nil : (row, byte)
  }

  /// Ends the selection; the cursor stays.
  mutating func endSelection() { anchor = nil }

  /// Returns the bytes of a row from the one at which the selection began to the cursor; `nil` where none are selected.
  func selection(in row: UInt64, to cursor: Int) -> Range<Int>? {
    guard let anchor, anchor.row == row else { return nil }
    return min(anchor.byte, cursor)..<max(anchor.byte, cursor) + 1
  }

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
