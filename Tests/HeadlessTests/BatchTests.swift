import CaptureFile
import CommandCore
import Configuration
import PayloadText
import TestSupport
import Testing
import UDPCore

@testable import Headless

/// Tests the arrays of `--json-batch` and the fields of `--fields`, within this process.
struct BatchTests {
  /// Adds objects to a batch, and returns its bytes as text.
  private static func lines(_ limits: RecordBatch.Limits, _ objects: [String], closes: Bool = true) -> String {
    var (batch, bytes) = (RecordBatch(limits), [UInt8]())
    for object in objects { batch.add(to: &bytes) { if !object.isEmpty { $0 += Array("\(object)\n".utf8) } } }
    if closes { batch.close(&bytes) }
    return String(decoding: bytes[..<batch.complete(of: bytes)], as: UTF8.self)
  }

  @Test func `an array has as many objects as it may, and the last one what is left`() {
    let limits = RecordBatch.Limits(rows: 2, time: nil)
    #expect(Self.lines(limits, ["{1}", "{2}", "", "{3}"]) == "[{1},{2}]\n[{3}]\n")
    #expect(Self.lines(limits, ["{1}", "{2}", "{3}"], closes: false) == "[{1},{2}]\n")
    #expect(Self.lines(limits, []) == "")
    #expect(Self.lines(RecordBatch.Limits(rows: 1, time: nil), ["{1}", "{2}"]) == "[{1}]\n[{2}]\n")
  }

  @Test func `an array ends before it would have a million bytes`() {
    let object = "{" + String(repeating: "x", count: 400_000) + "}"
    let lines = Self.lines(RecordBatch.Limits(rows: 100, time: nil), [object, object, object, "{1}"]).split(
      separator: "\n")
    #expect(lines.map(\.utf8.count) == [800_007, 400_008])
    #expect(lines.allSatisfy { $0.first == "[" && $0.last == "]" })
  }

  @Test func `an array is written when its time has come, and one without a time when nothing more waits`() {
    for (time, closes) in [(Int64(0), true), (60_000_000_000, false), (nil, true)] {
      var (batch, bytes) = (RecordBatch(RecordBatch.Limits(rows: 9, time: time)), [UInt8]())
      batch.add(to: &bytes) { $0 += Array("{1}\n".utf8) }
      #expect((batch.due == nil) == (time == nil))
      batch.closeIfDue(&bytes, isCaughtUp: true)
      #expect((batch.complete(of: bytes) > 0) == closes && (batch.due == nil || !closes))
    }
  }

  private static func conversion(
    _ format: CaptureFormat, _ fields: String, in folder: TestFolder, format book: String? = nil
  ) throws -> String {
    let record =
      #"{"time":"2026-11-22T21:07:45.5Z","direction":"in","src_ip":"10.0.3.17","src_port":5000,"dst_ip":"10.0.3.1","dst_port":8080,"size":10,"truncated":false,"payload":"3720743d32312e350a2c","note":"=1"}"#
    let configuration = Configuration(path: nil, source: nil, variables: { _ in nil }, interfaces: InterfaceNames())
    let name = book.map { folder.write($0, to: "room.toml") }
    let setup = try Setup(
      Setup.Flags(filter: "", format: name), configuration: configuration, interfaces: InterfaceNames())
    let capture = try Capture([folder.write(record + "\n", to: "in.jsonl")], setup)
    let console = try TestConsole()
    try Conversion(
      capture, to: format, CSVStyle(guardsFormulas: true), try setup.selection(fields), output: "-", console.console
    ).run()
    return console.records
  }

  @Test func `CSV has the chosen columns in their order, quoted and guarded as ever`() throws {
    let folder = try TestFolder()
    #expect(
      try Self.conversion(.csv, "text, src_port,note,rtt_ns,time", in: folder)
        == "text,src_port,note,rtt_ns,time\r\n\"7 t=21.5\\n,\",5000,'=1,,2026-11-22T21:07:45.500000000Z\r\n")
  }

  @Test func `fields of formats are chosen by their names, alone or behind the format's`() throws {
    let folder = try TestFolder()
    let book = "[[format]]\nname = 'room'\nfields = '/^(?<seq>[0-9]+) t=(?<temp>[0-9.]+)/'\n"
    #expect(
      try Self.conversion(.jsonLines, "temp,room.seq,check", in: folder, format: book)
        == #"{"temp":21.5,"room.seq":7,"check":null}"# + "\n")
    #expect(
      try Self.conversion(.csv, "room.temp,fields", in: folder, format: book)
        == "room.temp,fields\r\n21.5,\"{\"\"seq\"\":7,\"\"temp\"\":21.5}\"\r\n")
  }

  @Test func `a field that nothing has is refused with the names of those that there are`() throws {
    let setup = try Setup.flags()
    for (list, words) in [
      ("tmie", "'tmie'; did you mean 'time'? (number, time, "), ("time,,text", "names separated by commas"),
      ("", "names separated by commas"), ("time,text,time", "has 'time' twice"), ("received", "no datagram has"),
      ("dns.id", "'dns.id' is a field of a format"),
    ] {
      do {
        _ = try setup.selection(list)
        Issue.record("\(list) was taken")
      } catch {
        #expect("\(error)".contains(words), "\(error)")
      }
    }
    #expect(try setup.selection(nil) == nil)
  }
}
