/// A payload as rows of offset, hexadecimal bytes and ASCII, whatever the payload is.
package struct HexDump: Hashable, Sendable {
  /// One row; the three texts have the same widths in every row.
  package struct Row: Hashable, Sendable {
    /// Which bytes of the payload the row shows.
    package var range: Range<Int>
    /// `0010`: four digits, eight for payloads of 64 KiB and more.
    package var offset: SafeText
    /// `7e 01 05 …`, two blanks in the middle, blanks after the last byte of a short row.
    package var bytes: SafeText
    /// The bytes as ASCII, a marked `.` for what is none; as long as the row is.
    package var text: SafeText
  }

  /// Bytes a row, at least 1.
  package let bytesPerRow: Int
  /// The payload's size.
  package let byteCount: Int

  /// The dump of a payload of `byteCount` bytes.
  package init(byteCount: Int, bytesPerRow: Int = 16) {
    self.byteCount = max(0, byteCount)
    self.bytesPerRow = max(1, bytesPerRow)
  }

  /// The dump with 32, 16, 8 or 4 bytes a row: as many as `columns` have room for, two blanks between the three parts.
  package init(byteCount: Int, columns: Int) {
    let fitting = [32, 16, 8].first { HexDump(byteCount: byteCount, bytesPerRow: $0).width <= columns }
    self.init(byteCount: byteCount, bytesPerRow: fitting ?? 4)
  }

  /// How many rows there are; none for an empty payload.
  package var rowCount: Int { byteCount / bytesPerRow + (byteCount % bytesPerRow == 0 ? 0 : 1) }

  /// The columns of a row drawn with two blanks between its parts.
  package var width: Int { offsetDigits + 2 + hexWidth + 2 + bytesPerRow }

  /// A row of `payload`; empty parts outside the dump or where the payload is shorter than was said.
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
      for digit in hexDigits(byte).utf8 { bytes.append(ascii: digit) }
      if (0x20...0x7e).contains(byte) { text.append(ascii: byte) } else { text.append(.marked) }
    }
    return Row(range: start..<end, offset: offset(of: start), bytes: bytes.padded(toColumns: hexWidth), text: text)
  }

  /// Where the two digits of the row's `index`-th byte begin in `Row.bytes`, in columns.
  package func column(ofByte index: Int) -> Int { index * 3 + (hasMiddle && index >= bytesPerRow / 2 ? 1 : 0) }

  /// The columns before `Row.bytes` and before `Row.text` in a row drawn with two blanks between its parts.
  package var bytesColumn: Int { offsetDigits + 2 }
  package var textColumn: Int { bytesColumn + hexWidth + 2 }

  private var hasMiddle: Bool { bytesPerRow >= 8 }

  private var hexWidth: Int { bytesPerRow * 3 - 1 + (hasMiddle ? 1 : 0) }

  private var offsetDigits: Int { byteCount > 0x10000 ? 8 : 4 }

  /// A byte of a payload, which must be inside.
  package static func byte(_ offset: Int, of payload: RawSpan) -> UInt8 { payload[byte: offset] }

  /// The same in two hexadecimal digits.
  package static func digits(_ offset: Int, of payload: RawSpan) -> String { hexDigits(payload[byte: offset]) }

  /// How rows write an offset: `0010`.
  func offset(of byte: Int) -> SafeText {
    let digits = String(byte, radix: 16)
    return SafeText(String(repeating: "0", count: max(0, offsetDigits - digits.count)) + digits)
  }
}
