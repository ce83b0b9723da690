import PayloadText
import PeerText
import Testing
import UDPCore

@testable import DisplayFilter

/// Tests that searching the raw bytes gives the same result as decoding every payload.
@Suite struct TextSearchTests {
  private static let encodings = TextEncoding.allCases.filter { (try? TextDecoder($0)) != nil }

  private static func folded(_ text: String) -> [UInt8] {
    text.utf8.map { (0x41...0x5a).contains($0) ? $0 | 0x20 : $0 }
  }

  private static func isIn(_ needle: String, _ text: String, _ relation: FilterTextRelation, folds: Bool) -> Bool {
    let needle = folds ? folded(needle) : Array(needle.utf8)
    let text = folds ? folded(text) : Array(text.utf8)
    switch relation {
    case .equals: return needle == text
    case .startsWith: return text.starts(with: needle)
    case .contains:
      guard needle.count <= text.count else { return false }
      return (0...text.count - needle.count).contains { text[$0..<$0 + needle.count] == needle[...] }
    }
  }

  private static func payload(_ encoding: TextEncoding, _ random: inout TestRandom) -> [UInt8] {
    let pieces = ["温度", "abc", "Z", "é", "я", "ﾃｽﾄ", "服務", "한", "€", "\u{300}", "1", " ", "\u{4dae}", "~\\", "ก"]
    var payload: [UInt8] = []
    for _ in 0..<random.below(8) {
      if random.below(3) == 0 {
        payload += (0..<random.below(4)).map { _ in UInt8(random.below(256)) }
      } else if let bytes = try? TextEncoder.encode(random.pick(pieces), as: encoding) {
        payload += bytes
      }
    }
    return payload
  }

  @Test(arguments: encodings)
  func `searching the bytes finds what decoding finds`(encoding: TextEncoding) throws {
    var random = TestRandom(seed: UInt64(encoding.name.utf8.reduce(7) { $0 &* 31 + Int($1) }))
    let context = TestLog.context(encoding)
    // Payloads read as bytes are searched for their ASCII; an ASCII line from a UTF-16 peer is decoded as ASCII.
    let reading = PeerReading(chosen: EncodingChoice(encoding))
    for round in 0..<60 {
      var writer = LogWriter(limit: 8 << 20)
      var peer = try TestLog.endpoint("10.0.0.5:5000")
      let local = LocalPath(endpoint: peer, replySource: .anyIPv4, interface: 0, socket: 0)
      var texts: [String] = []
      for _ in 0..<25 {
        // What a new peer sends is searched before its encoding is asked for.
        if round.isMultiple(of: 2) { peer.port += 1 }
        let payload = Self.payload(encoding, &random)
        let bytes = unsafe payload.span.bytes
        texts.append(context.texts.string(bytes, as: reading.textEncoding(of: bytes)))
        let row = LogWriter.Row(kind: .incoming, time: 0, size: payload.count, peer: peer, local: local)
        unsafe writer.append(row, payload: payload.span.bytes)
      }
      writer.publish()
      let snapshot = writer.log.snapshot()
      let scalars = Array(random.pick(texts).unicodeScalars)
      let start = random.below(scalars.count + 1)
      let needle = String(String.UnicodeScalarView(scalars[start...].prefix(1 + random.below(4))))
      let folds = random.below(2) == 0
      for relation in FilterTextRelation.allCases {
        var run = FilterRun(DisplayFilter(.text(relation, FilterText(needle, ignoresCase: folds))))
        run.advance(snapshot, budget: FilterBudget(), in: context)
        let found = (0..<25).filter { run.isShown(UInt64($0 + 1)) }
        let expected = texts.indices.filter { Self.isIn(needle, texts[$0], relation, folds: folds) }
        #expect(found == expected, "\(relation.rawValue) \(needle.debugDescription) of \(texts)")
      }
    }
  }

