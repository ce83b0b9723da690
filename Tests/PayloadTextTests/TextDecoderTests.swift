import TestSupport
import Testing

@testable import PayloadText

struct TextDecoderTests {
  static let samples: [(TextEncoding, [UInt8], String)] = [
    (.utf8, [0xe4, 0xbd, 0xa0, 0x21, 0xf0, 0x9f, 0x98, 0x80], "你!😀"),
    (
      .gbk,
      [
        0xb7, 0xfe, 0xce, 0xf1, 0xb6, 0xcb, 0xca, 0xd5, 0xb5, 0xbd, 0xd0, 0xc5, 0xcf, 0xa2, 0xc0, 0xb2, 0x21,
      ], "服务端收到信息啦!"
    ),
    (.gb18030, [0xba, 0xba, 0xd7, 0xd6, 0x94, 0x39, 0xfc, 0x36], "汉字😀"),
    (.big5, [0xa4, 0xa4, 0xa4, 0xe5, 0xb4, 0xfa, 0xb8, 0xd5], "中文測試"),
    (.big5HKSCS, [0xa4, 0xa4, 0xa4, 0xe5, 0x9d, 0xf6, 0xab, 0xd7], "中文喺度"),
    (.shiftJIS, [0x93, 0xfa, 0x96, 0x7b, 0x8c, 0xea, 0xc3, 0xbd, 0xc4, 0x95, 0x5c], "日本語ﾃｽﾄ表"),
    (.eucJP, [0xc6, 0xfc, 0xcb, 0xdc, 0xb8, 0xec, 0xa5, 0xc6, 0xa5, 0xb9, 0xa5, 0xc8], "日本語テスト"),
    (.eucKR, [0xc7, 0xd1, 0xb1, 0xb9, 0xbe, 0xee, 0x20, 0x8c, 0x63], "한국어 똠"),
    (.windows1250, [0x8e, 0x6c, 0x75, 0x9d, 0x6f, 0x75, 0xe8, 0x6b, 0xfd], "Žluťoučký"),
    (.windows1251, [0xcf, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2], "Привет"),
    (.windows1252, [0x63, 0x61, 0x66, 0xe9, 0x20, 0x80], "café €"),
    (.windows1253, [0xc3, 0xe5, 0xe9, 0xdc], "Γειά"),
    (.windows1254, [0xfd, 0xf0, 0xfc, 0xfe], "ığüş"),
    (.windows1255, [0xf9, 0xec, 0xe5, 0xed], "שלום"),
    (.windows1256, [0xd3, 0xe1, 0xc7, 0xe3], "سلام"),
    (.windows1257, [0xe0, 0xe8, 0xe6, 0xfe], "ąčęž"),
    (.windows1258, [0x56, 0x69, 0xea, 0xf2, 0x74], "Việt"),
    (.iso8859Part1, [0x63, 0x61, 0x66, 0xe9], "café"),
    (.iso8859Part2, [0xb3, 0xf3, 0x64, 0xbc], "łódź"),
    (.iso8859Part5, [0xbf, 0xe0, 0xd8, 0xd2, 0xd5, 0xe2], "Привет"),
    (.iso8859Part7, [0xc3, 0xe5, 0xe9, 0xdc], "Γειά"),
    (.iso8859Part15, [0xa4], "€"),
    (.koi8R, [0xf0, 0xd2, 0xc9, 0xd7, 0xc5, 0xd4], "Привет"),
    (.koi8U, [0xeb, 0xc9, 0xa7, 0xd7], "Київ"),
    (.tis620, [0xca, 0xc7, 0xd1, 0xca, 0xb4, 0xd5], "สวัสดี"),
    (.cp437, [0xb0, 0xb1, 0xb2, 0x82], "░▒▓é"),
    (.cp866, [0x8f, 0xe0, 0xa8, 0xa2, 0xa5, 0xe2], "Привет"),
    (.utf16LE, [0x60, 0x4f, 0x3d, 0xd8, 0x00, 0xde], "你😀"),
    (.utf16BE, [0x4f, 0x60, 0xd8, 0x3d, 0xde, 0x00], "你😀"),
    (.ascii, [0x68, 0x69], "hi"),
    (.hex, [0x7e, 0x01, 0x05], "7e 01 05"),
  ]

  @Test(arguments: samples)
  func `text is read and written in its encoding`(encoding: TextEncoding, bytes: [UInt8], text: String) throws {
    let decoder = try TextDecoder(encoding)
    let decoded = decoder.decode(bytes)
    #expect(decoded.string == text)
    #expect(!decoded.isCut && !decoded.isPartial)
    #expect(decoder.string(unsafe bytes.span.bytes) == text)
    #expect(try TextEncoder.encode(text, as: encoding) == bytes)
  }

  @Test func `a whole C library has every converter`() {
    let missing = TextEncoding.missingConverters().map(\.encoding)
    #expect(missing == [])
  }

