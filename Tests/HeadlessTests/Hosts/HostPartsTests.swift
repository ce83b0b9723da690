import Basics
import Testing
import UDPCore

@testable import CommandCore

/// Tests the parts of `open ssh://…`: the argument, the command, the clock, the requests and reports.
struct HostPartsTests {
  @Test(
    arguments: [
      ("ssh://b/9000", "b", nil, ["9000"]), ("ssh://user@b/9000", "user@b", nil, ["9000"]),
      ("ssh://b:2222/127.0.0.1:9000/9001", "b", 2222, ["127.0.0.1:9000", "9001"]),
      ("ssh://u@[fe80::1%eth0]:22/[::1]:9", "u@fe80::1%eth0", 22, ["[::1]:9"]),
      ("ssh://b/239.1.1.1:5000@eth0", "b", nil, ["239.1.1.1:5000@eth0"]), ("ssh://网关/9000", "网关", nil, ["9000"]),
    ] as [(String, String, UInt16?, [String])])
  func `an argument names a host, and where it receives`(
    text: String, destination: String, port: UInt16?, endpoints: [String]
  ) throws {
    let host = try #require(try HostAddress(text))
    #expect((host.destination, host.port) == (destination, port))
    #expect(host.endpoints == endpoints)
  }

  @Test func `a file is no host`() throws {
    #expect(try HostAddress("night.pcapng") == nil && HostAddress("ssh:/b/9000") == nil)
  }

  @Test(arguments: [
    ("ssh://b", "the port to receive at is missing"), ("ssh://b/", "the port to receive at is missing"),
    ("ssh:///9000", "'' is not the name of a host"), ("ssh://@b/9000", "'' is not the name of a user"),
    ("ssh://-oProxyCommand=x/9000", "'-oProxyCommand=x' is not the name of a host"),
    ("ssh://-l@b/9000", "'-l' is not the name of a user"),
    ("ssh://b;reboot/9000", "'b;reboot' is not the name of a host"),
    ("ssh://b c/9000", "'b c' is not the name of a host"), ("ssh://b:0/9000", "'0' is not a port of ssh"),
    ("ssh://b:x/9000", "'x' is not a port of ssh"), ("ssh://b/99999", "port 99999 is above 65535"),
    ("ssh://[::1/9000", "']' is missing"),
  ])
  func `what is wrong with an argument is said`(text: String, reason: String) {
    let error = #expect(throws: HostAddressError.self) { try HostAddress(text) }
    #expect(error?.phrase.english.contains(reason) == true, "\(error?.phrase.english ?? "")")
    #expect(error?.phrase.english.hasSuffix("a host is written as ssh://user@host/9000") == true)
  }

