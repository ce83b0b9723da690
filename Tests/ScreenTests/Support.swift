import CLinux
import Glibc
import PayloadText
import Plumbing
import Testing
import UDPCore

@testable import Screen

/// Creates a log of received datagrams.
func makeLog(_ payloads: [[UInt8]], from peers: [UInt16] = [5000]) -> CaptureLog {
  var writer = LogWriter(limit: CaptureLog.minimumLimit)
  let here = Endpoint(IPAddress(ipv4: 0x7f00_0001), port: 8080)
  for (index, payload) in payloads.enumerated() {
    let row = LogWriter.Row(
      kind: .incoming, time: 1_000_000_000, size: payload.count, isTruncated: false,
      peer: Endpoint(IPAddress(ipv4: 0x7f00_0001), port: peers[index % peers.count]),
      local: LocalPath(endpoint: here, replySource: here.address, interface: 1, socket: 0))
    _ = writer.append(row, payload: payload.span.bytes)
  }
  writer.publish()
  return writer.log
}

/// Creates a receiver on a loopback port that the system chooses.
func makeReceiver() throws -> Receiver {
  let set = try SocketSet(
    [EndpointArgument("127.0.0.1:0")], options: ReceiveOptions(), interfaces: InterfaceNames())
  return try Receiver(sockets: set.sockets, options: ReceiveOptions())
}

extension CaptureLog {
  /// The payloads of the log's rows, as text.
  var texts: [String] {
    let snapshot = snapshot()
    return (snapshot.firstNumber..<snapshot.endNumber).compactMap { number in
      snapshot[number].map { String(decoding: $0.payload, as: UTF8.self) }
    }
  }
}

/// Waits until `condition` holds, at most ten seconds.
func eventually(
  _ what: Comment, sourceLocation: SourceLocation = #_sourceLocation, _ condition: () throws -> Bool
) rethrows {
  let deadline = SystemClock.monotonic + 60_000_000_000
  while try !condition() {
    guard SystemClock.monotonic <= deadline else {
      Issue.record(what, sourceLocation: sourceLocation)
      return
    }
    usleep(500)
  }
}
