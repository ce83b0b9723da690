import PayloadText
import Testing

/// Tests that the program parses the hexadecimal that it displays.
@Suite struct HexRoundTripTests {
  @Test(arguments: [4, 8, 16, 32])
  func `a hex dump is read as the bytes that it shows`(width: Int) throws {
    var random = SystemRandomNumberGenerator()
    for count in 1...80 {
      let payload = (0..<count).map { _ in UInt8.random(in: 0...(.max), using: &random) }
      let dump = HexDump(byteCount: count, bytesPerRow: width)
      let lines = (0..<dump.rowCount).map { index in
        let row = dump.row(index, of: payload.span.bytes)
        return "\(row.offset)  \(row.bytes)  \(row.text)"
      }
      let text = lines.joined(separator: "\n")
      #expect(try Message.hex(text).encoded(as: .utf8) == payload, "\(text)")
    }
  }
}
