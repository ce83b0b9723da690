import Basics
import CaptureFile
import Configuration
import DisplayFilter
import Formats
import Glibc
import PayloadText
import PeerText
import TerminalUI
import TestSupport
import Testing
import UDPCore

@testable import Monitor
@testable import Screen

/// Tests the export of rows to a file and to the clipboard.
struct ExportTests {
  private static let payloads = ["alarm", "温度", "\u{1b}[31mred"].map { Array($0.utf8) }

  private static func state(_ log: CaptureLog) -> State {
    var state = State(MonitorSettings(bound: []), size: Size(columns: 80, rows: 24))
    _ = state.update(.log(log.snapshot()))
    return state
  }

  private static func write(_ line: String, _ log: CaptureLog) throws -> WriteProgress {
    try WriteJob.start(WriteRequest(line), rows: state(log).rowsToWrite, log: log).finish()
  }

  @Test func `the rows of the table are in the file, and the file has its name then`() throws {
    let folder = try TestFolder()
    let progress = try Self.write(folder["out.csv"], makeLog(Self.payloads))
    #expect(progress == .ended(written: 3, missed: 0, failure: nil))
    let rows = folder.text(of: "out.csv").split(separator: "\r\n")
    #expect(rows.count == 4 && rows[1].contains(",alarm,616c61726d,"))
  }

  private static let room = """
    [[format]]
    name = "room"
    fields = '/^(?<seq>[0-9]+) (?<temp>[0-9.]+)/'
    sequence = "seq"
    """

  @Test func `records have the fields of formats, what is missing before them, and their requests`() throws {
    var writer = LogWriter(limit: CaptureLog.minimumLimit)
    let here = Endpoint(IPAddress(ipv4: 0x7f00_0001), port: 8080)
    let peer = Endpoint(IPAddress(ipv4: 0x7f00_0001), port: 5000)
    let path = LocalPath(endpoint: here, replySource: here.address, interface: 1, socket: 0)
    let rows: [(DatagramKind, String)] = [
      (.incoming, "7 21.5"), (.outgoing, "ok"), (.outgoing, "done"), (.outgoing, "end"), (.incoming, "9 22"),
      (.incoming, "hello"),
    ]
    for (index, (kind, text)) in rows.enumerated() {
      let time = Int64(index) * 2_000_000 + 1_000_000_000
      let row = LogWriter.Row(kind: kind, time: time, size: text.utf8.count, peer: peer, local: path)
      unsafe writer.append(row, payload: Array(text.utf8).span.bytes)
    }
    writer.publish()
    let file = FormatFile(Self.room, path: "/f.toml", aliases: Aliases(), interfaces: InterfaceNames())
    var settings = MonitorSettings(bound: [])
    settings.formats = { FormatBook(file.formats) }
    settings.ownFormats = ["room"]
    var state = State(settings, size: Size(columns: 80, rows: 24))
    state.formats.pairing.begin(.order, FormatBook(file.formats))
    _ = state.update(.log(writer.log.snapshot()))
    let folder = try TestFolder()
    for name in ["out.jsonl", "out.csv"] {
      let job = try WriteJob.start(WriteRequest(folder[name]), rows: state.rowsToWrite, log: writer.log)
      #expect(job.finish() == .ended(written: 6, missed: 0, failure: nil))
    }
    let lines = folder.text(of: "out.jsonl").split(separator: "\n")
    #expect(lines[0].contains(#""format":"room","fields":{"seq":7,"temp":21.5}"#) && lines[0].contains(#""request":1"#))
    #expect(lines[1].contains(#""request":1,"answer":1,"rtt_ns":2000000"#), "\(lines[1])")
    #expect(lines[2].contains(#""request":1,"answer":2,"rtt_ns":4000000"#), "\(lines[2])")
    #expect(lines[3].contains(#""request":1,"answer":3,"rtt_ns":6000000"#), "\(lines[3])")
    #expect(lines[4].contains(#""fields":{"seq":9,"temp":22},"lost":1"#), "\(lines[4])")
    #expect(!lines[5].contains("fields") && lines[5].contains(#""request":6"#), "\(lines[5])")
    let table = folder.text(of: "out.csv").split(separator: "\r\n")
    #expect(table[0].hasSuffix(",seq,temp") && table[1].hasSuffix(",7,21.5") && table[6].hasSuffix(",,"), "\(table)")
  }

