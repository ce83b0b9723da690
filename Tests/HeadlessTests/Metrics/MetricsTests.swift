import Basics
import CLinux
import Configuration
import Glibc
import Plumbing
import TestSupport
import Testing
import UDPCore

@testable import CommandCore
@testable import Headless

/// A connection to an endpoint of 127.0.0.1, over which a test asks for metrics.
private final class Asker {
  private let descriptor: Int32

  init(port: UInt16) throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    let status = withUnsafePointer(to: &address) { address in
      address.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, 16) }
    }
    try #require(status == 0)
  }

  deinit { close(descriptor) }

  func say(_ text: String) {
    let bytes = Array(text.utf8)
    _ = send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
  }

  /// The answer, to its end; at most ten seconds pass between two parts of it.
  func answer() -> String {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while PollSet.isReady(descriptor, within: 10_000_000_000) {
      let count = recv(descriptor, &buffer, buffer.count, 0)
      if count <= 0 { break }
      bytes += buffer.prefix(count)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  static func get(_ port: UInt16) throws -> String {
    let asker = try Asker(port: port)
    asker.say("GET /metrics HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
    return asker.answer()
  }
}

extension RunningListen {
  /// The port that answers.
  fileprivate var metricsPort: UInt16 {
    eventually("it says where the metrics are") { console.sentences.contains("/metrics\n") }
    let match = console.sentences.firstMatch(of: #/metrics at http://127\.0\.0\.1:(\d+)/metrics/#)
    return match.flatMap { UInt16($0.1) } ?? 0
  }
}

/// Tests the metrics of `listen` on real sockets.
struct MetricsTests {
  private static let anywhere = MetricsRequest(.endpoint(Endpoint(IPAddress(ipv4: 0x7f00_0001), port: 0)))

  /// The value of a line of a page; `nil` if there is none.
  private func value(_ name: String, in page: String) -> Int? {
    page.split(separator: "\n").first { $0.hasPrefix(name + " ") }.flatMap { Int($0.dropFirst(name.count + 1)) }
  }

  @Test func `a page has what was received, by peer too, and is what HTTP asks for`() throws {
    let listen = try RunningListen(.flags(), metrics: Self.anywhere)
    let peer = try TestPeer(to: listen.endpoint)
    for _ in 0..<3 { peer.send("hello") }
    var page = ""
    eventually("all are counted") {
      page = (try? Asker.get(listen.metricsPort)) ?? ""
      return value("udpeek_received_datagrams_total", in: page) == 3
    }
    #expect(page.hasPrefix("HTTP/1.1 200 OK\r\nContent-Type: text/plain; version=0.0.4; charset=utf-8\r\n"))
    #expect(value("udpeek_received_bytes_total", in: page) == 15)
    #expect(value("udpeek_peer_received_bytes_total{peer=\"\(peer.endpoint)\"}", in: page) == 15)
    #expect(value("udpeek_peer_received_datagrams_total{peer=\"other\"}", in: page) == 0)
    #expect(value("udpeek_kernel_drops_total{socket=\"\(listen.endpoint)\"}", in: page) == 0)
    #expect(value("udpeek_log_bytes", in: page) == 2 << 20 && value("udpeek_log_limit_bytes", in: page) == 256 << 20)
    let length = page.firstMatch(of: #/Content-Length: (\d+)\r\n/#).flatMap { Int($0.1) }
    let body = page.ranges(of: "\r\n\r\n").first.map { page[$0.upperBound...].utf8.count }
    #expect(length != nil && length == body)
    try listen.stop()
  }

  @Test func `a sent byte is counted, and an alarm is in force until it is over`() throws {
    let configuration = Configuration(path: nil, source: nil, variables: { _ in nil }, interfaces: InterfaceNames())
    let setup = try Setup(
      Setup.Flags(filter: "", alarms: ["name pump silence 300ms"]), configuration: configuration,
      interfaces: InterfaceNames())
    let listen = try RunningListen(setup, metrics: Self.anywhere) { $0.isQuiet = true }
    func awaits(_ awaited: Comment, _ name: String, _ wanted: Int) {
      eventually(awaited) { (try? Asker.get(listen.metricsPort)).flatMap { value(name, in: $0) } == wanted }
    }
    let peer = try TestPeer(to: listen.endpoint)
    awaits("it is known before it begins", "udpeek_alarm_in_force{alarm=\"pump\"}", 0)
    peer.send("a")
    awaits("it is silent", "udpeek_alarm_in_force{alarm=\"pump\"}", 1)
    peer.send("b")
    awaits("it speaks again", "udpeek_alarm_in_force{alarm=\"pump\"}", 0)
    awaits("and is silent again", "udpeek_alarms_total{alarm=\"pump\"}", 2)
    try listen.stop()
  }

  @Test func `nobody who connects keeps others from asking, whatever comes`() throws {
    let listen = try RunningListen(.flags(), metrics: Self.anywhere)
    let port = listen.metricsPort
    // They say nothing, or half of something, and stay.
    let idle = try (0..<100).map { number in
      let asker = try Asker(port: port)
      if number % 2 == 0 { asker.say("GET /metrics HTTP/1.1\r\nX:") }
      return asker
    }
    #expect(try Asker.get(port).hasPrefix("HTTP/1.1 200 OK\r\n"))
    for text in [
      "\0\u{1}\u{2}\r\n\r\n", String(repeating: "GET ", count: 5_000), String(repeating: "\n", count: 70_000),
      "GET /metrics HTTP/1.1\r\n" + String(repeating: "a: b\r\n", count: 3_000) + "\r\n",
    ] {
      let asker = try Asker(port: port)
      asker.say(text)
      #expect(asker.answer().hasPrefix("HTTP/1.1 4"))
    }
    #expect(try Asker.get(port).contains("udpeek_build_info{version="))
    withExtendedLifetime(idle) {}
    try listen.stop()
  }

  @Test func `a port that is taken ends the start with a sentence`() throws {
    let first = try RunningListen(.flags(), metrics: Self.anywhere)
    let port = first.metricsPort
    let taken = MetricsRequest(.endpoint(Endpoint(IPAddress(ipv4: 0x7f00_0001), port: port)))
    let reception = Reception(
      try .flags(), at: [try EndpointArgument("127.0.0.1:0")], options: ReceiveOptions(), metrics: taken)
    do throws(CommandFailure) {
      _ = try reception.start()
      Issue.record("it started")
    } catch {
      #expect(error.status == .failed)
      #expect(
        error.message.english
          == "metrics: cannot bind 127.0.0.1:\(port): in use; take another port, or look with: ss -tlpn")
    }
    try first.stop()
  }

  @Test func `a file has all figures at the end, and can be read by others`() throws {
    let folder = try TestFolder()
    let listen = try RunningListen(.flags(), metrics: MetricsRequest(.file(folder["a.prom"]), peerLimit: 0))
    #expect(value("udpeek_received_datagrams_total", in: folder.text(of: "a.prom")) == 0)
    try TestPeer(to: listen.endpoint).send("hello")
    eventually("it is shown") { listen.console.records.contains("hello") }
    try listen.stop()
    let page = folder.text(of: "a.prom")
    #expect(value("udpeek_received_bytes_total", in: page) == 5 && !page.contains("peer"))
    #expect(folder.names == ["a.prom"])
    var status = stat()
    #expect(stat(folder["a.prom"], &status) == 0 && status.st_mode & 0o777 == 0o644)
    // The next run replaces it.
    try RunningListen(.flags(), metrics: MetricsRequest(.file(folder["a.prom"]))).stop()
    #expect(value("udpeek_received_bytes_total", in: folder.text(of: "a.prom")) == 0)
  }

  @Test func `a file of somebody else is not replaced, nor what is no file`() throws {
    let folder = try TestFolder()
    let notes = folder.write("my notes", to: "notes.txt")
    for (path, words) in [
      (notes, "it exists, and holds no metrics of udpeek; remove it, or name another file"),
      (folder["missing/a.prom"], "no such file or directory"), (folder.path, "it is a folder, not a regular file"),
      ("/dev/full", "it is a device, not a regular file"),
    ] {
      let reception = Reception(
        try .flags(), at: [try EndpointArgument("127.0.0.1:0")], options: ReceiveOptions(),
        metrics: MetricsRequest(.file(path)))
      do throws(CommandFailure) {
        _ = try reception.start()
        Issue.record("\(path) was taken")
      } catch {
        #expect(error.message.english == "cannot write the metrics to \(path): \(words)" && error.status == .failed)
      }
    }
    #expect(folder.text(of: "notes.txt") == "my notes")
  }

  @Test func `a file that cannot be written later is said once, and when it works again`() throws {
    let folder = try TestFolder()
    mkdir(folder["a"], 0o700)
    let started = try Reception(
      .flags(), at: [try EndpointArgument("127.0.0.1:0")], options: ReceiveOptions()
    ).start()
    let path = folder["a/a.prom"]
    let metrics = try Metrics(
      MetricsRequest(.file(path)), of: started.receiver, rules: nil, interfaces: InterfaceNames(),
      fileInterval: 5_000_000)
    rename(folder["a"], folder["b"])
    var news: [Metrics.News] = []
    func take(_ awaited: Comment, _ count: Int) {
      eventually(awaited) {
        news += metrics.takeNews()
        return news.count >= count
      }
    }
    take("it cannot be written", 1)
    rename(folder["b"], folder["a"])
    take("it can again", 2)
    #expect(
      news.map(\.sentence.english) == [
        "cannot write the metrics to \(path): no such file or directory; trying again every 10 s",
        "the metrics are written to \(path) again",
      ])
    #expect(news.map(\.isTrouble) == [true, false])
    started.receiver.stop()
    metrics.stop()
    #expect(metrics.takeNews() == [])
  }
}
