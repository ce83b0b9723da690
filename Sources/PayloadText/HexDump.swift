import Basics

/// A dump of any payload in rows of offset, hexadecimal bytes and ASCII.
package struct HexDump: Hashable, Sendable {
  /// One row. The three texts have the same widths in every row.
  package struct Row: Hashable, Sendable {
    /// The bytes of the payload that the row shows.
    package var range: Range<Int>
    /// `0010`: four digits, or eight for payloads larger than 64 KiB.
    package var offset: SafeText
    /// `7e 01 05 …`, with two spaces in the middle, and spaces after the last byte of a short row.
    package var bytes: SafeText
    /// The bytes as ASCII, with a marked `.` for each other byte; as long as the row.
    package var text: SafeText
  }

  /// The number of bytes per row, at least 1.
  package let bytesPerRow: Int
  /// The size of the payload in bytes.
  package let byteCount: Int

  /// Creates the dump of a payload of `byteCount` bytes.
  package init(byteCount: Int, bytesPerRow: Int = 16) {
    self.byteCount = max(0, byteCount)
    self.bytesPerRow = max(1, bytesPerRow)
  }

  /// Creates a dump with 32, 16, 8 or 4 bytes per row: the most that fit in `columns`, with two spaces between the
  /// three parts.
  package init(byteCount: Int, columns: Int) {
    let fitting = [32, 16, 8].first { HexDump(byteCount: byteCount, bytesPerRow: $0).width <= columns }
    self.init(byteCount: byteCount, bytesPerRow: fitting ?? 4)
  }

  /// The number of rows; 0 for an empty payload.
  package var rowCount: Int { byteCount / bytesPerRow + (byteCount % bytesPerRow == 0 ? 0 : 1) }

  /// The width in columns of a row with two spaces between its parts.
  package var width: Int { offsetDigits + 2 + hexWidth + 2 + bytesPerRow }

  /// Returns a row of `payload`; it has no bytes outside the dump or beyond the payload's end.
  package func row(_ index: Int, of payload: RawSpan) -> Row {
    let count = min(byteCount, payload.byteCount)
    let isInside = index >= 0 && index < rowCount
    let start = isInside ? min(index * bytesPerRow, count) : count
    let end = start + min(bytesPerRow, count - start)
    var bytes = SafeText()
    var text = SafeText()
    bytes.reserve(hexWidth)
    text.reserve(bytesPerRow)
    for offset in start..<end {
      let byte = payload[byte: offset]
      if offset > start { bytes.append(ascii: UInt8(ascii: " ")) }
      if hasMiddle, offset == start + bytesPerRow / 2 { bytes.append(ascii: UInt8(ascii: " ")) }
      bytes.append(ascii: HexDigits.digit(byte >> 4))
      bytes.append(ascii: HexDigits.digit(byte & 15))
      if (0x20...0x7e).contains(byte) { text.append(ascii: byte) } else { text.append(.marked) }
    }
    return Row(range: start..<end, offset: offset(of: start), bytes: bytes.padded(toColumns: hexWidth), text: text)
  }

  /// The column in `Row.bytes` where the two digits of the row's `index`-th byte begin.
  package func column(ofByte index: Int) -> Int { index * 3 + (hasMiddle && index >= bytesPerRow / 2 ? 1 : 0) }

  /// The column where `Row.bytes` begins in a row with two spaces between its parts.
  package var bytesColumn: Int { offsetDigits + 2 }
  /// The column where `Row.text` begins in a row with two spaces between its parts.
  package var textColumn: Int { bytesColumn + hexWidth + 2 }

  private var hasMiddle: Bool { bytesPerRow >= 8 }

  private var hexWidth: Int { bytesPerRow * 3 - 1 + (hasMiddle ? 1 : 0) }

  private var offsetDigits: Int { byteCount > 0x10000 ? 8 : 4 }

  /// Returns a byte of a payload; `offset` must be inside it.
  package static func byte(_ offset: Int, of payload: RawSpan) -> UInt8 { payload[byte: offset] }

  /// Returns a byte of a payload as two hexadecimal digits; `offset` must be inside it.
  package static func digits(_ offset: Int, of payload: RawSpan) -> String {
    payload[byte: offset].digits(2, radix: 16)
  }

  /// Formats a row's offset: `0010`.
  func offset(of byte: Int) -> SafeText {
    SafeText(byte.digits(offsetDigits, radix: 16))
  }
}
