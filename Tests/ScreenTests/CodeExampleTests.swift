import Glibc
import Monitor
import PayloadText
import PeerText
import Plumbing
import TestSupport
import Testing
import UDPCore

@testable import CommandCore
@testable import Screen

/// Runs what `y` copies as programs, as it is, against a plain socket.
struct CodeExampleTests {
  /// Payloads that a careless literal would break: text, GBK, quotes, escapes, NUL, formats, options.
  static let payloads: [[UInt8]] = [
    Array("PING 17".utf8), [0xce, 0xc2, 0xb6, 0xc8, 0x3d, 0x32, 0x33],
    Array("\"'`$(id)\\n%s%%\\x41 {n}\u{0}1\r\n\t!".utf8),
    Array("-e x".utf8), Array("{{}}".utf8), Array("one\ntwo\n\nthree\n".utf8), Array(0...255), [],
  ]

  private let folder: TestFolder

  init() throws { folder = try TestFolder() }

  /// Writes what a copy of one outgoing row holds, and returns the file's path.
  private func copy(_ form: CopyForm, _ payloads: [[UInt8]], from source: Endpoint, to peer: Endpoint) -> String {
    var writer = LogWriter(limit: CaptureLog.minimumLimit)
    for payload in payloads {
      let row = LogWriter.Row(
        kind: .outgoing, time: 1_000_000_000, size: payload.count, isTruncated: false, peer: peer,
        local: LocalPath(endpoint: source, replySource: source.address, interface: 1, socket: 0))
      _ = writer.append(row, payload: payload.span.bytes)
    }
    writer.publish()
    let rows = (1...UInt64(payloads.count)).map { $0 }
    let text = ClipboardText(
      form, rows: rows, of: writer.log.snapshot(), PeerTexts(encodingForAll: .utf8), InterfaceNames())
    return folder.write(text.bytes, to: "example")
  }

  /// Whether programs of these names are there.
  private static func has(_ names: String...) -> Bool {
    names.allSatisfy { name in system("command -v \(name) >/dev/null 2>&1") == 0 }
  }

  /// The folder of the program under test, which lies beside the test bundle.
  private static let products: String = {
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = buffer.withUnsafeMutableBytes { readlink("/proc/self/exe", $0.baseAddress!, $0.count) }
    let own = String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
    return String(own.prefix(upTo: own.lastIndex(of: "/") ?? own.endIndex))
  }()

  @Test(.enabled("python3 is not installed") { CodeExampleTests.has("python3") }, arguments: payloads, [false, true])
  func `the client in Python sends the bytes and prints the answer`(payload: [UInt8], isIPv6: Bool) throws {
    let server = try PlainSocket(isIPv6: isIPv6)
    let path = copy(.pythonClient, [payload], from: server.endpoint, to: server.endpoint)
    let program = try ChildProgram("exec python3 \(path)")
    #expect(server.receive() == payload)
    server.answer(Array("answer".utf8))
    #expect(try Self.text(of: program, until: "b'answer'").contains("b'answer'"))
    program.terminate()
  }

  @Test(.enabled("python3 is not installed") { CodeExampleTests.has("python3") }, arguments: [false, true])
  func `the server in Python answers with the bytes of the rows in turn`(isIPv6: Bool) throws {
    let client = try PlainSocket(isIPv6: isIPv6)
    let place = try PlainSocket(isIPv6: isIPv6).endpoint
    let path = copy(.pythonServer, Self.payloads, from: place, to: client.endpoint)
    let program = try ChildProgram("exec python3 \(path)")
    // Until the server is bound, what is sent is lost.
    var first: [UInt8]?
    for _ in 0..<200 where first == nil {
      client.send([0x3f], to: place)
      first = client.receive(within: 50_000_000)
    }
    #expect(first == Self.payloads[0])
    for payload in Self.payloads.dropFirst() {
      client.send([0x3f], to: place)
      #expect(client.receive() == payload)
    }
    program.terminate()
  }

