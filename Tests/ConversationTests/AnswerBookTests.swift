import Basics
import Testing
import UDPCore

@testable import Conversation

/// Tests the answers of a device that stands in for a recorded one.
struct AnswerBookTests {
  private static let peer = Endpoint(IPAddress(ipv4: 0x7f00_0001), port: 50_000)

  /// A request of a made-up meter: a number of its own, a register and a checksum.
  private static func request(_ number: UInt64, register: UInt64) -> [UInt8] {
    withCRC([0x7e, 0x01] + big(number, 2) + big(register, 2))
  }

  private static func answer(_ number: UInt64, _ count: UInt64, _ time: Int64, register: UInt64) -> [UInt8] {
    withCRC(
      [0x7e, 0x81] + big(number, 2) + big(count, 4) + big(UInt64(time / 1_000_000_000), 4)
        + big(200 + register * 7 + count % 3, 2))
  }

  /// A minute of a client that reads three registers in turn, every second.
  private static func meter(from first: Int = 100) -> MadeUpRecording {
    let recording = MadeUpRecording()
    for round in 0..<60 {
      let (number, register) = (UInt64(first + round), UInt64([16, 17, 40][round % 3]))
      recording.ask(request(number, register: register))
      recording.pass(milliseconds: 20)
      recording.answer(answer(number, 7_000 + UInt64(round), recording.now, register: register))
      recording.pass(milliseconds: 980)
    }
    return recording
  }

  private static func bytes(
    _ book: inout AnswerBook, _ request: [UInt8], from peer: Endpoint = peer, now: Int64 = MadeUpRecording.start
  ) -> [[UInt8]]? {
    let message = PeerMessage(request)
    return book.answers(to: message, from: peer)?.map { book.bytes(of: $0, to: message, from: peer, now: now) }
  }

