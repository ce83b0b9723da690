import Basics
import CommandCore
import Glibc
import Monitor
import TerminalUI
import TestSupport
import Testing
import UDPCore

@testable import Screen

/// Tests the work of the threads beside the screen: reading files to send, looking up names, playing made-up peers.
struct BackgroundTests {
  private static func answer(_ ask: (BackgroundWork) -> Void) throws -> Action {
    let work = try BackgroundWork()
    ask(work)
    var answers: [Action] = []
    eventually("the answer comes") {
      answers += work.take()
      return !answers.isEmpty
    }
    return try #require(answers.first)
  }

  private static func read(_ path: String, limit: Int) throws -> Result<[UInt8], FailureReason> {
    guard case .fileRead(_, let result) = try answer({ $0.read(path, limit: limit) }) else {
      throw Unexpected()
    }
    return result
  }

  private struct Unexpected: Error {}

  @Test func `a file that fits into a datagram is read whole`() throws {
    let folder = try TestFolder()
    let path = folder.write("0123456789", to: "payload")
    #expect(try Self.read(path, limit: 10).get() == Array("0123456789".utf8))
  }

  @Test func `a file that is too long, a folder and a pipe are told with the reason`() throws {
    let folder = try TestFolder()
    let path = folder.write("0123456789", to: "payload")
    let pipe = folder["pipe"]
    #expect(mkfifo(pipe, 0o600) == 0)
    for (place, reason) in [
      (path, "it has 10 bytes, and a datagram takes 9 at most"), (folder.path, "it is a folder, not a regular file"),
      (pipe, "it is a pipe, not a regular file"), (folder["nothing"], "no such file or directory"),
    ] {
      guard case .failure(let failure) = try Self.read(place, limit: 9) else { throw Unexpected() }
      #expect(failure.text.english == "\(place) cannot be sent: \(reason)")
    }
  }

  @Test func `an address is looked up with what stands behind it`() throws {
    let line = "127.0.0.1:5000 hello"
    guard
      case .lookedUp(let asked, .success(let goal)) = try Self.answer({
        $0.lookUp(line, interfaces: InterfaceNames())
      })
    else { throw Unexpected() }
    #expect(asked == line && goal == Destination(Endpoint(IPAddress(ipv4: 0x7f00_0001), port: 5000)))
  }

  @Test func `made-up peers greet the screen, and answer when they are written to`() throws {
    let screen = try makeReceiver()
    defer { screen.stop() }
    let peers = try DemoPeers(writingTo: screen, guide: DemoGuide(Keymap([:]), .english))
    defer { peers.stop() }
    eventually("one says good-bye") { screen.log.texts.contains(DemoScript.farewell) }
    var guide: Endpoint?
    eventually("the guide writes") {
      let snapshot = screen.log.snapshot()
      guide =
        (snapshot.firstNumber..<snapshot.endNumber).lazy.compactMap { snapshot[$0] }
        .first { String(decoding: $0.payload, as: UTF8.self).hasPrefix("Welcome") }?.peer
      return guide != nil
    }
    try screen.send(TransmitRequest(to: #require(guide), by: nil, payload: Array("hi".utf8)))
    eventually("the guide answers") { screen.log.texts.contains(DemoScript.parts[0].answer) }
  }
}