  @Test(
    .enabled("bash or nc is not installed") { CodeExampleTests.has("bash", "nc") }, arguments: payloads, [false, true])
  func `the line with nc sends the bytes`(payload: [UInt8], isIPv6: Bool) throws {
    let server = try PlainSocket(isIPv6: isIPv6)
    let program = try ChildProgram("exec bash \(copy(.netcat, [payload], from: server.endpoint, to: server.endpoint))")
    if payload.isEmpty {
      #expect(server.receive(within: 100_000_000) == nil)
    } else {
      #expect(server.receive() == payload)
    }
    program.terminate()
  }

  @Test(.enabled("bash is not installed") { CodeExampleTests.has("bash") }, arguments: payloads)
  func `the printf of that line writes the bytes`(payload: [UInt8]) throws {
    let peer = try PlainSocket(isIPv6: false).endpoint
    let path = copy(.netcat, [payload], from: peer, to: peer)
    let program = try ChildProgram("sed 's/ | nc .*//' \(path) | exec bash > \(folder["bytes"]); echo done")
    #expect(try Self.text(of: program, until: "done") == "done\n")
    #expect(folder.bytes("bytes") == payload)
    program.terminate()
  }

  @Test(
    .enabled("bash or udpeek is not there") {
      CodeExampleTests.has("bash") && access(CodeExampleTests.products + "/udpeek", X_OK) == 0
    }, arguments: payloads, [false, true])
  func `the line with udpeek send sends the bytes`(payload: [UInt8], isIPv6: Bool) throws {
    let server = try PlainSocket(isIPv6: isIPv6)
    let path = copy(.udpeekSend, [payload], from: server.endpoint, to: server.endpoint)
    let program = try ChildProgram("PATH=\(Self.products):$PATH exec bash \(path) 2>&1")
    #expect(server.receive() == payload)
    program.terminate()
  }

  @Test(.enabled("no C compiler is installed") { CodeExampleTests.has("cc") })
  func `the arrays for C compile and hold the bytes`() throws {
    let peer = Endpoint(IPAddress(ipv4: 0x0a00_0311), port: 5000)
    let path = copy(.c, Self.payloads, from: peer, to: peer)
    let rows = Self.payloads.indices.filter { !Self.payloads[$0].isEmpty }
    let writes = rows.map { "fwrite(datagram_\($0 + 1), sizeof datagram_\($0 + 1), 1, stdout);" }
    folder.write(
      Array("#include <stdio.h>\n#include \"\(path)\"\nint main(void) { \(writes.joined(separator: " ")) }\n".utf8),
      to: "main.c")
    let program = try ChildProgram(
      "cc -Wall -Werror -o \(folder["main"]) \(folder["main.c"]) 2>&1 && \(folder["main"]) > \(folder["bytes"]); echo done"
    )
    #expect(try Self.text(of: program, until: "done") == "done\n")
    #expect(folder.bytes("bytes") == rows.flatMap { Self.payloads[$0] })
    program.terminate()
  }

  @Test func `what a short line says is legible`() {
    let peer = Endpoint(IPAddress(ipv4: 0x0a00_0311), port: 5000)
    let local = Endpoint(IPAddress(ipv4: 0x0a00_0001), port: 9000)
    func text(_ form: CopyForm, _ payload: String) -> String {
      _ = copy(form, [Array(payload.utf8)], from: local, to: peer)
      return folder.text(of: "example")
    }
    #expect(text(.netcat, "50 %\n") == #"env printf '50 %%\012' | nc -u -w 1 10.0.3.17 5000"#)
    #expect(text(.udpeekSend, "PING 17") == "udpeek send 10.0.3.17:5000 'PING 17'")
    #expect(text(.udpeekSend, "{n}") == "udpeek send 10.0.3.17:5000 --hex '7b 6e 7d'")
    #expect(text(.netcat, "") == "# nc sends no empty datagram")
    #expect(text(.netcat, String(repeating: "x", count: 5_000)) == "# nc may send 5000 bytes as several datagrams")
  }

