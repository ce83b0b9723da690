import PayloadText
import PeerText
import TestSupport
import Testing
import UDPCore

@testable import CaptureFile

/// Tests the rows of alarms in records and in comments.
struct AlarmRowTests {
  private static let peer = Endpoint(IPAddress("10.0.3.17")!, port: 5_000)
  private static let here = Endpoint(IPAddress("192.168.1.5")!, port: 8_080)

  /// A log of a datagram, an alarm of its peer, and one of all peers.
  private static func rows() throws -> [Datagram] {
    var writer = LogWriter(limit: 8 << 20)
    let local = LocalPath(endpoint: here, replySource: here.address, interface: 0, socket: 0)
    writer.append(
      LogWriter.Row(kind: .incoming, time: 1_795_381_665_000_000_000, size: 0, peer: peer, local: local),
      payload: RawSpan())
    for (name, about) in [("meters, all", peer), ("plant", Endpoint(.anyIPv4, port: 0))] {
      writer.append(
        AlarmRow(
          note: AlarmNote(name: name, text: "temp is 71, outside \"5..60\""), time: 1_795_381_665_500_000_000,
          peer: about, local: local))
    }
    writer.publish()
    let snapshot = writer.log.snapshot()
    #expect(snapshot.counters.alarms == 2 && snapshot.endNumber == 4)
    return try (1...3).map { try #require(snapshot[$0]) }
  }

  @Test func `a long name and a long text are cut between characters`() throws {
    var writer = LogWriter(limit: 8 << 20)
    let long = String(repeating: "温", count: 5_000)
    let local = LocalPath(endpoint: Self.here, replySource: Self.here.address, interface: 0, socket: 0)
    writer.append(AlarmRow(note: AlarmNote(name: long, text: long), time: 0, peer: Self.peer, local: local))
    writer.publish()
    let alarm = try #require(writer.log.snapshot()[1]?.alarm)
    #expect(alarm.name == String(repeating: "温", count: 85) && alarm.text == String(repeating: "温", count: 341))
  }

  @Test(arguments: [RecordFormatter.Form.json, .csv(CSVStyle())])
  func `an alarm is read back from records`(form: RecordFormatter.Form) throws {
    let folder = try TestFolder()
    var formatter = RecordFormatter(form: form, interfaces: InterfaceNames())
    var bytes = formatter.header
    let texts = PeerTexts(encodingForAll: .utf8)
    for row in try Self.rows() {
      formatter.append(row, choice: texts.choice(of: row), text: texts.text(of: row), to: &bytes)
    }
    let reader = try CaptureReader(path: folder.write(bytes, to: form == .json ? "a.jsonl" : "a.csv"))
    var datagram = CapturedDatagram()
    var alarms: [AlarmNote] = []
    var peers: [Endpoint] = []
    reading: while true {
      switch reader.next(into: &datagram) {
      case .datagram where datagram.isAlarm:
        if let alarm = reader.alarm { alarms.append(alarm) }
        peers.append(datagram.peer)
        #expect(datagram.time == 1_795_381_665_500_000_000)
      case .end: break reading
      default: continue
      }
    }
    #expect(alarms.map(\.name) == ["meters, all", "plant"])
    #expect(alarms.allSatisfy { $0.text == "temp is 71, outside \"5..60\"" }, "\(alarms)")
    #expect(peers == [Self.peer, Endpoint(.anyIPv4, port: 0)])
  }

  @Test func `an alarm is a comment in pcapng, which is understood`() throws {
    let rows = try Self.rows()
    let comments = rows.map { CaptureNote.comment(onRowOf: $0) }
    #expect(comments[0] == nil)
    #expect(comments[1] == "alarm about 10.0.3.17:5000: meters, all: temp is 71, outside \"5..60\"")
    #expect(comments[2] == "alarm about all peers: plant: temp is 71, outside \"5..60\"")
    let note = AlarmNote(name: "plant", text: "temp is 71, outside \"5..60\"")
    #expect(CaptureNote(comments[2] ?? "") == .alarm(nil, note))
    #expect(
      CaptureNote(comments[1] ?? "")
        == .alarm(Self.peer, AlarmNote(name: "meters, all", text: "temp is 71, outside \"5..60\"")))
    #expect(CaptureNote("alarm begins") == .text("alarm begins"))
  }
}
