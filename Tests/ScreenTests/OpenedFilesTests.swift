import Basics
import CaptureFile
import CommandCore
import Monitor
import PayloadText
import TestSupport
import Testing
import UDPCore

@testable import Screen

/// Tests capture files as the rows of a screen.
struct OpenedFilesTests {
  private static func line(_ number: Int, _ payload: String, at second: Int, note: String? = nil) -> String {
    let hex = payload.utf8.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    let tail = note.map { #","note":"\#($0)""# } ?? ""
    return
      #"{"number":\#(number),"time":"2026-11-22T21:07:\#(second).000000000Z","direction":"in","src_ip":"10.0.3.17","src_port":5000,"dst_ip":"10.0.3.1","dst_port":8080,"size":\#(payload.utf8.count),"truncated":false,"encoding":"ascii","text":"\#(payload)","payload":"\#(hex)"\#(tail)}"#
  }

  private static func open(_ folder: TestFolder, _ files: [String]) throws -> OpenedFiles {
    var readers: [CaptureReader] = []
    for (index, text) in files.enumerated() {
      readers.append(try CaptureReader(path: folder.write(text, to: "\(index).jsonl")))
    }
    return try OpenedFiles(readers, memory: CaptureLog.minimumLimit)
  }

  @Test func `several files are one table in the order of time`() throws {
    let folder = try TestFolder()
    let files = try Self.open(
      folder,
      [
        [Self.line(1, "first", at: 10), Self.line(2, "third", at: 30)].joined(separator: "\n") + "\n",
        Self.line(1, "second", at: 20) + "\n",
      ])
    defer { files.stop() }
    eventually("all rows are there") { files.log.texts == ["first", "second", "third"] }
    #expect(files.names.count == 2 && files.areRegular)
  }

  @Test func `a note in a file is a note on its row, once`() throws {
    let folder = try TestFolder()
    let files = try Self.open(folder, [Self.line(1, "alarm", at: 10, note: "by hand") + "\n"])
    defer { files.stop() }
    var notes: [(row: UInt64, note: String?)] = []
    eventually("the note is told") {
      notes += files.takeNotes()
      return !notes.isEmpty
    }
    #expect(notes.map(\.row) == [1] && notes.map(\.note) == ["by hand"])
    #expect(files.takeNotes().isEmpty)
  }

  @Test func `what is sent leaves from a port that is bound for it, and is a row`() throws {
    let folder = try TestFolder()
    let files = try Self.open(folder, [Self.line(1, "old", at: 10) + "\n"])
    let source = RowSource.files(files)
    defer { source.stop() }
    let device = try makeReceiver()
    defer { device.stop() }
    eventually("the file is read") { files.log.texts == ["old"] }
    #expect(source.bound.isEmpty)
    try source.send(TransmitRequest(to: device.sockets[0].local, by: nil, payload: Array("new".utf8)))
    eventually("the device gets it") { device.log.texts == ["new"] }
    eventually("the row is there") { files.log.texts == ["old", "new"] }
    #expect(!source.bound.isEmpty)
    #expect(files.takeSentences().contains { $0.english.hasPrefix("messages from here are sent from ") })
  }

  @Test func `damage is told once all is read`() throws {
    let folder = try TestFolder()
    let files = try Self.open(folder, [Self.line(1, "whole", at: 10) + "\n{\"number\":2,\n"])
    defer { files.stop() }
    var sentences: [String] = []
    eventually("the damage is told") {
      sentences += files.takeSentences().map(\.english)
      return sentences.contains { $0.contains("0.jsonl") }
    }
    #expect(files.log.texts == ["whole"])
  }
}