  /// Reads the output of a program until a text is in it, or the program ends.
  private static func text(of program: ChildProgram, until end: String) throws -> String {
    var bytes: [UInt8] = []
    let deadline = SystemClock.monotonic + 60_000_000_000
    while SystemClock.monotonic < deadline, !String(decoding: bytes, as: UTF8.self).contains(end) {
      _ = PollSet.isReady(program.output, within: 100_000_000)
      guard let more = ChildProgram.read(program.output) else { continue }
      if more.isEmpty { break }
      bytes += more
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// A plain socket on the loopback interface.
private final class PlainSocket {
  private let descriptor: Int32
  private let isIPv6: Bool
  private var sender = sockaddr_storage()
  private var senderLength: socklen_t = 0
  /// Where it is bound.
  let endpoint: Endpoint

  init(isIPv6: Bool) throws {
    self.isIPv6 = isIPv6
    descriptor = socket(isIPv6 ? AF_INET6 : AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
    try #require(descriptor >= 0)
    var own = Self.address(port: 0, isIPv6: isIPv6)
    var length = Self.length(isIPv6: isIPv6)
    let descriptor = descriptor
    let status = withUnsafeMutablePointer(to: &own) { own in
      own.withMemoryRebound(to: sockaddr.self, capacity: 1) { own in
        bind(descriptor, own, length) == 0 ? getsockname(descriptor, own, &length) : -1
      }
    }
    try #require(status == 0)
    // The port is at the same place in both.
    let port = withUnsafeBytes(of: &own) { UInt16(bigEndian: $0.loadUnaligned(fromByteOffset: 2, as: UInt16.self)) }
    endpoint = Endpoint(try #require(IPAddress(isIPv6 ? "::1" : "127.0.0.1")), port: port)
  }

  deinit { close(descriptor) }

  /// Returns the next datagram; `nil` if none comes in time.
  func receive(within time: Int64 = 20_000_000_000) -> [UInt8]? {
    guard PollSet.isReady(descriptor, within: time) else { return nil }
    var bytes = [UInt8](repeating: 0, count: 65_536)
    senderLength = socklen_t(MemoryLayout<sockaddr_storage>.size)
    let descriptor = descriptor
    let count = withUnsafeMutablePointer(to: &sender) { sender in
      sender.withMemoryRebound(to: sockaddr.self, capacity: 1) { sender in
        recvfrom(descriptor, &bytes, bytes.count, 0, sender, &senderLength)
      }
    }
    return count < 0 ? nil : Array(bytes.prefix(count))
  }

  /// Answers the last datagram.
  func answer(_ bytes: [UInt8]) { send(bytes, sender, senderLength) }

  func send(_ bytes: [UInt8], to endpoint: Endpoint) {
    send(bytes, Self.address(port: endpoint.port, isIPv6: isIPv6), Self.length(isIPv6: isIPv6))
  }

  private func send(_ bytes: [UInt8], _ address: sockaddr_storage, _ length: socklen_t) {
    var address = address
    let descriptor = descriptor
    withUnsafeMutablePointer(to: &address) { address in
      _ = address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        sendto(descriptor, bytes, bytes.count, 0, $0, length)
      }
    }
  }

  private static func length(isIPv6: Bool) -> socklen_t {
    socklen_t(isIPv6 ? MemoryLayout<sockaddr_in6>.size : MemoryLayout<sockaddr_in>.size)
  }

  private static func address(port: UInt16, isIPv6: Bool) -> sockaddr_storage {
    var storage = sockaddr_storage()
    withUnsafeMutableBytes(of: &storage) { bytes in
      if isIPv6 {
        var address = sockaddr_in6()
        address.sin6_family = sa_family_t(AF_INET6)
        address.sin6_port = port.bigEndian
        address.sin6_addr = in6addr_loopback
        bytes.storeBytes(of: address, as: sockaddr_in6.self)
      } else {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        bytes.storeBytes(of: address, as: sockaddr_in.self)
      }
    }
    return storage
  }
}
