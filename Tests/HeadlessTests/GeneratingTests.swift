import Basics
import CLinux
import CommandCore
import Glibc
import PayloadText
import Plumbing
import Templates
import Testing
import UDPCore

@testable import Headless

/// Tests `send` with a rate to plain sockets. No run sends more small datagrams to one of them than its buffer holds, so
/// that a slow machine loses none.
struct GeneratingTests {
  @Test func `each message at a rate has the next number and its own checksum, and none is missing or joined`() throws {
    let peer = try PlainPeer()
    let console = try generate("7e 01 05 {n:u32be} {crc16-modbus}", to: [peer]) { options in
      options.rate = .perSecond(20_000)
      options.repeats = .times(200)
    }
    let received = peer.received()
    #expect(received.count == 200)
    let checksum = Checksum(try #require(ChecksumAlgorithm.all.first { $0.name == "crc16-modbus" }))
    for (index, payload) in received.enumerated() {
      #expect(payload.prefix(7) == [0x7e, 1, 5, 0, 0, 0, UInt8(index + 1)])
      let value = checksum.value(of: Array(payload.prefix(7)))
      #expect(Array(payload.dropFirst(7)) == [UInt8(value & 0xff), UInt8(value >> 8)])
    }
    #expect(console.sentences.contains("sent 200 datagrams, 1800 bytes, to \(peer.endpoint) in "))
    #expect(console.sentences.contains(" Mbit/s, refused 0, late "))
  }

  @Test func `as fast as possible, messages of changing sizes arrive whole and in order`() throws {
    let peer = try PlainPeer()
    try generate("no {n}", form: .text, to: [peer]) { options in
      options.rate = .top
      options.repeats = .times(200)
    }
    #expect(peer.received().map { String(decoding: $0, as: UTF8.self) } == (1...200).map { "no \($0)" })
  }

  @Test func `a datagram of the largest size and one of none are sent as they are`() throws {
    let peer = try PlainPeer()
    for size in [0, 65_507] {
      try generate(.bytes([UInt8](repeating: 7, count: size)), to: [peer]) { options in
        options.rate = .top
        options.repeats = .times(2)
      }
      #expect(peer.received().map(\.count) == [size, size])
    }
  }

  @Test func `each of several devices has a counter of its own`() throws {
    let peers = try (1...3).map { _ in try PlainPeer() }
    let console = try generate("7e 01 05 {n:u16be} {crc16-modbus}", to: peers) { options in
      options.rate = .perSecond(1000)
      options.repeats = .times(20)
    }
    for peer in peers {
      #expect(peer.received().map { Array($0.prefix(5)) } == (1...20).map { [0x7e, 1, 5, 0, $0] })
    }
    #expect(console.sentences.contains("sent 60 datagrams, 420 bytes, to 3 endpoints in "))
  }

  @Test func `the same seed sends the same messages, at a rate or not`() throws {
    let peer = try PlainPeer()
    try generate("{random:8B}", to: [peer]) { $0.repeats = .times(1) }
    let program = try TemplateProgram(try Template("{random:8B}", form: .hex), as: .utf8)
    var random = TemplateRandom(seed: 7)
    #expect(peer.received() == [try program.bytes(TemplateContext(time: 0), &random)])
  }

  @Test func `a run ends when its time is over`() throws {
    let peer = try PlainPeer()
    try generate("{n:u8}", to: [peer]) { options in
      options.rate = .perSecond(1000)
      options.repeats = .forever
      options.duration = TimeSpan("50ms")
    }
    #expect((1...50).contains(peer.received().count))
    try generate("{n:u8}", to: [peer]) { options in
      options.rate = .top
      options.repeats = .forever
      options.duration = TimeSpan("1ms")
    }
    #expect(!peer.received().isEmpty)
  }

  @Test func `a closed port is counted as refused, and the exit status says so`() throws {
    let endpoint = try PlainPeer().endpoint
    let console = try TestConsole()
    let failure = #expect(throws: CommandFailure.self) {
      try generate(.bytes([1]), to: [endpoint], console) { options in
        options.rate = .perSecond(1000)
        options.repeats = .times(5)
      }
    }
    #expect(failure?.status == .unreachable)
    #expect(failure?.message.english == "\(endpoint): unreachable: port closed (ICMP)")
    #expect(console.sentences.contains("sent 5 datagrams, 5 bytes, to \(endpoint) in "))
    #expect(console.sentences.contains(#/refused [1-5], late/#), "\(console.sentences)")
  }

