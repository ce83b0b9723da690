import Basics
import CaptureFile
import CommandCore
import PayloadText
import TestSupport
import Testing
import UDPCore

@testable import Headless

/// Tests `convert`, `info`, `open --json` and `filter --check` on files, within this process.
struct CaptureTests {
  /// Three datagrams; the second one was sent and has a note.
  private static let lines = """
    {"number":1,"time":"2026-11-22T21:07:45.123456789Z","direction":"in","src_ip":"10.0.3.17","src_port":5000,"dst_ip":"10.0.3.1","dst_port":8080,"size":5,"truncated":false,"encoding":"ascii","text":"alarm","payload":"616c61726d"}
    {"number":2,"time":"2026-11-22T21:07:46.000000000Z","direction":"out","src_ip":"10.0.3.1","src_port":8080,"dst_ip":"10.0.3.17","dst_port":5000,"size":2,"truncated":false,"encoding":"ascii","text":"ok","payload":"6f6b","note":"by hand"}
    {"number":3,"time":"2026-11-22T21:07:47.500000000Z","direction":"in","src_ip":"10.0.3.18","src_port":5000,"dst_ip":"10.0.3.1","dst_port":8080,"size":6,"truncated":false,"encoding":"gb18030","text":"温度","payload":"cec2b6c8"}

    """

  private static func capture(_ folder: TestFolder, _ filter: String = "", encoding: String? = nil) throws -> Capture {
    try Capture([folder.write(lines, to: "in.jsonl")], .flags(filter, encoding: encoding))
  }

  private static func convert(
    _ folder: TestFolder, _ filter: String = "", encoding: String? = nil, to format: CaptureFormat, _ name: String,
    replaces: Bool = false
  ) throws -> TestConsole {
    let console = try TestConsole()
    try Conversion(
      capture(folder, filter, encoding: encoding), to: format, output: folder.path + "/" + name, replaces: replaces,
      console.console
    ).run()
    return console
  }

  @Test func `CSV has a heading and a line a datagram`() throws {
    let folder = try TestFolder()
    _ = try Self.convert(folder, to: .csv, "out.csv")
    let rows = folder.text(of: "out.csv").split(separator: "\r\n")
    #expect(rows.count == 4)
    #expect(rows[0].hasPrefix("number,time,direction,src_ip,src_port,"))
    #expect(
      rows[2] == "2,2026-11-22T21:07:46.000000000Z,out,10.0.3.1,8080,10.0.3.17,5000,2,false,ascii,ok,6f6b,,by hand,")
  }

  @Test func `a pcapng file keeps direction and notes for JSON Lines`() throws {
    let folder = try TestFolder()
    _ = try Self.convert(folder, to: .pcapng, "out.pcapng")
    let console = try TestConsole()
    let capture = try Capture([folder.path + "/out.pcapng"], .flags())
    try Conversion(capture, to: .jsonLines, output: "-", console.console).run()
    let lines = console.records.split(separator: "\n")
    #expect(lines.count == 3)
    #expect(lines[1].contains(#""direction":"out""#) && lines[1].contains(#""note":"by hand""#))
  }

  @Test func `pcap says what it has no place for`() throws {
    let folder = try TestFolder()
    let console = try Self.convert(folder, to: .pcap, "out.pcap")
    #expect(
      console.sentences
        == "pcap has no place for which 1 datagram was sent, 1 comment: pcapng keeps that\n")
  }

  @Test func `only what matches is written`() throws {
    let folder = try TestFolder()
    _ = try Self.convert(folder, "out", to: .jsonLines, "out.jsonl")
    #expect(folder.text(of: "out.jsonl").split(separator: "\n").count == 1)
  }

  @Test func `a file that is there stays, unless it is to be replaced`() throws {
    let folder = try TestFolder()
    folder.write("mine", to: "out.csv")
    #expect(throws: CommandFailure.self) { try Self.convert(folder, to: .csv, "out.csv") }
    #expect(folder.text(of: "out.csv") == "mine")
    _ = try Self.convert(folder, to: .csv, "out.csv", replaces: true)
    #expect(folder.text(of: "out.csv").hasPrefix("number,"))
    #expect(folder.names == ["in.jsonl", "out.csv"])
  }

  @Test func `a conversion that a signal ends leaves nothing of its file`() throws {
    let folder = try TestFolder()
    let console = try TestConsole()
    let conversion = try Conversion(
      Self.capture(folder), to: .csv, output: folder.path + "/out.csv", console.console)
    console.signals.relay(15)
    let failure = #expect(throws: CommandFailure.self) { try conversion.run() }
    #expect(failure?.message.english.hasPrefix("stopped before the end, after 0 datagrams: nothing of") == true)
    #expect(folder.names == ["in.jsonl"])
  }

  @Test func `info counts datagrams, bytes and peers`() throws {
    let folder = try TestFolder()
    let console = try TestConsole()
    try CaptureInfo(Self.capture(folder), isJSON: true).run(console.console)
    #expect(console.records.hasPrefix(#"{"datagrams":3,"bytes":"#))
    #expect(console.records.contains(#""peers":2,"first":"2026-11-22T21:07:45.123456789Z""#))
  }

  @Test func `open --json ends with a summary of what matches`() throws {
    let folder = try TestFolder()
    let console = try TestConsole()
    try FileListing(Self.capture(folder, "src host 10.0.3.17")).run(console.console)
    let lines = console.records.split(separator: "\n")
    #expect(lines.count == 2)
    #expect(lines.last?.hasPrefix(#"{"direction":"summary","received":2,"sent":1,"shown":1,"#) == true)
  }

  @Test func `filter --check counts what matches, text in any encoding too`() throws {
    let folder = try TestFolder()
    let path = folder.write(Self.lines, to: "in.jsonl")
    let count = try MatchCount(in: path, .flags("\"alarm\" or out"), TestConsole().console)
    #expect(count.text == "2 of 3 datagrams")
  }

  @Test func `a file that is no capture is named`() throws {
    let folder = try TestFolder()
    let path = folder.write("this is no capture\n", to: "letter.txt")
    let failure = #expect(throws: CommandFailure.self) {
      try CaptureInfo(Capture([path], .flags()), isJSON: false).run(TestConsole().console)
    }
    #expect(failure?.message.english.contains("letter.txt") == true)
  }
}
