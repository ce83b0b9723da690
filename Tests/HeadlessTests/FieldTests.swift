import CaptureFile
import CommandCore
import Configuration
import PayloadText
import TestSupport
import Testing
import UDPCore

@testable import Headless

/// Tests the fields of formats in `listen --json`, `convert` and rules, within this process.
struct FieldTests {
  /// A reading of a thermometer, with a count.
  private static let format = """
    [[format]]
    name = "room"
    fields = '/^(?<seq>[0-9]+) 温度=(?<temp>[0-9.]+)( (?<note>.+))?/'
    sequence = "seq"
    unit = { temp = "°C" }

    """

  private static func setup(_ folder: TestFolder, filter: String = "", condition: String = "") throws -> Setup {
    let configuration = Configuration(path: nil, source: nil, variables: { _ in nil }, interfaces: InterfaceNames())
    return try Setup(
      Setup.Flags(filter: filter, format: folder.write(format + condition, to: "room.toml")),
      configuration: configuration,
      interfaces: InterfaceNames())
  }

  @Test func `listen --json --format has the fields, what is lost before a datagram, and the sums at the end`() throws {
    let folder = try TestFolder()
    let listen = try RunningListen(Self.setup(folder)) { options in
      options.form = .json
      options.count = 4
    }
    try send(["7 温度=21.5", "9 温度=22 hot", "8 温度=21", "hello"], to: listen.endpoint)
    try listen.wait()
    let lines = listen.console.records.split(separator: "\n")
    try #require(lines.count == 5)
    #expect(lines[0].contains(#""format":"room","fields":{"seq":7,"temp":21.5}"#), "\(lines[0])")
    #expect(lines[1].contains(#""fields":{"seq":9,"temp":22,"note":"hot"},"lost":1"#), "\(lines[1])")
    #expect(!lines[2].contains("lost"), "\(lines[2])")
    #expect(lines[3].contains(#""format":"room","fields":{}"#) || !lines[3].contains("fields"), "\(lines[3])")
    #expect(lines[4].contains(#""numbers_lost":0,"numbers_late":1,"numbers_twice":0"#), "\(lines[4])")
    #expect(listen.console.sentences.contains("numbers: 0 lost, 1 late, 0 twice\n"), "\(listen.console.sentences)")
  }

  @Test func `the only format of a file is that of every datagram, unless it says itself when it is`() throws {
    let folder = try TestFolder()
    let listen = try RunningListen(Self.setup(folder, condition: "when = \"size < 12\"\n")) { options in
      options.form = .json
      options.count = 2
    }
    try send(["7 温度=21.5", "8 温度=22"], to: listen.endpoint)
    try listen.wait()
    let lines = listen.console.records.split(separator: "\n")
    #expect(!lines[0].contains("room") && lines[1].contains(#""format":"room""#), "\(lines)")
  }

  @Test func `a filter of a field narrows what listen prints`() throws {
    let folder = try TestFolder()
    let listen = try RunningListen(Self.setup(folder, filter: "temp > 21.7")) { $0.count = 1 }
    try send(["7 温度=21.5", "8 温度=22"], to: listen.endpoint)
    try listen.wait()
    #expect(listen.console.records.hasSuffix("8 温度=22\n"), "\(listen.console.records)")
  }

  @Test func `without a format there are no fields, and no numbers are summed`() throws {
    let listen = try RunningListen(.flags()) { options in
      options.form = .json
      options.count = 1
    }
    try send(["7 温度=21.5"], to: listen.endpoint)
    try listen.wait()
    #expect(!listen.console.records.contains("fields") && !listen.console.records.contains("numbers"))
    #expect(!listen.console.sentences.contains("numbers"))
  }

  @Test func `CSV has a column for each field`() throws {
    let folder = try TestFolder()
    let record =
      #"{"number":1,"time":"2026-11-22T21:07:45.5Z","direction":"in","src_ip":"10.0.3.17","src_port":5000,"dst_ip":"10.0.3.1","dst_port":8080,"size":14,"truncated":false,"encoding":"utf-8","text":"7 温度=21.5","payload":"3720e6b8a9e5baa63d32312e35"}"#
    let capture = try Capture([folder.write(record + "\n", to: "in.jsonl")], Self.setup(folder))
    let console = try TestConsole()
    try Conversion(capture, to: .csv, output: "-", console.console).run()
    let rows = console.records.split(separator: "\r\n")
    try #require(rows.count == 2, "\(console.records)")
    #expect(rows[0].hasSuffix(",seq,temp,room.note"), "\(rows[0])")
    #expect(rows[1].hasSuffix(",7,21.5,"), "\(rows[1])")
  }

  @Test func `a rule with gap answers the datagram before which some are missing, and no other`() throws {
    let folder = try TestFolder()
    let setup = try Self.setup(folder)
    let rules = folder.write("[[rule]]\nname = \"resend\"\nwhen = \"gap\"\nreply = \"again\"\n", to: "rules.toml")
    let scope = RuleSource.scope(Aliases(), setup.interfaces)
    let options = try AutoReply(reply: nil, conditional: [], scope, setup.encodings)
    let source = RuleSource(
      options: options, path: rules, aliases: Aliases(), interfaces: setup.interfaces, fields: setup.library)
    let listen = try RunningListen(setup, answers: .init(source, limits: ReplyLimits()))
    try send(["7 温度=21.5", "8 温度=22", "12 温度=21", "13 温度=21"], to: listen.endpoint)
    eventually("the fourth reading is printed, and an answer") {
      listen.console.records.contains("13 温度=21") && listen.console.records.contains("again")
    }
    try listen.stop()
    #expect(listen.console.records.split(separator: "again").count == 2, "\(listen.console.records)")
  }

  @Test func `a rule with gap is refused where there are no formats`() throws {
    let folder = try TestFolder()
    let path = folder.write("[[rule]]\nname = \"resend\"\nwhen = \"gap\"\nreply = \"again\"\n", to: "rules.toml")
    #expect {
      try RuleSource.rules(ofFile: path, Aliases(), InterfaceNames())
    } throws: { "\($0)".contains("gap needs formats, and there are none here") }
  }
}