  @Test(arguments: TextEncoding.allCases)
  func `every encoding reads ASCII as ASCII`(encoding: TextEncoding) throws {
    let ascii = (0..<0x80).map { UInt8($0) }
    let text = String(String.UnicodeScalarView(ascii.map { Unicode.Scalar($0) }))
    let isWide = [.utf16LE, .utf16BE, .hex].contains(encoding)
    let bytes = isWide && encoding != .hex ? try TextEncoder.encode(text, as: encoding) : ascii
    let decoded = try TextDecoder(encoding).decode(bytes)
    if encoding == .hex { #expect(decoded.string.hasPrefix("00 01")) } else { #expect(decoded.string == text) }
  }

  @Test(arguments: TextEncoding.allCases.filter { ![.utf16LE, .utf16BE, .hex].contains($0) })
  func `random bytes: nothing is lost, no ASCII byte is swallowed by a bad one`(encoding: TextEncoding) throws {
    let decoder = try TextDecoder(encoding)
    var random = SeededGenerator(seed: 1)
    for size in 0..<120 {
      let payload = random.bytes(size)
      let units = decoder.decode(payload).units
      #expect(accounts(units, for: payload, encoding, decoder))
    }
  }

  /// Whether `units` account for every byte in order: good units come from bytes that decode to just these units alone,
  /// and a bad byte is the byte at its place.
  private func accounts(
    _ units: [DecodedText.Unit], for payload: [UInt8], _ encoding: TextEncoding, _ decoder: TextDecoder
  ) -> Bool {
    var rest = payload[...]
    var pending = units[...]
    while let unit = pending.first {
      if case .badByte(let byte) = unit {
        guard rest.first == byte, byte >= 0x80 else { return false }
        rest.removeFirst()
        pending.removeFirst()
        continue
      }
      let match = (1...4).first { length in
        guard length <= rest.count else { return false }
        let alone = decoder.decode(Array(rest.prefix(length))).units
        return !alone.contains(where: \.isBad) && pending.starts(with: alone)
      }
      guard let match else { return encoding == .windows1258 }
      pending = pending.dropFirst(decoder.decode(Array(rest.prefix(match))).units.count)
      rest = rest.dropFirst(match)
    }
    return rest.isEmpty
  }

  @Test(arguments: [TextEncoding.gb18030, .gbk, .big5, .big5HKSCS, .shiftJIS, .eucJP, .eucKR, .utf8])
  func `two bytes are one character, or each is what it is alone`(encoding: TextEncoding) throws {
    let decoder = try TextDecoder(encoding)
    let alone = (0...255).map { decoder.decode([UInt8($0)]).units }
    var failures = 0
    for first in 0x80...0xff {
      for second in 0...0xff {
        let units = decoder.decode([UInt8(first), UInt8(second)]).units
        let isCharacter = !units.contains(where: \.isBad)
        if !isCharacter, units != alone[first] + alone[second] { failures += 1 }
      }
    }
    #expect(failures == 0)
  }

  @Test(arguments: [TextEncoding.gb18030, .gbk, .big5, .big5HKSCS, .shiftJIS, .eucJP, .eucKR])
  func `the tables read what the C library's converter reads`(encoding: TextEncoding) throws {
    let decoder = try TextDecoder(encoding)
    let converter = try TextDecoder(encoding, usesPairs: false)
    var random = SeededGenerator(seed: 3)
    for size in 0..<400 {
      var payload = random.bytes(size % 80)
      // Half of the payloads have ASCII mixed in, so that pairs and runs alternate.
      if size % 2 == 0 { for index in payload.indices where index % 5 > 2 { payload[index] &= 0x7f } }
      let limit = size % 3 == 0 ? size % 20 : .max
      let expected = converter.decode(payload, limit: limit)
      #expect(decoder.decode(payload, limit: limit) == expected)
      #expect(unsafe decoder.string(payload.span.bytes) == converter.decode(payload).string)
    }
  }

  @Test(arguments: [TextEncoding.gb18030, .gbk, .big5, .big5HKSCS, .shiftJIS, .eucJP, .eucKR])
  func `the tables read every pair as the C library's converter does`(encoding: TextEncoding) throws {
    let decoder = try TextDecoder(encoding)
    let converter = try TextDecoder(encoding, usesPairs: false)
    for first in UInt8(0x80)...0xff {
      // All pairs with this lead byte, each followed by ASCII.
      var payload: [UInt8] = []
      for second in UInt8(0)...0xff { payload += [first, second, 0x20] }
      #expect(decoder.decode(payload) == converter.decode(payload))
    }
  }

  @Test(arguments: [TextEncoding.utf16LE, .utf16BE])
  func `random bytes as UTF-16 are all accounted for`(encoding: TextEncoding) throws {
    let decoder = try TextDecoder(encoding)
    var random = SeededGenerator(seed: 2)
    for size in 0..<300 {
      var payload = random.bytes(size)
      for index in payload.indices where index % 7 == 0 { payload[index] = 0xd8 | payload[index] & 7 }
      let written = try decoder.decode(payload).units.flatMap { unit -> [UInt8] in
        switch unit {
        case .badByte(let byte): [byte]
        case .scalar(let scalar): try TextEncoder.encode(String(scalar), as: encoding)
        }
      }
      #expect(written == payload)
    }
  }

  @Test(arguments: [TextEncoding.gbk, .gb18030, .big5HKSCS, .shiftJIS, .windows1258, .utf8])
  func `a limit gives the first units and says that there are more`(encoding: TextEncoding) throws {
    let decoder = try TextDecoder(encoding)
    let payload = [0x61, 0x61] + SeededGenerator.sample(seed: 3, count: 3000)
    let whole = decoder.decode(payload)
    for limit in [0, 1, 2, 3, 10, 200, 1023, 1024, 1500, whole.units.count - 1, whole.units.count] {
      let part = decoder.decode(payload, limit: limit)
      #expect(part.units == Array(whole.units.prefix(limit)))
      #expect(part.isPartial == (limit < whole.units.count))
    }
    #expect(decoder.decode(payload, limit: -1).units == [])
  }

  @Test(arguments: [
    (TextEncoding.utf8, [UInt8]([0x61, 0xe4, 0xbd]), 3), (.gbk, [0x61, 0xb7], 2), (.gb18030, [0x81, 0x30, 0x81], 3),
    (.big5, [0xa4], 1), (.shiftJIS, [0x93], 1), (.eucJP, [0x8f, 0xb0], 2), (.eucKR, [0xc7], 1),
    (.utf16LE, [0x61, 0x00, 0x62], 2), (.utf16BE, [0xd8, 0x3d], 2), (.utf16LE, [0x3d, 0xd8, 0x00], 3),
  ])
  func `a payload that ends inside a character is marked and not lost`(
    encoding: TextEncoding, payload: [UInt8], units: Int
  )
    throws
  {
    let decoded = try TextDecoder(encoding).decode(payload)
    #expect(decoded.isCut)
    #expect(decoded.units.count == units)
    #expect(try TextDecoder(encoding).decode(payload, limit: 0).isCut == false)
  }

  @Test func `a lead byte at the end of a line does not swallow the line end`() throws {
    for encoding in [TextEncoding.gbk, .gb18030, .big5, .shiftJIS, .eucJP, .eucKR, .utf8] {
      let text = try TextDecoder(encoding).decode([0xe4, 0x0a, 0x31]).units
      #expect(text == [.badByte(0xe4), .scalar("\n"), .scalar("1")])
    }
  }

  @Test(
    arguments: [
      [0xc0, 0xaf], [0xe0, 0x80, 0xaf], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xf8], [0x80], [0xff, 0xfe],
    ] as [[UInt8]])
  func `bytes that UTF-8 forbids are bad, each for itself`(bytes: [UInt8]) throws {
    let decoded = try TextDecoder(.utf8).decode(bytes)
    #expect(decoded.units == bytes.map { .badByte($0) })
    #expect(!decoded.isCut)
  }