  @Test(arguments: encodings.filter { ![.utf16LE, .utf16BE, .hex].contains($0) })
  func `plain characters are the same byte in every encoding but those of two bytes`(encoding: TextEncoding) throws {
    let decoder = try TextDecoder(encoding)
    for byte: UInt8 in 0x20..<0x7f where PlainSearch.isPlain(Unicode.Scalar(byte)) {
      #expect(decoder.decode([byte]).units == [.scalar(Unicode.Scalar(byte))])
    }
    // Each character of two bytes is one line.
    for first: UInt8 in 0x80...0xff {
      let bytes = (0...0xff).flatMap { (second: Int) -> [UInt8] in [first, UInt8(second), 10] }
      var counts: [UInt8: Int] = [:]
      for byte in bytes { counts[byte, default: 0] += 1 }
      for case .scalar(let scalar) in decoder.decode(bytes).units where PlainSearch.isPlain(scalar) {
        counts[UInt8(scalar.value), default: 0] -= 1
      }
      let more = counts.filter { $0.value < 0 }.keys.sorted()
      #expect(more == [], "bytes from \(first) on are read as more of these than there are")
    }
  }

  @Test(arguments: [(TextEncoding.big5, [0xb7, 0x74]), (.big5HKSCS, [0xb7, 0x74]), (.shiftJIS, [0x93, 0x74])])
  func `a large payload whose trail bytes look like the text is read once`(
    encoding: TextEncoding, character: [UInt8]
  ) throws {
    let payload = Array((0..<32_000).map { _ in character }.joined())
    let datagram = try TestLog.datagram(payload: payload)
    let filter = try DisplayFilter("t")
    let start = ContinuousClock.now
    #expect(try !filter.matches(datagram, in: TestLog.context(encoding)))
    // Restarting from the beginning after each hit took half a minute.
    #expect(ContinuousClock.now - start < .seconds(5))
  }

  @Test(arguments: [("e", false), ("e\u{300}", false), ("è", true), ("h", true), ("khe", false), ("kh", true)])
  func `a letter that a tone mark is joined to is another letter`(text: String, isFound: Bool) throws {
    let datagram = try TestLog.datagram(payload: Array("kh".utf8) + [0x65, 0xcc])
    #expect(
      try DisplayFilter("text contains '\(text)'").matches(datagram, in: TestLog.context(.windows1258)) == isFound)
    let starts = try DisplayFilter("text startswith '\(text)'")
    #expect(try starts.matches(datagram, in: TestLog.context(.windows1258)) == (text == "kh"))
  }

  @Test func `every four-byte character of gb18030 is found by what it reads as`() throws {
    let decoder = try TextDecoder(.gb18030)
    let context = TestLog.context(.gb18030)
    let peer = try TestLog.endpoint("10.0.0.5:5000")
    let local = LocalPath(endpoint: peer, replySource: .anyIPv4, interface: 0, socket: 0)
    var tried = 0
    // Every 29th four-byte sequence for the basic plane; the step covers every value of each byte.
    for sequence in stride(from: 0, to: 4 * 10 * 126 * 10, by: 29) {
      let bytes = [
        UInt8(0x81 + sequence / 12_600), UInt8(0x30 + sequence / 1_260 % 10), UInt8(0x81 + sequence / 10 % 126),
        UInt8(0x30 + sequence % 10),
      ]
      let units = decoder.decode(bytes).units
      guard units.count == 1, case .scalar(let scalar) = units[0] else { continue }
      tried += 1
      var writer = LogWriter(limit: 8 << 20)
      unsafe writer.append(
        LogWriter.Row(kind: .incoming, time: 0, size: 4, peer: peer, local: local), payload: bytes.span.bytes)
      writer.publish()
      let datagram = try #require(writer.log.snapshot()[1])
      let filter = DisplayFilter(.text(.contains, FilterText(String(scalar), ignoresCase: true)))
      #expect(try filter.matches(datagram, in: context), "\(bytes)")
    }
    #expect(tried > 1_000)
  }

  @Test func `what UTF-8 says in one encoding is not found in another`() throws {
    let gbk = try TextEncoder.encode("温度=23", as: .gb18030)
    let datagram = try TestLog.datagram(payload: gbk)
    let filter = try DisplayFilter("'温度='")
    #expect(try filter.matches(datagram, in: TestLog.context(.gb18030)))
    #expect(try filter.matches(datagram, in: TestLog.context(.gbk)))
    #expect(try !filter.matches(datagram, in: TestLog.context(.big5)))
    #expect(try !filter.matches(datagram, in: TestLog.context(.utf8)))
  }
}
