import Basics
import CLinux
import CommandCore
import Configuration
import DisplayFilter
import Glibc
import PayloadText
import Plumbing
import Testing
import UDPCore

@testable import Headless

/// A console that writes to anonymous files, and the output written so far.
final class TestConsole: Sendable {
  let console: Console
  let signals: SignalRelay
  private let (output, errors): (Int32, Int32)

  init() throws {
    (output, errors) = (try Self.file(), try Self.file())
    signals = try SignalRelay()
    console = Console(signals, .utf8, output: output, errors: errors)
  }

  deinit {
    close(output)
    close(errors)
  }

  /// The records so far.
  var records: String { Self.text(output) }
  /// The sentences so far.
  var sentences: String { Self.text(errors) }

  private static func file() throws -> Int32 {
    var template = Array("/tmp/udpeek-console-XXXXXX".utf8CString)
    let descriptor = mkstemp(&template)
    try #require(descriptor >= 0)
    unlink(template)
    return descriptor
  }

  private static func text(_ descriptor: Int32) -> String {
    var bytes = [UInt8](repeating: 0, count: 1 << 20)
    let count = pread(descriptor, &bytes, bytes.count, 0)
    return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
  }
}

extension Setup {
  /// A setup from flags alone, without a configuration.
  static func flags(_ filter: String = "", encoding: String? = nil) throws -> Setup {
    let configuration = Configuration(
      path: nil, source: nil, variables: { _ in nil }, interfaces: InterfaceNames())
    return try Setup(
      Flags(filter: filter, encoding: encoding), configuration: configuration, interfaces: InterfaceNames())
  }
}

/// A `listen` on a thread of its own, on a loopback port that the system chooses.
final class RunningListen {
  let console: TestConsole
  private(set) var endpoint = ""
  private let worker: Worker
  private let end = Lock<Result<Void, any Error>?>(nil)

  init(
    _ setup: Setup, answers: Reception.Answers? = nil, metrics: MetricsRequest? = nil,
    _ change: (inout Listening.Options) -> Void = { _ in }
  ) throws {
    let console = try TestConsole()
    self.console = console
    var options = Listening.Options()
    change(&options)
    let reception = Reception(
      setup, at: [try EndpointArgument("127.0.0.1:0")], options: ReceiveOptions(), answers: answers,
      metrics: metrics)
    let listening = try Listening(reception, options)
    let end = end
    worker = Worker(name: "test-listen") {
      let result = Result<Void, any Error> { try listening.run(console.console) }
      end.withLock { $0 = result }
    }
    eventually("it says where it listens") { console.sentences.contains("listening on 127.0.0.1:") }
    let words = console.sentences.split(separator: "listening on ", maxSplits: 1, omittingEmptySubsequences: false)
    endpoint = String(words.last?.prefix { $0 != "," } ?? "")
  }

  /// Waits for the end of the run.
  /// - Throws: the exit status.
  func wait() throws {
    worker.join()
    try end.withLock { $0 }?.get()
  }

  /// Ends the run by a signal.
  func stop() throws {
    console.signals.relay(SIGTERM)
    try wait()
  }
}

/// Sends messages to an endpoint, as `send` does.
/// - Returns: the console with the output.
@discardableResult
func send(
  _ messages: [String], to endpoint: String, _ change: (inout Sending.Options) -> Void = { _ in }
) throws -> TestConsole {
  let console = try TestConsole()
  try send(Messages(messages.map { Array($0.utf8) }), to: endpoint, console, change)
  return console
}

func send(
  _ payloads: any PayloadSource, to endpoint: String, _ console: TestConsole,
  _ change: (inout Sending.Options) -> Void = { _ in }
) throws {
  var options = Sending.Options()
  options.interval = TimeSpan("1ms")
  change(&options)
  let goal = try EndpointArgument(endpoint).destination(interfaces: InterfaceNames())
  try Sending(payloads, to: goal, options, InterfaceNames()).run(console.console)
}

/// Several payloads, one after the other.
final class Messages: PayloadSource {
  private let payloads: [[UInt8]]
  private var position = 0

  init(_ payloads: [[UInt8]]) { self.payloads = payloads }

  var count: Int? { payloads.count }
  var emptyExplanation: Phrase { "nothing was sent" }

  func next() -> NextPayload {
    guard position < payloads.count else { return .end }
    defer { position += 1 }
    return .payload(payloads[position])
  }

  func restart() { position = 0 }
}

/// Waits until `condition` holds, at most ten seconds.
func eventually(
  _ what: Comment, sourceLocation: SourceLocation = #_sourceLocation, _ condition: () -> Bool
) {
  let deadline = SystemClock.monotonic + 60_000_000_000
  while !condition() {
    guard SystemClock.monotonic <= deadline else {
      Issue.record(what, sourceLocation: sourceLocation)
      return
    }
    usleep(500)
  }
}

/// The other side: a plain socket on the loopback interface.
final class TestPeer: Sendable {
  private let descriptor: Int32
  private let target: sockaddr_in

  /// Opens a socket whose datagrams go to an endpoint such as `127.0.0.1:8080`.
  init(to endpoint: String) throws {
    descriptor = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
    try #require(descriptor >= 0)
    target = Self.address(UInt16(endpoint.split(separator: ":").last ?? "") ?? 0)
    var own = Self.address(0)
    let status = withUnsafePointer(to: &own) { own in
      own.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, 16) }
    }
    try #require(status == 0)
  }

  deinit { close(descriptor) }

  /// The socket's own endpoint.
  var endpoint: String {
    var own = sockaddr_in()
    var length: socklen_t = 16
    withUnsafeMutablePointer(to: &own) { own in
      _ = own.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &length) }
    }
    return "127.0.0.1:\(UInt16(bigEndian: own.sin_port))"
  }

  func send(_ text: String) { send(Array(text.utf8)) }

  func send(_ bytes: [UInt8]) {
    var target = target
    withUnsafePointer(to: &target) { target in
      _ = target.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        sendto(descriptor, bytes, bytes.count, 0, $0, 16)
      }
    }
  }

  /// Returns the next datagram, waiting at most ten seconds; `nil` if none comes.
  func receive() -> [UInt8]? {
    guard PollSet.isReady(descriptor, within: 10_000_000_000) else { return nil }
    var bytes = [UInt8](repeating: 0, count: 65_536)
    let count = recv(descriptor, &bytes, bytes.count, 0)
    return count < 0 ? nil : Array(bytes.prefix(count))
  }

  /// Returns the next datagram and the port that it came from, waiting at most ten seconds; `nil` if none comes.
  func receiveFrom() -> (bytes: [UInt8], port: UInt16)? {
    guard PollSet.isReady(descriptor, within: 10_000_000_000) else { return nil }
    var bytes = [UInt8](repeating: 0, count: 65_536)
    var source = sockaddr_in()
    var length: socklen_t = 16
    let count = withUnsafeMutablePointer(to: &source) { source in
      source.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        recvfrom(descriptor, &bytes, bytes.count, 0, $0, &length)
      }
    }
    return count < 0 ? nil : (Array(bytes.prefix(count)), UInt16(bigEndian: source.sin_port))
  }

  /// Answers a datagram of a port.
  func answer(_ bytes: [UInt8], to port: UInt16) {
    var target = Self.address(port)
    withUnsafePointer(to: &target) { target in
      _ = target.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        sendto(descriptor, bytes, bytes.count, 0, $0, 16)
      }
    }
  }

  private static func address(_ port: UInt16) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    return address
  }
}
