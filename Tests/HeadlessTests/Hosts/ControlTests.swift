import CaptureFile
import CommandCore
import Glibc
import Plumbing
import Testing
import UDPCore

@testable import Headless

/// Tests the requests of `listen --control` on real sockets, within this process.
struct ControlTests {
  private let receiver: Receiver
  private let console: TestConsole
  private let desk: ControlDesk
  private let requests: Int32
  private let end: Int32

  init() throws {
    let set = try SocketSet(
      [try EndpointArgument("127.0.0.1:0")], options: ReceiveOptions(), interfaces: InterfaceNames())
    receiver = try Receiver(sockets: set.sockets, options: ReceiveOptions())
    console = try TestConsole()
    var ends: [Int32] = [0, 0]
    try #require(pipe(&ends) == 0)
    (requests, end) = (ends[0], ends[1])
    desk = ControlDesk(receiver, console.console, input: requests)
  }

  private func ask(_ request: ControlRequest) {
    let line = request.line
    #expect(write(end, line, line.count) == line.count)
    desk.read()
  }

  private var reports: [ControlReport] {
    console.sentences.split(separator: "\n").compactMap { ControlReport(Array($0.utf8)) }
  }

  private var local: Endpoint { receiver.sockets[0].local }

  @Test func `it says that it receives, and its clock`() {
    ask(.clock(5))
    let now = SystemClock.wall
    guard reports.count == 2, case .clock(5, let time) = reports[1] else {
      Issue.record("\(console.sentences)")
      return
    }
    #expect(reports[0] == .ready && abs(now - time) < 10_000_000_000)
  }

  @Test func `a message leaves from where the peer wrote to, and its row carries the number`() throws {
    let peer = try TestPeer(to: local.description)
    peer.send("hello")
    eventually("it arrived") { receiver.log.counters.received == 1 }
    let from = try #require(receiver.log.snapshot()[1]?.peer)
    ask(.send(.init(id: TransmitID(9), peer: from, local: local, payload: Array("你好".utf8))))
    #expect(peer.receive() == Array("你好".utf8))
    eventually("it is a row") { receiver.log.counters.sent == 1 }
    #expect(receiver.log.snapshot()[2]?.transmitID == TransmitID(9))
  }

  @Test func `a peer that the log does not hold is written to from the socket of the port`() throws {
    let peer = try TestPeer(to: local.description)
    let port = try #require(UInt16(peer.endpoint.split(separator: ":")[1]))
    let end = Endpoint(IPAddress(ipv4: 0x7f00_0001), port: port)
    ask(.send(.init(id: TransmitID(1), peer: end, local: local, payload: Array("first".utf8))))
    #expect(peer.receive() == Array("first".utf8))
  }

  @Test func `a message that cannot be tried is refused, and one that fails is reported`() {
    let six = Endpoint(IPAddress(high: 0, low: 1), port: 9)
    ask(.send(.init(id: TransmitID(1), peer: six, local: six, payload: [1])))
    guard case .refused(TransmitID(1), let reason)? = reports.last else {
      Issue.record("\(console.sentences)")
      return
    }
    #expect(reason == "not sent: nothing is bound at [::1]:9 here")
    let line = Array("{\"send\":7,\"to\":\"somebody\"}\n".utf8)
    #expect(write(end, line, line.count) == line.count)
    desk.read()
    #expect(
      reports.last
        == .refused(TransmitID(7), reason: "not sent: the request needs \"to\", \"from\" and \"payload\""))
    let nobody = Endpoint(IPAddress(ipv4: 0x7f00_0001), port: 0)
    ask(.send(.init(id: TransmitID(2), peer: nobody, local: local, payload: [1])))
    eventually("it failed") {
      desk.look()
      if case .failed(let failure)? = reports.last { return failure.id == TransmitID(2) && failure.peer == nobody }
      return false
    }
  }

  @Test func `who asked for the clock and does so no more is gone, and keeps no port`() {
    let desk = ControlDesk(receiver, console.console, input: requests, silence: 0)
    desk.look()
    #expect(!desk.isOver)
    let line = ControlRequest.clock(1).line
    #expect(write(end, line, line.count) == line.count)
    desk.read()
    desk.look()
    #expect(desk.isOver)
  }

  @Test func `a line that is no request is named, and the end of requests is the end`() {
    let line = Array("send it\n".utf8)
    #expect(write(end, line, line.count) == line.count)
    desk.read()
    #expect(console.sentences.contains("--control: this line is no request: send it"))
    #expect(!desk.isOver)
    close(end)
    desk.read()
    #expect(desk.isOver && desk.descriptor == nil)
  }
}
