import PayloadText

/// The rows of a dump that are in sight, the cursor, and what is selected.
struct HexWindow: Sendable, Hashable {
  let dump: HexDump
  /// The byte that the cursor is on; `nil` where there is none.
  let cursor: Int?
  /// The bytes that are selected; `nil` where none are.
  var selection: Range<Int>?
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
