import Plumbing
import Testing
import UDPCore

/// Waits until `condition` holds, at most ten seconds, by polling rather than by a fixed pause.
func eventually(
  _ what: Comment, on receiver: Receiver? = nil, sourceLocation: SourceLocation = #_sourceLocation,
  _ condition: () throws -> Bool
) rethrows {
  let deadline = SystemClock.monotonic + 60_000_000_000
  while try !condition() {
    if SystemClock.monotonic > deadline {
      Issue.record(what, sourceLocation: sourceLocation)
      return
    }
    Pause.short()
  }
}

/// Creates a log filled by hand, for tests that need rows but no sockets.
func makeLog(limit: Int = CaptureLog.minimumLimit, _ fill: (inout LogWriter) -> Void) -> CaptureLog {
  var writer = LogWriter(limit: limit)
  fill(&writer)
  writer.publish()
  return writer.log
}

let here = Endpoint(IPAddress(ipv4: 0x7f00_0001), port: 8080)
let path = LocalPath(endpoint: here, replySource: here.address, interface: 1, socket: 0)

func peer(_ last: UInt32, port: UInt16 = 5000) -> Endpoint {
  Endpoint(IPAddress(ipv4: 0x0a00_0000 | last), port: port)
}

extension LogWriter {
  mutating func receive(_ bytes: [UInt8], from peer: Endpoint, time: Int64 = 1, size: Int? = nil) -> UInt64 {
    let row = Row(
      kind: .incoming, time: time, size: size ?? bytes.count, isTruncated: size.map { $0 > bytes.count } ?? false,
      peer: peer, local: path)
    return append(row, payload: bytes.span.bytes)
  }
}