  @Test func `a recorded request gets its recorded answer to the byte`() {
    let device = Self.meter().learned()
    #expect(device.exchanges.count == 60 && device.answerCount == 60 && device.unasked == 0)
    var book = AnswerBook(device, .varying)
    let now = MadeUpRecording.start + 20_000_000
    #expect(
      Self.bytes(&book, Self.request(100, register: 16), now: now) == [Self.answer(100, 7_000, now, register: 16)])
  }

  @Test(arguments: [300, 40_000, 65_535] as [UInt64])
  func `a client that counts on gets answers with its number, a new count, the time of now and a right checksum`(
    first: UInt64
  ) throws {
    var book = AnswerBook(Self.meter().learned(), .varying)
    let now: Int64 = 1_900_000_000_000_000_000
    var counts: [UInt64] = []
    for round in 0..<6 {
      let number = (first + UInt64(round)) & 0xffff
      let register = UInt64([16, 17, 40][round % 3])
      let answers = try #require(Self.bytes(&book, Self.request(number, register: register), now: now))
      let bytes = try #require(answers.first)
      #expect(answers.count == 1 && bytes.count == 16)
      #expect(Array(bytes[2..<4]) == big(number, 2))
      #expect(Array(bytes[8..<12]) == big(1_900_000_000, 4))
      #expect(withCRC(Array(bytes.dropLast(2))) == bytes)
      #expect((Int(bytes[12]) << 8 | Int(bytes[13])) / 7 == (200 + Int(register) * 7) / 7)
      counts.append(bytes[4..<8].reduce(0) { $0 << 8 | UInt64($1) })
    }
    #expect(zip(counts, counts.dropFirst()).allSatisfy { $1 == $0 + 1 }, "\(counts)")
  }

  @Test func `a count of the device goes on beyond the bytes that the recording saw change`() throws {
    var book = AnswerBook(Self.meter().learned(), .varying)
    var counts: [UInt64] = []
    for number in 0..<600 {
      let bytes = try #require(Self.bytes(&book, Self.request(UInt64(number), register: 16))?.first)
      counts.append(bytes[4..<8].reduce(0) { $0 << 8 | UInt64($1) })
    }
    #expect(counts == (0..<600).map { counts[0] + UInt64($0) })
  }

  @Test func `a number whose high byte never changed in the recording may change`() throws {
    var book = AnswerBook(Self.meter(from: 0x1203).learned(), .varying)
    let bytes = try #require(Self.bytes(&book, Self.request(0x7704, register: 17))?.first)
    #expect(Array(bytes[2..<4]) == big(0x7704, 2))
    #expect(Self.bytes(&book, Self.request(0x7704, register: 18)) == nil)
  }

  @Test func `a register that was never read, and a wrong checksum, get no answer`() {
    var book = AnswerBook(Self.meter().learned(), .varying)
    #expect(Self.bytes(&book, Self.request(300, register: 18)) == nil)
    var damaged = Self.request(300, register: 16)
    damaged[7] ^= 1
    #expect(Self.bytes(&book, damaged) == nil)
  }

  @Test func `an exact match compares the number too`() {
    var book = AnswerBook(Self.meter().learned(), .exact)
    #expect(Self.bytes(&book, Self.request(300, register: 16)) == nil)
    #expect(Self.bytes(&book, Self.request(101, register: 17)) != nil)
  }

  @Test func `a request of the same kind gets an answer whatever it says`() {
    var book = AnswerBook(Self.meter().learned(), .kind)
    let answers = Self.bytes(&book, Self.request(300, register: 18))
    #expect(answers?.first.map { Array($0[2..<4]) } == big(300, 2))
  }

  @Test func `a request of the same kind may have another number at its front, where the recording shows one half`() {
    let recording = MadeUpRecording()
    for count in 0..<50 as Range<UInt64> {
      recording.ask(withCRC([0x7e] + big(0x7448 + count, 2) + [1]))
      recording.pass(milliseconds: 5)
      recording.answer(withCRC([0x7e] + big(0x7448 + count, 2) + [0x81, 7]))
      recording.pass(milliseconds: 500)
    }
    var book = AnswerBook(recording.learned(), .kind)
    #expect(Self.bytes(&book, withCRC([0x7e] + big(0x8572, 2) + [1])) != nil)
  }

  @Test func `different answers to one request come in the recorded order, then again, to each peer by itself`() {
    let recording = MadeUpRecording()
    for text in ["21", "22", "23"] {
      recording.ask(Array("temp?".utf8))
      recording.pass(milliseconds: 5)
      recording.answer(Array("T=\(text) C".utf8))
      recording.pass(milliseconds: 1_000)
    }
    var book = AnswerBook(recording.learned(), .varying)
    let other = Endpoint(Self.peer.address, port: 50_001)
    let heard = (0..<5).map { _ in Self.bytes(&book, Array("temp?".utf8))?.first?.text }
    #expect(heard == ["T=21 C", "T=22 C", "T=23 C", "T=21 C", "T=22 C"])
    #expect(Self.bytes(&book, Array("temp?".utf8), from: other)?.first?.text == "T=21 C")
    #expect(Self.bytes(&book, Array("Temp?\r\n".utf8)) == nil)
    var lenient = AnswerBook(recording.learned(), .text)
    #expect(Self.bytes(&lenient, Array(" TEMP?\r\n".utf8))?.first?.text == "T=21 C")
  }

  @Test func `several answers to one request keep their delays`() {
    let recording = MadeUpRecording()
    recording.ask(Array("start".utf8))
    for _ in 0..<3 {
      recording.pass(milliseconds: 250)
      recording.answer(Array("tick".utf8))
    }
    var book = AnswerBook(recording.learned(), .varying)
    let answers = book.answers(to: PeerMessage(Array("start".utf8)), from: Self.peer)
    #expect(answers?.map(\.delay) == [250_000_000, 500_000_000, 750_000_000])
  }

  @Test func `numbers in texts count, times in texts are now, and a longer number makes a longer text`() throws {
    let recording = MadeUpRecording()
    for round in 0..<12 {
      recording.ask(Array("GET temp #\(90 + round)".utf8))
      recording.pass(milliseconds: 10)
      let moment = CalendarTime(recording.now, offset: 3_600)
      recording.answer(Array("#\(90 + round) \(moment.date) \(moment.timeOfDay) n=\(995 + round) 温度=23.5".utf8))
      recording.pass(milliseconds: 990)
    }
    var book = AnswerBook(recording.learned(), .varying)
    let now: Int64 = 1_900_000_000_000_000_000
    let heard = (0..<8).compactMap { round in
      Self.bytes(&book, Array("GET temp #\(5_000 + round)".utf8), now: now)?.first?.text
    }
    #expect(heard.first == "#5000 2030-03-17 18:46:40 n=995 温度=23.5")
    #expect(heard.last == "#5007 2030-03-17 18:46:40 n=1002 温度=23.5")
    #expect(Self.bytes(&book, Array("GET hum #5001".utf8)) == nil)
  }

  @Test func `requests sent before the answers of others are paired by what the answers copy`() {
    let recording = MadeUpRecording()
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<20 {
      let (one, other) = (
        UInt64.random(in: 0...65_535, using: &generator), UInt64.random(in: 0...65_535, using: &generator)
      )
      recording.ask(withCRC(big(one, 2) + [0, 1]))
      recording.pass(milliseconds: 2)
      recording.answer(withCRC(big(one, 2) + [0, 1, 0xaa]))
      recording.pass(milliseconds: 500)
      recording.ask(withCRC(big(one ^ 0xff, 2) + [0, 1]))
      recording.ask(withCRC(big(other, 2) + [0, 2]))
      recording.pass(milliseconds: 2)
      recording.answer(withCRC(big(other, 2) + [0, 2, 0xbb]))
      recording.answer(withCRC(big(one ^ 0xff, 2) + [0, 1, 0xaa]))
      recording.pass(milliseconds: 500)
    }
    let device = recording.learned()
    #expect(device.exchanges.allSatisfy { $0.answers.count == 1 })
    #expect(device.exchanges.allSatisfy { $0.request.bytes.prefix(4) == $0.answers.first?.message.bytes.prefix(4) })
    var book = AnswerBook(device, .varying)
    #expect(Self.bytes(&book, withCRC([0x12, 0x34, 0, 2])) == [withCRC([0x12, 0x34, 0, 2, 0xbb])])
  }

  @Test func `what the device said before anybody asked belongs to nothing`() {
    let recording = MadeUpRecording()
    recording.answer(Array("hello".utf8))
    recording.pass(milliseconds: 10)
    recording.ask(Array("who?".utf8))
    recording.answer(Array("me".utf8))
    let device = recording.learned()
    #expect(device.unasked == 1 && device.answerCount == 1)
  }
}