  @Test func `two hosts never have the same name`() throws {
    let names = { (texts: [String]) in HostAddress.names(of: try texts.map { try #require(try HostAddress($0)) }) }
    #expect(try names(["ssh://a/1", "ssh://u@b/1"]) == ["a", "b"])
    #expect(try names(["ssh://u@a/1", "ssh://v@a/1"]) == ["u@a", "v@a"])
    #expect(try names(["ssh://a/1", "ssh://a/2"]) == ["a-1", "a-2"])
    #expect(try names(["ssh://a/1", "ssh://a/1"]) == ["a-1", "a-2"])
  }

  @Test func `the command quotes for both shells what came from the argument, and nothing else`() throws {
    var command = HostCommand()
    let host = try #require(try HostAddress("ssh://u@b:2222/239.1.1.1:5000@eth0/9001"))
    #expect(
      command.line(for: host, asks: false)
        == "exec ssh -T -o BatchMode=yes -p 2222 -- 'u@b' 'exec udpeek listen '\\''239.1.1.1:5000@eth0'\\'' '\\''9001'\\'' --write - --control'"
    )
    command.ssh = "ssh -F other"
    command.udpeek = "sudo ~/bin/udpeek"
    let simple = try #require(try HostAddress("ssh://b/9000"))
    #expect(
      command.line(for: simple, asks: true)
        == "exec ssh -F other -T -- 'b' 'exec sudo ~/bin/udpeek listen '\\''9000'\\'' --write - --control'")
  }

  // MARK: The clock

  @Test func `a clock's difference is that of the answer with the shortest way`() {
    var clock = HostClock()
    #expect(clock.difference == nil)
    for (way, error) in [(10_000_000, 3_000_000), (200_000, 50_000), (40_000_000, -9_000_000)] as [(Int64, Int64)] {
      let number = clock.ask(monotonic: 1_000, wall: 5_000_000_000)
      clock.take(number, time: 7_000_000_000 + way / 2 + error, monotonic: 1_000 + way)
    }
    #expect(clock.difference == HostClock.Difference(ahead: 2_000_050_000, roundTrip: 200_000))
    #expect(!clock.isSettled)
  }

  @Test func `old measurements are forgotten, and answers that nobody asked for say nothing`() {
    var clock = HostClock()
    clock.take(7, time: 1, monotonic: 1)
    #expect(clock.difference == nil)
    for round in 0..<20 {
      let number = clock.ask(monotonic: 0, wall: 0)
      clock.take(number, time: Int64(round) * 1_000, monotonic: round == 0 ? 1 : 100)
      clock.take(number, time: 99_999, monotonic: 0)
    }
    #expect(clock.difference?.roundTrip == 100 && clock.isSettled)
    let late = clock.ask(monotonic: 0, wall: 0)
    for _ in 0..<8 { _ = clock.ask(monotonic: 0, wall: 0) }
    clock.take(late, time: 5, monotonic: 1)
    #expect(clock.difference?.roundTrip == 100)
  }

  @Test func `clocks at the ends of time have no difference`() {
    var clock = HostClock()
    clock.take(clock.ask(monotonic: 0, wall: .min), time: .max, monotonic: .max)
    clock.take(clock.ask(monotonic: 5, wall: .max), time: .min, monotonic: 0)
    #expect(clock.difference == nil)
  }

  // MARK: Requests and reports

  private static let peer = Endpoint(IPAddress(ipv4: 0xc000_0205), port: 5000, scope: 7)
  private static let local = Endpoint(IPAddress(high: 0, low: 1), port: 9000)

  @Test func `requests and reports are read back as they were written, without scopes`() throws {
    let requests: [ControlRequest] = [
      .clock(17),
      .send(.init(id: TransmitID(3), peer: Self.peer, local: Self.local, payload: Array(0...255))),
      .send(.init(id: TransmitID(4), peer: Self.peer, local: Self.local, payload: [])),
    ]
    for request in requests {
      var expected = request
      if case .send(var message) = request {
        message.peer.scope = 0
        expected = .send(message)
      }
      #expect(ControlRequest(Array(request.line.dropLast())) == expected)
    }
    let failure = TransmitFailure(origin: .network, code: 111)
    let reports: [ControlReport] = [
      .ready, .clock(17, time: 1_796_000_000_123_456_789), .refused(TransmitID(4), reason: "not sent: \"full\"\u{1b}"),
      .failed(.init(id: TransmitID(5), time: -1, peer: Self.local, local: Self.local, failure: failure)),
      .failed(.init(id: nil, time: .max, peer: Self.local, local: Self.local, failure: failure)),
    ]
    for report in reports { #expect(ControlReport(Array(report.line.dropLast())) == report) }
  }

  @Test(arguments: [
    "", "{", "{}", "hello", #"{"clock":"x"}"#, #"{"send":1}"#, #"{"send":1,"to":"1.2.3.4:5","from":"x","payload":""}"#,
    #"{"send":1,"to":"1.2.3.4:5","from":"1.2.3.4:5","payload":"7"}"#,
    #"{"send":1,"to":"host:5","from":"1.2.3.4:5","payload":"77"}"#,
    #"{"send":-1,"to":"1.2.3.4:5","from":"1.2.3.4:5","payload":"77"}"#,
    #"{"control":"failed","time":1,"to":"1.2.3.4:5","from":"1.2.3.4:5","error":"no such error"}"#,
    #"{"control":"other"}"#, #"{"control":"refused"}"#,
  ])
  func `other lines are neither`(line: String) {
    #expect(ControlRequest(Array(line.utf8)) == nil && ControlReport(Array(line.utf8)) == nil)
  }
}
