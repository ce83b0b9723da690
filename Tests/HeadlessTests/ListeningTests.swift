import Basics
import CaptureFile
import CommandCore
import DisplayFilter
import Glibc
import PayloadText
import Testing
import UDPCore

@testable import Headless

/// Tests `listen` on real sockets, within this process.
struct ListeningTests {
  @Test func `a datagram is a line, and a summary ends the run`() throws {
    let listen = try RunningListen(.flags()) { $0.count = 1 }
    try send(["hello"], to: listen.endpoint)
    try listen.wait()
    #expect(
      listen.console.records.contains(
        #/^\d\d:\d\d:\d\d\.\d{6}  127\.0\.0\.1:\d+ → 127\.0\.0\.1:\d+  5  ascii  hello\n$/#))
    #expect(listen.console.sentences.contains("received 1, shown 1, sent 0, kernel drops 0"))
  }

  @Test func `a larger receive buffer is advised than the one in force, by what makes it larger`() {
    let mebibyte = 1 << 20
    #expect(
      Listening.wayToLarger(than: 8 * mebibyte, granted: 8 * mebibyte).english
        == "; for a larger one: --rcvbuf 64MiB, and sysctl -w net.core.rmem_max=67108864")
    #expect(
      Listening.wayToLarger(than: 64 * mebibyte, granted: 64 * mebibyte).english
        == "; for a larger one: --rcvbuf 128MiB, and sysctl -w net.core.rmem_max=134217728")
    #expect(
      Listening.wayToLarger(than: 64 * mebibyte, granted: mebibyte).english
        == "; for a larger one: sysctl -w net.core.rmem_max=67108864")
    #expect(Listening.wayToLarger(than: 1 << 30, granted: 1 << 30).english == "")
  }

  @Test func `a filter narrows what is printed, and what is counted`() throws {
    let listen = try RunningListen(.flags("\"alarm\"")) { $0.count = 2 }
    try send(["quiet", "alarm 1", "quiet", "alarm 2"], to: listen.endpoint)
    try listen.wait()
    let lines = listen.console.records.split(separator: "\n")
    #expect(lines.map { $0.suffix(7) } == ["alarm 1", "alarm 2"])
  }

  @Test func `the first datagram that --until shows ends the run`() throws {
    let listen = try RunningListen(.flags()) { $0.until = try? DisplayFilter("done") }
    try send(["one", "done"], to: listen.endpoint)
    try listen.wait()
    #expect(listen.console.records.hasSuffix("done\n"))
  }

  @Test func `a signal before --until was met is an ending of its own`() throws {
    let listen = try RunningListen(.flags()) { $0.until = try? DisplayFilter("done") }
    #expect(throws: ExitStatus.untilNotMet) { try listen.stop() }
  }

  @Test func `quiet, only the summary is said`() throws {
    let listen = try RunningListen(.flags()) { $0.isQuiet = true }
    try send(["one", "two"], to: listen.endpoint)
    try listen.stop()
    #expect(listen.console.records == "")
    #expect(listen.console.sentences.contains("received 2, shown 2"))
  }

  @Test func `in JSON the last line is the summary`() throws {
    let listen = try RunningListen(.flags()) { options in
      options.form = .json
      options.count = 1
    }
    try send(["温度=23.5"], to: listen.endpoint)
    try listen.wait()
    let lines = listen.console.records.split(separator: "\n")
    #expect(lines.count == 2)
    #expect(lines.first?.contains(#""encoding":"utf-8","text":"温度=23.5""#) == true)
    #expect(lines.last?.hasPrefix(#"{"direction":"summary","received":1,"#) == true)
  }

  @Test func `a duration ends a run in which nothing comes`() throws {
    let listen = try RunningListen(.flags()) { $0.duration = TimeSpan("10ms") }
    try listen.wait()
    #expect(listen.console.sentences.contains("received 0, shown 0"))
  }
}