  @Test func `another file is replaced only after an exclamation mark`() throws {
    let folder = try TestFolder()
    let path = folder.write("mine", to: "out.jsonl")
    let log = makeLog(Self.payloads)
    let refusal = #expect(throws: WriteJob.Refusal.self) { try Self.write(path, log) }
    #expect(refusal?.progress == .exists)
    #expect(folder.text(of: "out.jsonl") == "mine")
    #expect(try Self.write(path + "!", log) == .ended(written: 3, missed: 0, failure: nil))
    #expect(folder.text(of: "out.jsonl").split(separator: "\n").count == 3)
  }

  @Test func `a folder that is not there is told`() throws {
    let folder = try TestFolder()
    let refusal = #expect(throws: WriteJob.Refusal.self) {
      try Self.write(folder["nowhere/out.csv"], makeLog(Self.payloads))
    }
    #expect(refusal?.progress == .refused("there is no such folder"))
  }

  private static func copy(_ form: CopyForm, _ rows: [UInt64], _ log: CaptureLog) -> ClipboardText {
    ClipboardText(form, rows: rows, of: log.snapshot(), PeerTexts(encodingForAll: .utf8), InterfaceNames())
  }

  @Test(arguments: [
    (CopyForm.text, "alarm\n温度\n\\x1b[31mred"), (.hex, "61 6c 61 72 6d\ne6 b8 a9 e5 ba a6\n1b 5b 33 31 6d 72 65 64"),
    (.address, "127.0.0.1:5000\n127.0.0.1:5001"),
    (
      .c,
      """
      static const unsigned char datagram_1[5] = {
        0x61, 0x6c, 0x61, 0x72, 0x6d,
      };
      static const unsigned char datagram_2[6] = {
        0xe6, 0xb8, 0xa9, 0xe5, 0xba, 0xa6,
      };
      static const unsigned char datagram_3[8] = {
        0x1b, 0x5b, 0x33, 0x31, 0x6d, 0x72, 0x65, 0x64,
      };
      """
    ),
  ]) func `a copy has each form, and nothing that moves a cursor`(_ form: CopyForm, _ text: String) {
    let copy = Self.copy(form, [1, 2, 3], makeLog(Self.payloads, from: [5000, 5001]))
    #expect(String(decoding: copy.bytes, as: UTF8.self) == text)
  }

  @Test func `JSON names the rule that sent a row`() {
    var writer = LogWriter(limit: CaptureLog.minimumLimit)
    let (peer, here) = (Endpoint(IPAddress(ipv4: 0x7f00_0001), port: 5_000), IPAddress(ipv4: 0x7f00_0001))
    let path = LocalPath(endpoint: Endpoint(here, port: 9_000), replySource: here, interface: 0, socket: 0)
    let row = LogWriter.Row(kind: .outgoing, time: 1, size: 4, peer: peer, local: path)
    unsafe writer.append(
      row, payload: Array("pong".utf8).span.bytes, id: TransmitID(RuleNumber(0), answering: 7))
    writer.publish()
    let copy = ClipboardText(
      .json, rows: [1], of: writer.log.snapshot(), PeerTexts(encodingForAll: .utf8), InterfaceNames(),
      ruleName: { $0 == RuleNumber(0) ? "ping" : nil })
    #expect(String(decoding: copy.bytes, as: UTF8.self).hasSuffix("\"payload\":\"706f6e67\",\"rule\":\"ping\"}"))
  }

  @Test func `a copy ends at the most that terminals take, never inside a character`() {
    let log = makeLog(Array(repeating: Array(repeatElement("温", count: 10_000).joined().utf8), count: 4))
    let copy = Self.copy(.text, [1, 2, 3, 4], log)
    #expect(copy.bytes.count <= ClipboardText.limit && copy.bytes.count > ClipboardText.limit - 3)
    #expect(copy.wholeSize > ClipboardText.limit)
    #expect(String(validating: copy.bytes, as: UTF8.self) != nil)
  }

  @Test(arguments: [
    ([UInt16(5000), 5001], CopyForm.address, "2 addresses of 3 rows, "), ([5000], .address, "1 address of 3 rows, "),
    ([5000, 5001], .text, "3 rows, "),
  ])
  func `a copy of addresses says how many there are, and of how many rows`(
    _ ports: [UInt16], _ form: CopyForm, _ count: String
  ) {
    #expect(Self.copy(form, [1, 2, 3], makeLog(Self.payloads, from: ports)).count.english == count)
  }

  @Test func `rows that were evicted are left out of a copy`() {
    let copy = Self.copy(.text, [1, 99], makeLog(Self.payloads))
    #expect(copy.rows == 1 && copy.bytes == Array("alarm".utf8))
  }
}

