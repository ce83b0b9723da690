import TestSupport
import Testing
import UDPCore

@testable import PayloadText
@testable import PeerText

struct PeerEncodingsTests {
  let ascii = Array("hello, hello, hello".utf8)
  let utf8 = Array("你好".utf8)
  let gbk: [UInt8] = [0xc4, 0xe3, 0xba, 0xc3]

  @Test func `pure ASCII decides for no encoding`() {
    var peers = PeerEncodings()
    #expect(unsafe peers.observe(ascii.span.bytes, from: 1) == .none)
    #expect(unsafe peers.observe([UInt8]().span.bytes, from: 1) == .none)
    #expect(peers.choice(for: 1) == .undecided)
    #expect(peers.choice(for: 1).label == "ascii")
    #expect(peers.candidates(for: 1) == [])
  }

  @Test func `valid UTF-8 decides for it`() {
    var peers = PeerEncodings()
    #expect(unsafe peers.observe(utf8.span.bytes, from: 1) != .none)
    #expect(unsafe peers.observe(utf8.span.bytes, from: 1) == .none)
    #expect(peers.choice(for: 1) == EncodingChoice(.utf8))
    #expect(peers.choice(for: 1).label == "utf-8")
    #expect(peers.choice(for: 2).isUndecided)
  }

  @Test func `the first datagram of a peer changes no earlier row, later ones may`() {
    var peers = PeerEncodings()
    #expect(unsafe peers.observe(utf8.span.bytes, from: 1) == .ofNewPeer)
    #expect(unsafe peers.observe(ascii.span.bytes, from: 2) != .ofKnownPeer)
    #expect(unsafe peers.observe(utf8.span.bytes, from: 2) == .ofKnownPeer)
    peers.set(.gb18030, for: 3)
    #expect(unsafe peers.observe(utf8.span.bytes, from: 3) == .none)
  }

  @Test(arguments: 0..<300 as Range<UInt64>)
  func `a first datagram that is judged late says what it would have said at once`(seed: UInt64) {
    let payloads: [[UInt8]] = [
      ascii, utf8, gbk, Array("温度=21.5".utf8), [0xe9], [0x00, 0xff, 0x13, 0x88, 0x01], [0xa4, 0xa4, 0xa4, 0xe5], [],
      gbk + gbk + ascii, [0x82, 0xb1, 0x82, 0xf1, 0x82, 0xc9], Array(repeating: 0xd0, count: 600),
    ]
    var random = SeededGenerator(seed: seed)
    let sources = (0..<6).map { Endpoint(IPAddress(ipv4: 0x0a00_0001 + UInt32($0 % 2)), port: UInt16(5_000 + $0)) }
    var (late, prompt) = (PeerEncodings(), PeerEncodings())
    late.judgesLate = true
    for _ in 0..<24 {
      let payload = payloads[Int.random(in: payloads.indices, using: &random)]
      let source = sources[Int.random(in: sources.indices, using: &random)]
      let change = unsafe late.observe(payload.span.bytes, from: source)
      let expected = unsafe prompt.observe(payload.span.bytes, from: source)
      #expect(change == expected || change == .ofNewPeer)
      if Bool.random(using: &random) { late.settle(sources[Int.random(in: sources.indices, using: &random)]) }
      for source in sources {
        #expect(late.reading(for: source) == prompt.reading(for: source))
        #expect(late.outgoing(for: source) == prompt.outgoing(for: source))
        #expect(late.candidates(for: source) == prompt.candidates(for: source))
      }
    }
  }

  @Test func `a cut last character is still UTF-8`() {
    var peers = PeerEncodings()
    let cut = Array(utf8.dropLast())
    unsafe peers.observe(cut.span.bytes, from: 1)
    #expect(peers.choice(for: 1) == EncodingChoice(.utf8))
  }

  @Test func `a datagram that is not UTF-8 decides for what it reads best in`() {
    var peers = PeerEncodings()
    #expect(unsafe peers.observe(gbk.span.bytes, from: 1) != .none)
    #expect(peers.choice(for: 1).encoding == .gb18030)
  }

  @Test func `a single foreign letter is a guess`() {
    var peers = PeerEncodings()
    let payload: [UInt8] = [0xe9]
    unsafe peers.observe(payload.span.bytes, from: 1)
    #expect(peers.choice(for: 1).isGuess)
    #expect(peers.choice(for: 1).label.hasSuffix("?"))
  }

  @Test func `one damaged datagram among many does not turn a conversation into gibberish`() {
    var peers = PeerEncodings()
    for _ in 0..<300 { unsafe peers.observe(utf8.span.bytes, from: 1) }
    unsafe peers.observe(gbk.span.bytes, from: 1)
    #expect(peers.choice(for: 1).encoding == .utf8)
    let damaged: [UInt8] = Array("温度=".utf8) + [0xff] + Array("23 度".utf8)
    #expect(unsafe peers.observe(damaged.span.bytes, from: 1) == .none)
  }

  @Test func `a peer that goes on in another encoding is followed, within ten datagrams`() {
    var peers = PeerEncodings()
    for _ in 0..<300 { unsafe peers.observe(utf8.span.bytes, from: 1) }
    for _ in 0..<10 { unsafe peers.observe(gbk.span.bytes, from: 1) }
    #expect(peers.choice(for: 1).encoding == .gb18030)
    for _ in 0..<10 { unsafe peers.observe(gbk.span.bytes, from: 1) }
    #expect(peers.choice(for: 1) == EncodingChoice(.gb18030))
  }