  @Test func `0x80 is the euro sign in GBK`() throws {
    #expect(try TextDecoder(.gbk).decode([0x80, 0x31]).string == "€1")
    #expect(try TextDecoder(#require(TextEncoding(label: "cp936"))).decode([0x31, 0x80]).string == "1€")
    #expect(try TextDecoder(.gb18030).decode([0x80]).units == [.badByte(0x80)])
  }

  @Test func `GBK reads what only GB18030 maps`() throws {
    #expect(try TextDecoder(.gbk).decode([0xa2, 0xa1]).string == "ⅰ")
    #expect(try TextDecoder(.gbk).decode([0x94, 0x39, 0xfc, 0x36]).string == "😀")
    #expect(try TextDecoder(.gbk).decode([0xa1, 0x40]).units.contains(where: \.isBad) == false)
  }

  @Test func `controls that GB18030 can spell are made safe`() throws {
    _ = utf8Locale
    let decoded = try TextDecoder(.gb18030).decode([0x81, 0x30, 0x83, 0x37, 0x81, 0x36, 0xa7, 0x31])
    #expect(decoded.units == [.scalar("\u{9b}"), .scalar("\u{202e}")])
    let table = SafeText(table: decoded)
    #expect(table.description == "..")
    #expect(table.hasBidiControls)
    #expect(SafeText(escaped: decoded).description == "\\u{9b}\\u{202e}")
  }

  @Test(arguments: TextEncoding.allCases)
  func `65,507 random bytes end`(encoding: TextEncoding) throws {
    let payload = SeededGenerator.sample(seed: 4, count: 65_507)
    let decoded = try TextDecoder(encoding).decode(payload)
    #expect(!decoded.isPartial)
    #expect(decoded.units.count >= 65_507 / 4)
  }
}

extension SeededGenerator {
  static func sample(seed: UInt64, count: Int) -> [UInt8] {
    var random = SeededGenerator(seed: seed)
    return random.bytes(count)
  }
}