/// Tests the folder of a bundle.
struct BundleFolderTests {
  private static func start(_ path: String, _ log: CaptureLog) throws -> WriteJob {
    var state = State(MonitorSettings(bound: []), size: Size(columns: 80, rows: 24))
    _ = state.update(.log(log.snapshot()))
    return try WriteJob.start(
      BundleFolder(path: path, contents: state.bundle, configuration: "memory = \"64M\"\n"), log: log)
  }

  @Test func `a bundle is a new folder with the rows, the peers, the configuration and a summary`() throws {
    let folder = try TestFolder()
    let log = makeLog(["one", "温度"].map { Array($0.utf8) })
    let job = try Self.start(folder["case"], log)
    #expect(job.finish() == .ended(written: 2, missed: 0, failure: nil))
    #expect(folder.text(of: "case/config.toml") == "memory = \"64M\"\n")
    #expect(folder.text(of: "case/peers.csv").contains("\r\n127.0.0.1,5000,2,9,"))
    let summary = folder.text(of: "case/summary.md")
    #expect(summary.contains("- rows in datagrams.pcapng: 2 of 2 in memory"))
    #expect(summary.contains("- written by udpeek 0.1.0 on ") && summary.contains(", Linux "))
    let loader = CaptureLoader([try CaptureReader(path: folder["case/datagrams.pcapng"])], limit: 16 << 20)
    while loader.step(now: 0) == .more {}
    #expect(loader.log.snapshot().counters.received == 2)
  }

  @Test func `a folder that is there stays as it is`() throws {
    let folder = try TestFolder()
    let log = makeLog([[1]])
    _ = try Self.start(folder["case"], log).finish()
    let before = folder.text(of: "case/summary.md")
    let refusal = #expect(throws: WriteJob.Refusal.self) { try Self.start(folder["case"], makeLog([[2]])) }
    #expect(refusal?.progress == .refused("\(folder["case"]) is there already; choose another name"))
    #expect(folder.text(of: "case/summary.md") == before)
  }

  @Test func `what cannot be completed leaves nothing`() throws {
    let folder = try TestFolder()
    let refusal = #expect(throws: WriteJob.Refusal.self) { try Self.start(folder["no/case"], makeLog([[1]])) }
    #expect(refusal?.progress == .refused("there is no folder to make \(folder["no/case"]) in"))
    let job = try Self.start(folder["stopped"], makeLog(Array(repeating: [1], count: 2_000)))
    job.stop()
    if case .ended(_, _, let failure?) = job.finish() {
      #expect(failure == "stopped")
      #expect(access(folder["stopped"], F_OK) != 0)
    }
  }
}
