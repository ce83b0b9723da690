import CLinux
import Glibc
import PayloadText
import Plumbing
import Testing
import UDPCore

@testable import Screen

/// A temporary folder that is deleted after the test.
final class TestFolder {
  let path: String

  init() throws {
    var template = Array("/tmp/udpeek-test-XXXXXX".utf8CString)
    try #require(mkdtemp(&template) != nil)
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit {
    for name in OutputFile.paths(beginning: path + "/") { unlink(name) }
    rmdir(path)
  }

  /// The path of a file in the folder.
  func place(_ name: String) -> String { path + "/" + name }

  func write(_ text: String, to name: String) throws -> String {
    let file = try #require(fopen(place(name), "w"))
    fwrite(text, 1, text.utf8.count, file)
    fclose(file)
    return place(name)
  }

  func text(of name: String) throws -> String {
    let file = try #require(fopen(place(name), "r"))
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 1 << 20)
    let count = fread(&bytes, 1, bytes.count, file)
    return String(decoding: bytes.prefix(count), as: UTF8.self)
  }
}

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
  let deadline = SystemClock.monotonic + 10_000_000_000
  while try !condition() {
    guard SystemClock.monotonic <= deadline else {
      Issue.record(what, sourceLocation: sourceLocation)
      return
    }
    usleep(500)
  }
}
