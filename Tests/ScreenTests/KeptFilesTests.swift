import Basics
import Glibc
import Monitor
import TestSupport
import Testing

@testable import Screen

/// Tests the files that a screen keeps between runs.
struct KeptFilesTests {
  @Test func `lines are remembered by kind, whatever is in them`() throws {
    let folder = try TestFolder()
    let path = folder["history"]
    let history = HistoryFile(path)
    history.append("port 5000", kind: .filter)
    history.append("two\nlines \\n and a tab\t", kind: .message)
    history.append("温度", kind: .filter)
    #expect(history.problem == nil)
    let next = HistoryFile(path)
    #expect(next.lines[.filter] == ["port 5000", "温度"])
    #expect(next.lines[.message] == ["two\nlines \\n and a tab\t"])
  }

  @Test func `the newest lines stay where there are too many`() throws {
    let folder = try TestFolder()
    let path = folder.write((1...1_200).map { "filter\tport \($0)\n" }.joined(), to: "history")
    #expect(HistoryFile(path).lines[.filter]?.count == 500)
    let lines = folder.text(of: "history").split(separator: "\n")
    #expect(lines.count == 500 && lines.last == "filter\tport 1200")
  }

  @Test func `a history that is a pipe is named, and hangs nothing`() throws {
    let folder = try TestFolder()
    let path = folder["history"]
    #expect(mkfifo(path, 0o600) == 0)
    let history = HistoryFile(path)
    #expect(history.lines.isEmpty)
    #expect(history.mistake?.english == "the history cannot be saved in \(path): it is a pipe, not a regular file")
  }

  @Test func `open panes and their heights are those of the run before`() throws {
    let folder = try TestFolder()
    let path = folder["panes"]
    let arrangement = PaneArrangement(open: [.peers, .detail], heights: [.detail: 400])
    PaneFile(path).save(arrangement)
    let next = PaneFile(path)
    #expect(next.arrangement == arrangement && next.mistake == nil)
  }

  @Test func `a file of panes that is something else is named and passed over`() throws {
    let folder = try TestFolder()
    let path = folder.write("open kitchen\n", to: "panes")
    let panes = PaneFile(path)
    #expect(panes.arrangement == PaneArrangement())
    #expect(panes.mistake?.english.hasPrefix("\(path) does not hold a layout of panes") == true)
  }
}
