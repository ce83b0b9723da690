import Basics
import CaptureFile
import CommandCore
import DisplayFilter
import Glibc
import PayloadText
import PeerText
import Plumbing
import TestSupport
import Testing
import UDPCore

@testable import Headless

/// Tests `send` to real sockets, within this process.
struct SendingTests {
  @Test func `an answer is printed, and what was sent is said`() throws {
    let setup = try Setup.flags()
    let scope = RuleSource.scope(Aliases(), setup.interfaces)
    let options = try AutoReply(reply: "got it", conditional: [], scope, setup.encodings)
    let source = RuleSource(options: options, path: nil, aliases: Aliases(), interfaces: setup.interfaces)
    let listen = try RunningListen(setup, answers: .init(source, limits: ReplyLimits()))
    let console = try send(["hello"], to: listen.endpoint) { $0.wait = TimeSpan("10s") }
    #expect(console.records.hasSuffix("6  ascii  got it\n"))
    #expect(console.sentences.contains("sent 1 datagram, 5 bytes, to \(listen.endpoint)"))
    try listen.stop()
  }

  @Test(arguments: [
    (ChosenEncodings(), "are answered in utf-8; --undecided gbk answers them in GBK"),
    (
      ChosenEncodings(undecided: UndecidedEncoding(locale: .gbk)),
      "are answered in gbk; --undecided utf-8 answers them in UTF-8"
    ),
    (
      ChosenEncodings(undecided: UndecidedEncoding(locale: .koi8R)),
      "get no answer, since koi8-r lacks '服'; --undecided utf-8 answers them"
    ),
    (
      ChosenEncodings(undecided: UndecidedEncoding(.koi8R)),
      "get no answer, since koi8-r lacks '服'; --undecided utf-8 answers them"
    ),
  ])
  func `what is advised for peers that have only sent ASCII is not in force already`(
    encodings: ChosenEncodings, advice: String
  ) throws {
    let notices = try AutoReply(
      reply: "服务端", conditional: [], RuleSource.scope(Aliases(), InterfaceNames()), encodings
    ).notices.map(\.english)
    #expect(notices.contains("--reply: peers that have only sent ASCII \(advice)"), "\(notices)")
  }

  @Test func `nothing is said of peers that have only sent ASCII where their encoding is set`() throws {
    var chosen = ChosenEncodings(encodingForAll: .gbk)
    chosen.byAddress[target: .address(IPAddress(ipv4: 0x7f00_0001))] = .encoding(.utf8)
    for encodings in [chosen, ChosenEncodings(undecided: UndecidedEncoding(.gbk))] {
      let notices = try AutoReply(
        reply: "服务端", conditional: [], RuleSource.scope(Aliases(), InterfaceNames()), encodings
      ).notices.map(\.english)
      #expect(!notices.contains { $0.contains("only sent ASCII") }, "\(notices)")
    }
  }

  @Test func `without an answer the ending says that nobody answered`() throws {
    let listen = try RunningListen(.flags()) { $0.isQuiet = true }
    let failure = #expect(throws: CommandFailure.self) {
      try send(["hello"], to: listen.endpoint) { $0.wait = TimeSpan("20ms") }
    }
    #expect(failure?.status == .noAnswer)
    #expect(failure?.message.english == "no answer from \(listen.endpoint) within 0.02 s")
    try listen.stop()
  }

  @Test func `where some answers match and others do not, both are told`() throws {
    let peer = try TestPeer(to: "127.0.0.1:1")
    let endpoint = peer.endpoint
    let result = Lock<CommandFailure?>(nil)
    let worker = Worker(name: "test-send") {
      do {
        try send(["ping"], to: endpoint) {
          $0.wait = TimeSpan("300ms")
          $0.replies = 2
          $0.expectation = try? DisplayFilter("pong")
        }
      } catch {
        result.withLock { $0 = error as? CommandFailure }
      }
    }
    let port = try #require(peer.receiveFrom()?.port)
    peer.answer(Array("pong 1".utf8), to: port)
    peer.answer(Array("other".utf8), to: port)
    worker.join()
    let failure = result.withLock { $0 }
    #expect(failure?.status == .untilNotMet)
    let lines = failure?.message.english.split(separator: "\n").map(String.init) ?? []
    #expect(
      lines.first == "only 1 of 2 answers from \(endpoint) matches pong, each waited for 0.3 s; what else came:")
    #expect(lines.last == "  other")
  }

  @Test func `several datagrams to a port that nobody has are counted, and so are the refusals`() throws {
    let listen = try RunningListen(.flags()) { $0.isQuiet = true }
    try listen.stop()
    let (endpoint, console) = (listen.endpoint, try TestConsole())
    let failure = #expect(throws: CommandFailure.self) {
      try send(Messages([[1], [2, 3], [4]]), to: endpoint, console) { $0.wait = TimeSpan("10s") }
    }
    #expect(failure?.status == .unreachable)
    #expect(failure?.message.english == "\(endpoint): unreachable: port closed (ICMP)")
    #expect(console.sentences.contains("sent 3 datagrams, 4 bytes, to \(endpoint), answered by an error "))
  }

  @Test func `a port that nobody has is an unreachable peer`() throws {
    let listen = try RunningListen(.flags()) { $0.isQuiet = true }
    try listen.stop()
    let failure = #expect(throws: CommandFailure.self) {
      try send(["hello"], to: listen.endpoint) { $0.wait = TimeSpan("10s") }
    }
    #expect(failure?.status == .unreachable)
  }

  @Test func `a message is sent as often as it is asked for`() throws {
    let listen = try RunningListen(.flags()) { $0.count = 3 }
    let console = try send(["ping"], to: listen.endpoint) { $0.repeats = .times(3) }
    try listen.wait()
    #expect(listen.console.records.split(separator: "\n").count == 3)
    #expect(console.sentences.contains("sent 3 datagrams, 12 bytes"))
  }

  @Test func `each line of a file is a datagram, the last one without a line feed too`() throws {
    let folder = try TestFolder()
    let path = folder.write("one\n\nthree", to: "commands")
    let listen = try RunningListen(.flags()) { options in
      options.count = 3
      options.form = .json
    }
    let console = try TestConsole()
    try send(LineFile(path, limit: 65_507, isRepeated: false), to: listen.endpoint, console)
    try listen.wait()
    let texts = listen.console.records.matches(of: #/"text":"([^"]*)"/#).map { String($0.1) }
    #expect(texts == ["one", "", "three"])
  }

  @Test func `a file without a line is a failure, not a silent end`() throws {
    let folder = try TestFolder()
    let path = folder.write("", to: "commands")
    let listen = try RunningListen(.flags()) { $0.isQuiet = true }
    let failure = #expect(throws: CommandFailure.self) {
      try send(LineFile(path, limit: 65_507, isRepeated: false), to: listen.endpoint, TestConsole())
    }
    #expect(failure?.message.english == "nothing was sent: \(path) has no lines")
    try listen.stop()
  }
}
