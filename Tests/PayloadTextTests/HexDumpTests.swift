import PayloadText
import Testing

struct HexDumpTests {
  let payload = (0..<20).map { UInt8($0 * 7) }

  @Test func `a row has offset, bytes and text`() {
    let dump = HexDump(byteCount: 20)
    #expect(dump.rowCount == 2)
    let first = unsafe dump.row(0, of: payload.span.bytes)
    #expect(first.offset.description == "0000")
    #expect(first.bytes.description == "00 07 0e 15 1c 23 2a 31  38 3f 46 4d 54 5b 62 69")
    #expect(first.text.description == ".....#*18?FMT[bi")
    #expect(first.text.glyphs.map(\.origin).prefix(6) == [.escape, .escape, .escape, .escape, .escape, .text])
    let last = unsafe dump.row(1, of: payload.span.bytes)
    #expect(last.range == 16..<20)
    #expect(last.offset.description == "0010")
    #expect(last.bytes.width == first.bytes.width)
    #expect(last.text.description == "pw~.")
  }

  @Test(arguments: [(160, 32), (100, 16), (72, 16), (70, 8), (20, 4), (-5, 4)])
  func `the width decides the bytes a row`(columns: Int, bytes: Int) {
    let dump = HexDump(byteCount: 100, columns: columns)
    #expect(dump.bytesPerRow == bytes)
    #expect(dump.width <= columns || bytes == 4)
  }

  @Test func `rows outside are empty`() {
    #expect(HexDump(byteCount: 0).rowCount == 0)
    for index in [-1, 0, 2, Int.max, Int.min] {
      let row = unsafe HexDump(byteCount: 20).row(index, of: [UInt8]().span.bytes)
      #expect(row.text.isEmpty)
    }
    let short = unsafe HexDump(byteCount: 100).row(1, of: payload.span.bytes)
    #expect(short.range == 16..<20)
    #expect(unsafe HexDump(byteCount: 65_507).row(4094, of: payload.span.bytes).range.isEmpty)
  }
}
