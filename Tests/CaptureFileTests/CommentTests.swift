import CaptureFile
import PayloadText
import PeerText
import Testing
import UDPCore

/// Tests that comments written by recordings are understood when read.
struct CommentTests {
  private static let device = Endpoint(IPAddress(ipv4: 0x0a00_0311), port: 5000)

  private static func log(_ payloads: [String], times: [Int64]) -> CaptureLog {
    var writer = LogWriter(limit: CaptureLog.minimumLimit)
    let here = Endpoint(IPAddress(ipv4: 0x0a00_0301), port: 8080)
    for (payload, time) in zip(payloads, times) {
      let row = LogWriter.Row(
        kind: .incoming, time: time, size: payload.utf8.count, isTruncated: false, peer: device,
        local: LocalPath(endpoint: here, replySource: here.address, interface: 1, socket: 0))
      _ = writer.append(row, payload: Array(payload.utf8).span.bytes)
    }
    writer.publish()
    return writer.log
  }

  private static func comment(
    _ text: String, at number: UInt64 = 1, _ subject: ParsedComment.Subject = .datagram
  ) -> CaptureComment {
    CaptureComment(number: number, peer: device, text: text, subject: subject)
  }

  @Test(arguments: [
    (CaptureNote.Peers.here, "encoding gb18030"), (.one(device), "encoding gb18030 for 10.0.3.17:5000"),
    (.all, "encoding gb18030 for all peers"),
  ]) func `an encoding that is said is understood`(_ peers: CaptureNote.Peers, _ text: String) {
    #expect(CaptureNote.comment(.encoding(.gb18030), of: peers) == text)
    #expect(CaptureNote(text) == .encoding(.encoding(.gb18030), of: peers))
    #expect(CaptureNote(text.replacing("gb18030", with: "auto")) == .encoding(.auto, of: peers))
  }

  @Test(arguments: [nil, "alarm begins", "a: b on c at d"]) func `a note names its row, whatever it says`(
    _ text: String?
  ) throws {
    let log = Self.log(["one"], times: [1_795_381_665_123_456_789])
    let datagram = try #require(log.snapshot()[1])
    let comment = CaptureNote.comment(on: datagram, text, InterfaceNames())
    #expect(CaptureNote(comment) == .note(text, on: CaptureNote.Row(datagram)))
  }

  @Test(arguments: [
    "encoding", "encoding klingon", "encoding gbk of 10.0.3.17:5000", "encoding gbk for nobody", "note on paper",
    "note on 10.0.3.17:5000 at noon: lunch", "the note on 10.0.3.17:5000 is taken back", "",
  ]) func `anything else is words for people`(_ text: String) {
    #expect(CaptureNote(text) == .text(text))
  }

  @Test func `a guess of an encoding is made again, so it says none`() {
    #expect(CaptureNote("encoding gb18030?") == .guess)
    #expect(Self.comment("encoding gb18030?").isAboutEncoding)
    #expect(Self.comment("encoding gb18030?").encoding == nil)
  }

  @Test func `words of a person mean themselves, even where they read like a recording's`() {
    let comment = Self.comment("encoding gbk", at: 1, .note)
    #expect(comment.meaning == .text("encoding gbk") && comment.isAmbiguous && !comment.isAboutEncoding)
    #expect(!Self.comment("lunch", at: 1, .note).isAmbiguous)
  }

  @Test func `comments are notes on the rows beside which they stand, encodings are none`() {
    var notes = RowNotes()
    notes.add([
      Self.comment("first"), Self.comment("encoding gbk"), Self.comment("second"), Self.comment("third", at: 2),
    ])
    let changes = notes.take(Self.log(["one", "two"], times: [1, 2]))
    #expect(changes.map(\.row) == [1, 2] && changes.map(\.note) == ["first; second", "third"])
    #expect(notes.take(Self.log(["one", "two"], times: [1, 2])).isEmpty)
  }

  @Test func `a note of a recording stands on the row that it names, until it is taken back`() throws {
    let log = Self.log(["one", "two"], times: [1, 2])
    let datagram = try #require(log.snapshot()[1])
    var notes = RowNotes()
    notes.add([Self.comment(CaptureNote.comment(on: datagram, "alarm", InterfaceNames()), at: 2)])
    #expect(notes.take(log).map(\.row) == [1])
    notes.add([Self.comment(CaptureNote.comment(on: datagram, nil, InterfaceNames()), at: 2)])
    let changes = notes.take(log)
    #expect(changes.map(\.row) == [1] && changes.map(\.note) == [nil])
  }

  @Test func `a note whose row is not there stays where it stands`() throws {
    let other = try #require(Self.log(["gone"], times: [7]).snapshot()[1])
    let text = CaptureNote.comment(on: other, "alarm", InterfaceNames())
    var notes = RowNotes()
    notes.add([Self.comment(text, at: 2)])
    let changes = notes.take(Self.log(["one", "two"], times: [1, 2]))
    #expect(changes.map(\.row) == [2] && changes.map(\.note) == [text])
  }

  @Test func `a note that was read ahead is met once its row comes`() throws {
    let datagram = try #require(Self.log(["one"], times: [1]).snapshot()[1])
    let comment = Self.comment(CaptureNote.comment(on: datagram, "alarm", InterfaceNames()), at: 9)
    var notes = AwaitedNotes()
    notes.add(comment)
    #expect(!notes.hasFoundRow(of: comment))
    #expect(notes.take(datagram) == "alarm")
    #expect(notes.hasFoundRow(of: comment))
  }

  @Test func `a failure that was recorded is no note on the datagram that it stands beside`() {
    let log = Self.log(["one", "two"], times: [1, 2])
    let failed = "10.0.3.17:5000: unreachable: port closed (ICMP)"
    var notes = RowNotes()
    notes.add([
      Self.comment(failed, at: 2), Self.comment("10.0.3.17:5000: not unreachable at all", at: 1),
      CaptureComment(number: 2, peer: nil, text: failed, subject: .interface, isTrailing: true),
    ])
    let taken = notes.take(log)
    #expect(taken.map(\.row) == [1, 2])
    #expect(taken.first?.note == "10.0.3.17:5000: not unreachable at all")
    #expect(taken.last?.note == "before this row: \(failed); after this row: \(failed)")
  }
}