  @Test func `a peer that mixes two encodings does not flicker`() {
    var peers = PeerEncodings()
    var labels: [TextEncoding] = []
    for round in 0..<200 {
      unsafe peers.observe((round % 2 == 0 ? utf8 : gbk).span.bytes, from: 1)
      labels.append(peers.choice(for: 1).encoding)
    }
    #expect(zip(labels, labels.dropFirst()).count { $0 != $1 } <= 1)
  }

  @Test func `a peer that was heard for long is still followed`() {
    var peers = PeerEncodings()
    // More bytes than are examined before sampling begins.
    for _ in 0..<20_000 { unsafe peers.observe(utf8.span.bytes, from: 1) }
    var count = 0
    while peers.choice(for: 1).encoding != .gb18030, count < 1000 {
      unsafe peers.observe(gbk.span.bytes, from: 1)
      count += 1
    }
    #expect(count < 50)
  }

  @Test func `candidates come in order of likelihood, the choice first`() throws {
    var peers = PeerEncodings()
    #expect(peers.candidates(for: 1) == [])
    unsafe peers.observe(gbk.span.bytes, from: 1)
    let candidates = peers.candidates(for: 1)
    #expect(candidates.first?.encoding == .gb18030)
    #expect(candidates.map(\.likelihood) == candidates.map(\.likelihood).sorted(by: >))
    #expect(abs(candidates.map(\.likelihood).reduce(0, +) - 1) < 0.001)
    #expect(Set(candidates.map(\.encoding)).count == candidates.count)
  }

  @Test func `what is kept of a peer is small, however much it sends`() {
    #expect(MemoryLayout<EncodingEvidence>.stride <= 40)
  }

  @Test func `a person's choice wins and sticks`() {
    var peers = PeerEncodings()
    peers.set(.shiftJIS, for: 1)
    #expect(unsafe peers.observe(gbk.span.bytes, from: 1) == .none)
    #expect(peers.choice(for: 1) == EncodingChoice(.shiftJIS))
    peers.set(nil, for: 1)
    #expect(peers.choice(for: 1).encoding == .gb18030)
  }

  @Test func `a choice for all takes the place of single ones, a later single one wins`() {
    var peers = PeerEncodings()
    peers.set(.big5, for: 1)
    peers.setAll(.eucKR)
    #expect([Endpoint(integerLiteral: 1), 2].map { peers.choice(for: $0).encoding } == [.eucKR, .eucKR])
    peers.set(.gbk, for: 2)
    #expect([Endpoint(integerLiteral: 1), 2].map { peers.choice(for: $0).encoding } == [.eucKR, .gbk])
    peers.setAll(nil)
    #expect(
      [Endpoint(integerLiteral: 1), 2].map { peers.choice(for: $0) } == [.undecided, .undecided])
  }

  @Test func `the least recent peers are forgotten`() {
    var peers = PeerEncodings(capacity: 3)
    for peer in 1...3 { unsafe peers.observe(gbk.span.bytes, from: Endpoint(integerLiteral: peer)) }
    unsafe peers.observe(ascii.span.bytes, from: 1)
    unsafe peers.observe(utf8.span.bytes, from: 4)
    unsafe peers.observe(gbk.span.bytes, from: 5)
    let known = (1...5).map { peers.choice(for: Endpoint(integerLiteral: $0)).encoding }
    #expect(known == [.gb18030, .ascii, .ascii, .utf8, .gb18030])
    #expect(peers.choice(for: 2).isUndecided && peers.choice(for: 3).isUndecided && peers.choice(for: 4).isSure)
  }

  @Test func `a flood of peers stays bounded and keeps a person's choice`() {
    var peers = PeerEncodings(capacity: 100)
    peers.set(.big5, for: -1)
    for peer in 0..<10_000 { unsafe peers.observe(gbk.span.bytes, from: Endpoint(integerLiteral: peer)) }
    #expect(peers.choice(for: -1) == EncodingChoice(.big5))
    let remembered = (0..<10_000).count { peers.choice(for: Endpoint(integerLiteral: $0)).encoding == .gb18030 }
    #expect(remembered == 100)
  }

  @Test func `a telling byte anywhere is seen`() {
    for place in 0..<40 {
      var payload = Array("0123456789012345678901234567890123456789".utf8)
      payload[place] = 0xff
      #expect(unsafe EncodingDetector.evidenceWindow(of: payload.span.bytes) != nil)
      payload[place] = 0x07
      #expect(unsafe EncodingDetector.evidenceWindow(of: payload.span.bytes) != nil)
      payload[place] = 0x0a
      #expect(unsafe EncodingDetector.evidenceWindow(of: payload.span.bytes) == nil)
    }
  }

  @Test(arguments: [TextEncoding.utf16LE, .utf16BE])
  func `a peer of ASCII is not answered in UTF-16 because another peer of its host writes it`(
    encoding: TextEncoding
  ) throws {
    var peers = PeerEncodings()
    let host = IPAddress(ipv4: 0x7f00_0001)
    let (wide, plain) = (Endpoint(host, port: 5000), Endpoint(host, port: 5001))
    let text = try TextEncoder.encode("温度正常 23.5", as: encoding)
    for _ in 0..<5 { unsafe peers.observe(text.span.bytes, from: wide) }
    unsafe peers.observe(Array("hello".utf8).span.bytes, from: plain)
    #expect(peers.choice(for: wide) == EncodingChoice(encoding))
    #expect(peers.outgoing(for: plain).encoding == .utf8)
    peers.set(encoding, for: wide)
    #expect(peers.outgoing(for: plain).reason == .locale)
  }
}
