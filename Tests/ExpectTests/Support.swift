import Basics
import CLinux
import Glibc
import PayloadText
import Plumbing
import Synchronization
import Testing
import UDPCore

@testable import Expect

/// A device on the loopback interface: it answers each datagram with what a closure makes of it, after a delay each.
final class Device: Sendable {
  /// An answer and its delay in milliseconds.
  typealias Answer = (text: [UInt8], delay: Int)

  let endpoint: String
  private let descriptor: Int32
  private let isOver = Atomic(false)
  private let worker = Lock<Worker?>(nil)

  init(_ answers: @escaping @Sendable ([UInt8]) -> [Answer]) throws {
    let descriptor = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
    try #require(descriptor >= 0)
    var own = sockaddr_in()
    own.sin_family = sa_family_t(AF_INET)
    own.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    withUnsafeMutablePointer(to: &own) { own in
      own.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        _ = bind(descriptor, $0, length)
        _ = getsockname(descriptor, $0, &length)
      }
    }
    self.descriptor = descriptor
    endpoint = "127.0.0.1:\(UInt16(bigEndian: own.sin_port))"
    worker.withLock { worker in
      worker = Worker(name: "test-device") { [self] in
        while !isOver.load(ordering: .relaxed) { answer(answers) }
      }
    }
  }

  convenience init(_ text: String, delay: Int = 0) throws {
    try self.init { _ in [(Array(text.utf8), delay)] }
  }

  /// Ends the device; its port is then closed.
  func stop() {
    guard let running = worker.take() else { return }
    isOver.store(true, ordering: .relaxed)
    running.join()
    close(descriptor)
  }

  private func answer(_ answers: ([UInt8]) -> [Answer]) {
    guard PollSet.isReady(descriptor, within: 20_000_000) else { return }
    var buffer = [UInt8](repeating: 0, count: 65_536)
    var peer = sockaddr_in()
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let count = withUnsafeMutablePointer(to: &peer) { peer in
      peer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        recvfrom(descriptor, &buffer, buffer.count, 0, $0, &length)
      }
    }
    guard count >= 0 else { return }
    for (bytes, delay) in answers(Array(buffer.prefix(count))) {
      usleep(UInt32(delay) * 1_000)
      withUnsafePointer(to: &peer) { peer in
        _ = peer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          sendto(descriptor, bytes, bytes.count, 0, $0, length)
        }
      }
    }
  }
}

/// A client on the loopback interface that sends texts one after the other, each once the one before was answered.
final class Client: Sendable {
  private let answers = Lock([String]())
  private let worker: Lock<Worker?>

  init(to port: UInt16, _ texts: [String]) {
    let answers = answers
    worker = Lock(
      Worker(name: "test-client") {
        let descriptor = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
        defer { close(descriptor) }
        var target = sockaddr_in()
        target.sin_family = sa_family_t(AF_INET)
        target.sin_port = port.bigEndian
        target.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        for text in texts {
          let bytes = Array(text.utf8)
          withUnsafePointer(to: &target) { target in
            _ = target.withMemoryRebound(to: sockaddr.self, capacity: 1) {
              sendto(descriptor, bytes, bytes.count, 0, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
          }
          guard PollSet.isReady(descriptor, within: 5_000_000_000) else { return }
          var buffer = [UInt8](repeating: 0, count: 65_536)
          let count = recv(descriptor, &buffer, buffer.count, 0)
          answers.withLock { $0.append(String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)) }
        }
      })
  }

  /// Waits for the end and returns the answers.
  func finish() -> [String] {
    worker.take()?.join()
    return answers.withLock { $0 }
  }
}

/// Signals of a test.
struct TestSignals: ScriptSignals {
  let wake: WakeUp?
  private let flag: Flag

  final class Flag: Sendable {
    let isSet = Atomic(false)
  }

  init() {
    wake = try? WakeUp()
    wake?.arm()
    flag = Flag()
  }

  var isEndRequested: Bool { flag.isSet.load(ordering: .relaxed) }

  func end() {
    flag.isSet.store(true, ordering: .relaxed)
    wake?.signal()
  }
}

/// The result of a run.
struct RunResult {
  var outcome: ScriptOutcome
  var reports: [StepReport]

  /// The failure's reason and details, a line each.
  var failure: [String] {
    reports.compactMap(\.failure).first.map { [$0.reason.english] + $0.details.map(\.english) } ?? []
  }
}

/// Runs a script.
func run(
  _ text: String, variables: [String: ScriptValue] = [:], signals: TestSignals = TestSignals(), seed: UInt64? = nil,
  whenBound: ([String]) -> Void = { _ in }
) throws -> RunResult {
  var scope = ScriptScope()
  scope.variables = variables
  let script = try Script.parsed(text, path: "test.udp", scope)
  let sockets = try ScriptSockets(script, options: ReceiveOptions(), interfaces: InterfaceNames())
  var options = ScriptRun.Options()
  options.seed = seed
  let run = ScriptRun(script, sockets, options, signals: signals)
  whenBound(sockets.bound(InterfaceNames()))
  var reports: [StepReport] = []
  let outcome = run.run { reports.append($0) }
  sockets.exchange.stop()
  return RunResult(outcome: outcome, reports: reports)
}
