import PayloadText
import Testing

/// Tests the text beside the rows of a hex dump.
@Suite struct DumpRowsTests {
  private func rows(_ bytes: [UInt8], _ encoding: TextEncoding, _ range: Range<Int>, per count: Int) throws -> [String]
  {
    let decoder = try TextDecoder(encoding)
    return decoder.rows(range, of: unsafe bytes.span.bytes, bytesPerRow: count).map(\.text.string)
  }

  @Test func `a character stands in the row of its first byte`() throws {
    #expect(try rows(Array("ab好c".utf8), .utf8, 0..<3, per: 4) == ["ab好", "c", ""])
    #expect(try rows([0x61, 0xba, 0xc3, 0xba, 0xc3, 0x62], .gbk, 0..<2, per: 4) == ["a好好", "b"])
    #expect(try rows([0x81, 0x30, 0x81, 0x30, 0x61], .gb18030, 0..<2, per: 2) == ["\u{80}", ""])
    #expect(try rows([0x3d, 0xd8, 0x00, 0xde, 0x61, 0x00], .utf16LE, 0..<3, per: 2) == ["😀", "", "a"])
  }

  @Test func `rows that are scrolled to are the same rows`() throws {
    let bytes = [UInt8]((0..<200).flatMap { [UInt8($0), 0xba, 0xc3] })
    let all = try rows(bytes, .gb18030, 0..<50, per: 8)
    #expect(try rows(bytes, .gb18030, 7..<19, per: 8) == Array(all[7..<19]))
    #expect(try rows(bytes, .gb18030, 900..<902, per: 8) == ["", ""])
  }

  @Test(arguments: TextEncoding.allCases.filter { $0 != .hex && $0 != .windows1258 })
  func `the rows together are the text`(encoding: TextEncoding) throws {
    let decoder = try TextDecoder(encoding)
    var seed: UInt64 = 7
    for _ in 0..<300 {
      let bytes: [UInt8] = (0..<64).map { _ in
        seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return UInt8(truncatingIfNeeded: seed >> 33)
      }
      let rows = decoder.rows(0..<16, of: unsafe bytes.span.bytes, bytesPerRow: 4)
      #expect(rows.flatMap(\.text.units) == decoder.decode(bytes).units)
      #expect(decoder.rows(5..<9, of: unsafe bytes.span.bytes, bytesPerRow: 4) == Array(rows[5..<9]))
    }
  }

  @Test(arguments: TextEncoding.allCases.filter { $0 != .windows1258 })
  func `every byte belongs to one character`(encoding: TextEncoding) throws {
    let decoder = try TextDecoder(encoding)
    var seed: UInt64 = 23
    for _ in 0..<100 {
      let bytes: [UInt8] = (0..<61).map { _ in
        seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return UInt8(truncatingIfNeeded: seed >> 33)
      }
      let payload = unsafe bytes.span.bytes
      var end = 0
      for character in decoder.rows(0..<16, of: payload, bytesPerRow: 4).flatMap(\.characters) {
        #expect(character.bytes.lowerBound == end && !character.bytes.isEmpty)
        end = character.bytes.upperBound
        for byte in character.bytes {
          #expect(decoder.character(holding: byte, of: payload).bytes == character.bytes)
        }
      }
      #expect(end == bytes.count)
    }
  }

  @Test(arguments: TextEncoding.allCases)
  func `the end of a large payload is reached at once`(encoding: TextEncoding) throws {
    let decoder = try TextDecoder(encoding)
    let bytes = [UInt8]((0..<65_507).map { UInt8(0xb0 + $0 % 64) })
    let clock = ContinuousClock()
    let time = clock.measure { _ = decoder.rows(4_090..<4_095, of: unsafe bytes.span.bytes, bytesPerRow: 16) }
    #expect(time < .seconds(1))
  }
}