  @Test func `one device that is gone does not keep the others waiting`() throws {
    let (gone, peer) = (try PlainPeer().endpoint, try PlainPeer())
    #expect(throws: CommandFailure.self) {
      try generate(.bytes([1]), to: [gone, peer.endpoint], TestConsole()) { options in
        options.rate = .perSecond(1000)
        options.repeats = .times(50)
      }
    }
    #expect(peer.received().count == 50)
  }

  @Test func `a signal ends an endless run, which reports what it sent`() throws {
    let peer = try PlainPeer()
    let console = try TestConsole()
    let worker = Worker(name: "test-signal") {
      eventually("a datagram arrives") { peer.hasInput }
      console.signals.relay(SIGINT)
    }
    try generate(.bytes([1]), to: [peer.endpoint], console) { options in
      options.rate = .perSecond(100)
      options.repeats = .forever
    }
    worker.join()
    #expect(console.sentences.contains("to \(peer.endpoint) in "))
  }

  @Test func `a message that cannot be made is refused before anything is sent`() throws {
    let failure = #expect(throws: CommandFailure.self) { try generate("{local}", form: .text, to: [PlainPeer()]) }
    #expect(failure?.status == .usage && failure?.message.english.hasPrefix("bad message: character 1") == true)
  }

  @Test(arguments: [
    (0.0, 2, "0"), (0.004, 2, "0"), (1.5, 2, "1.5"), (9.999, 2, "10"), (99.96, 1, "100"), (12, 0, "12"),
  ])
  func `a figure of the report has no more decimals than it needs`(value: Double, digits: Int, text: String) {
    #expect(Rates.decimal(value, digits: digits) == text)
  }

  @Test(arguments: [0.3, 1, 3, 999, 200_000, 1e9])
  func `a message is due at its time and not before, whatever the rate`(rate: Double) {
    let pace = GeneratorPace(.perSecond(rate), start: 1_000_000_007)
    #expect(pace.count(by: 1_000_000_006) == 0 && pace.count(by: 1_000_000_007) ?? 0 >= 1)
    for index in [1, 2, 3, 7, 1_000, 123_457] {
      let due = pace.due(index)
      #expect(pace.count(by: due - 1) ?? 0 <= index && pace.count(by: due) ?? 0 > index)
    }
  }
}

/// Sends a message with fields in hexadecimal to plain sockets, with the seed 7.
@discardableResult
private func generate(
  _ text: String, form: MessageForm = .hex, to peers: [PlainPeer],
  _ change: (inout Generating.Options) -> Void = { _ in }
) throws -> TestConsole {
  let program = try TemplateProgram(try Template(text, form: form), as: .utf8)
  return try generate(.template(program, TemplateContext(time: 0), TemplateRandom(seed: 7)), to: peers, change)
}

@discardableResult
private func generate(
  _ message: GeneratedMessage, to peers: [PlainPeer], _ change: (inout Generating.Options) -> Void
) throws -> TestConsole {
  let console = try TestConsole()
  try generate(message, to: peers.map(\.endpoint), console, change)
  return console
}

private func generate(
  _ message: GeneratedMessage, to endpoints: [Endpoint], _ console: TestConsole,
  _ change: (inout Generating.Options) -> Void
) throws {
  var options = Generating.Options()
  change(&options)
  try Generating(message, to: endpoints.map { Destination($0) }, options, InterfaceNames()).run(console.console)
}

/// A plain socket on a loopback port that the system chooses.
private final class PlainPeer: Sendable {
  let endpoint: Endpoint
  private let descriptor: Int32

  init() throws {
    descriptor = socket(AF_INET, Int32(SOCK_DGRAM.rawValue | SOCK_NONBLOCK.rawValue), 0)
    try #require(descriptor >= 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let descriptor = descriptor
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
      }
    }
    try #require(isBound)
    endpoint = Endpoint(IPAddress(ipv4: 0x7f00_0001), port: UInt16(bigEndian: address.sin_port))
  }

  deinit { close(descriptor) }

  /// Whether a datagram has arrived.
  var hasInput: Bool { PollSet.isReady(descriptor) }

  /// Removes and returns the datagrams that have arrived.
  func received() -> [[UInt8]] {
    var payloads: [[UInt8]] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = recv(descriptor, &buffer, buffer.count, 0)
      if count < 0 { return payloads }
      payloads.append(Array(buffer.prefix(count)))
    }
  }
}
