import CommandCore
import DisplayFilter
import PeerText
import Testing
import UDPCore

/// Tests the reader of the log for commands without a screen.
struct LogReaderTests {
  @Test func `rows that the log could not store are missed too, also behind the last one that it stored`() throws {
    var writer = LogWriter(limit: CaptureLog.minimumLimit)
    let here = Endpoint(IPAddress(ipv4: 0x7f00_0001), port: 9)
    let path = LocalPath(endpoint: here, replySource: here.address, interface: 0, socket: 0)
    let payload = [UInt8](repeating: 0, count: 60_000)
    let row = LogWriter.Row(kind: .incoming, time: 1, size: payload.count, peer: here, local: path)
    var pins: [LogSnapshot] = []
    for _ in 0..<1000 {
      writer.append(row, payload: payload.span.bytes)
      writer.publish()
      pins.append(writer.log.snapshot())
    }
    try withExtendedLifetime(pins) {
      let snapshot = writer.log.snapshot()
      #expect(snapshot.endNumber <= 1000, "the log stored all that was pinned")
      var reader = LogReader(texts: try Setup.flags().encodings.texts, filter: try DisplayFilter(""))
      var missed: [Range<UInt64>] = []
      var shown = 0
      reader.read(snapshot, slice: .max, until: .max, skipped: { missed.append($0) }) { _, _, _ in shown += 1 }
      reader.skipUnstored(snapshot) { missed.append($0) }
      #expect(shown > 0 && shown + reader.missed == 1000)
      #expect(missed.map(\.count).reduce(0, +) == reader.missed && missed.last?.upperBound == 1001)
    }
  }
}
