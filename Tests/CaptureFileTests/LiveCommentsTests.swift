import PayloadText
import PeerText
import Testing
import UDPCore

@testable import CaptureFile

/// Tests the notes that are written before the rows that they are on.
struct LiveCommentsTests {
  private static let peer = Endpoint(IPAddress("10.0.3.17")!, port: 5_000)

  /// A datagram, a failure of its peer, and another datagram.
  private static func rows() throws -> [Datagram] {
    var writer = LogWriter(limit: CaptureLog.minimumLimit)
    let here = Endpoint(IPAddress("192.168.1.5")!, port: 8_080)
    let local = LocalPath(endpoint: here, replySource: here.address, interface: 0, socket: 0)
    for kind in [DatagramKind.incoming, .failure, .incoming] {
      let failure = kind == .failure ? TransmitFailure(origin: .network, code: 111) : nil
      let row = LogWriter.Row(
        kind: kind, time: 1_795_381_665_000_000_000, size: 0, peer: peer, local: local, failure: failure)
      writer.append(row, payload: RawSpan())
    }
    writer.publish()
    let snapshot = writer.log.snapshot()
    return try (1...3).map { try #require(snapshot[$0]) }
  }

  private static func comments(_ notes: [(row: UInt64, text: String?)]) -> LiveComments {
    let mailbox = RecordingMailbox()
    let comments = LiveComments(PeerTexts(encodingForAll: .utf8).snapshot, mailbox)
    for note in notes { mailbox.put(.noteOnRow(note.row, note.text, named: "named \(note.row)")) }
    #expect(comments.takeComments() == [])
    return comments
  }

  @Test func `a note is on its own row, and one on a row without a packet names it on the next`() throws {
    let rows = try Self.rows()
    let comments = Self.comments([(1, "first"), (2, "refused"), (3, "encoding gbk")])
    #expect(comments.comments(at: rows[0]) == ["first"])
    // Where a new file is begun, the row is asked for again.
    #expect(comments.comments(at: rows[0]) == ["first"])
    comments.observe(rows[0])
    #expect(comments.comments(at: rows[2]) == ["named 2", "named 3"])
    comments.observe(rows[2])
    #expect(comments.remainingComments() == [])
  }

  @Test func `what has no datagram behind it is said at the end, and a note that was removed is not`() throws {
    let rows = try Self.rows()
    let comments = Self.comments([(2, "refused"), (3, "gone"), (3, nil)])
    #expect(comments.comments(at: rows[0]) == [])
    comments.observe(rows[0])
    #expect(comments.remainingComments() == ["named 2"])
  }

  @Test func `a note on a row that is written names it`() throws {
    let rows = try Self.rows()
    let mailbox = RecordingMailbox()
    let comments = LiveComments(PeerTexts(encodingForAll: .utf8).snapshot, mailbox)
    comments.observe(rows[0])
    mailbox.put(.noteOnRow(1, "late", named: "named 1"))
    #expect(comments.takeComments() == ["named 1"])
  }
}
