import Basics
import Configuration
import Formats
import Testing
import UDPCore

@testable import Conversation

/// Tests requests and answers that a format reads.
struct FormatTests {
  private static let peer = Endpoint(IPAddress(ipv4: 0x7f00_0001), port: 50_000)

  /// A format of which a recording of two exchanges shows nothing by itself.
  private static func book() throws -> FormatBook {
    let file = FormatFile(
      """
      [[format]]
      name = "meter"
      when = "data[0] = 0x7e"
      struct = "<B=0x7e B:kind H:seq unix:time H:temp/10 >H:crc"
      check = "crc16-xmodem in crc"
      sequence = "seq"
      kind = "kind"
      """, path: "meter.toml", aliases: Aliases(), interfaces: InterfaceNames())
    try #require(file.problems.isEmpty, "\(file.problems.map(\.phrase.english))")
    return FormatBook(file.formats)
  }

  private static func message(kind: UInt8, _ number: UInt64, _ time: Int64, _ value: UInt64, _ book: FormatBook)
    -> [UInt8]
  {
    let head = [0x7e, kind] + big(number, 2).reversed() + big(UInt64(time / 1_000_000_000), 4).reversed()
    let bytes = head + big(value, 2).reversed() + [0, 0]
    guard let format = book.formats.first, case .bad(_, let expected) = format.dissect(bytes.span.bytes, .utf8).check
    else { return bytes }
    return bytes.dropLast(2) + big(expected, 2)
  }

  private static func device(_ book: FormatBook) -> RecordedDevice {
    let recording = MadeUpRecording(book)
    for round in 0..<2 {
      recording.ask(message(kind: 1, UInt64(500 + round), recording.now, 7, book))
      recording.pass(milliseconds: 10)
      recording.answer(message(kind: 2, UInt64(0x0101 + round), recording.now, 215 + UInt64(round), book))
      recording.pass(milliseconds: 990)
    }
    return recording.learned()
  }

  /// Reads a request as it comes to the mock: from another peer, and to another port.
  private static func live(_ bytes: [UInt8], _ device: RecordedDevice, now: Int64) -> PeerMessage {
    var writer = LogWriter(limit: CaptureLog.minimumLimit)
    let path = LocalPath(
      endpoint: Endpoint(peer.address, port: 1), replySource: peer.address, interface: 0, socket: 0)
    _ = writer.append(
      LogWriter.Row(kind: .incoming, time: now, size: bytes.count, peer: peer, local: path), payload: bytes.span.bytes)
    guard let datagram = writer.last else { return PeerMessage(bytes) }
    return device.reader.message(of: datagram, from: peer, to: device.endpoint)
  }

  @Test func `what a format says varies is made anew, from two exchanges on`() throws {
    let book = try Self.book()
    let device = Self.device(book)
    var answers = AnswerBook(device, .varying)
    let now: Int64 = 1_900_000_000_000_000_000
    var heard: [[UInt8]] = []
    for number in [9_000, 9_001, 9_002] as [UInt64] {
      let request = Self.live(Self.message(kind: 1, number, now, 7, book), device, now: now)
      let found = try #require(answers.answers(to: request, from: Self.peer)?.first)
      heard.append(answers.bytes(of: found, to: request, from: Self.peer, now: now))
    }
    // The recorded counts and values, the time of now, and a right checksum.
    #expect(heard == [(0x0101, 215), (0x0102, 216), (0x0103, 215)].map { Self.message(kind: 2, $0, now, $1, book) })
  }

  @Test func `another value is another request, unless the kind alone counts`() throws {
    let book = try Self.book()
    let device = Self.device(book)
    let now: Int64 = 1_900_000_000_000_000_000
    let request = Self.live(Self.message(kind: 1, 9_000, now, 8, book), device, now: now)
    var strict = AnswerBook(device, .varying)
    var lenient = AnswerBook(device, .kind)
    #expect(strict.answers(to: request, from: Self.peer) == nil)
    #expect(lenient.answers(to: request, from: Self.peer)?.count == 1)
    let other = Self.live(Self.message(kind: 3, 9_000, now, 7, book), device, now: now)
    #expect(lenient.answers(to: other, from: Self.peer) == nil)
  }

  @Test func `a request with a wrong checksum is not answered`() throws {
    let book = try Self.book()
    let device = Self.device(book)
    let now = MadeUpRecording.start
    var bytes = Self.message(kind: 1, 9_000, now, 7, book)
    bytes[11] ^= 1
    var answers = AnswerBook(device, .varying)
    #expect(answers.answers(to: Self.live(bytes, device, now: now), from: Self.peer) == nil)
  }
}
