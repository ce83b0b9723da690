import Basics
import Monitor
import TerminalUI
import Testing
import UDPCore

@Suite struct ExportTests {
  @Test func `y offers what can be copied, and a letter copies the selected row`() {
    let session = Session(80, 24).receive("one").receive("two").type("<up>y")
    #expect(session.state.focus == .copying)
    session.type("h")
    #expect(session.takeEffects() == [.copy(.hex, rows: [1])])
    #expect(session.state.focus == .table)
    session.type("y<esc>")
    #expect(session.takeEffects().isEmpty)
  }

  @Test(arguments: [
    ("t", CopyForm.text), ("h", .hex), ("a", .address), ("j", .json), ("c", .c), ("p", .pythonClient),
    ("s", .pythonServer), ("n", .netcat), ("u", .udpeekSend),
  ])
  func `each letter copies in its form, and so does the command`(letter: String, form: CopyForm) {
    let session = Session(80, 24).receive("one").type("y\(letter)")
    #expect(session.takeEffects() == [.copy(form, rows: [1])])
    session.type(":copy \(form.rawValue)<enter>")
    #expect(session.takeEffects().contains(.copy(form, rows: [1])))
  }

  @Test func `a script needs a file`() {
    let session = Session(80, 24).receive("one").type(":test -<enter>")
    #expect(session.shows("a script needs a file; write its name, such as meter.udp"))
    #expect(session.takeEffects().isEmpty)
  }

  @Test func `on a marked row all marked ones are copied in the order of the table`() {
    let session = Session(80, 24).receive(count: 5).type("gmjm")
    // The selection went on to the next row with the mark.
    session.type("ye")
    #expect(session.takeEffects().last == .copy(.expect, rows: [1, 3]))
    session.type(":5<enter>yt")
    #expect(session.takeEffects().last == .copy(.text, rows: [5]))
    session.type(":3<enter>yt")
    #expect(session.takeEffects() == [.copy(.text, rows: [1, 3])])
    session.type(":3<enter>I")
    session.type(":3<enter>yt")
    #expect(session.takeEffects() == [.copy(.text, rows: [3, 1])])
    session.type("y")
    #expect(session.shows("copy 2 marked rows"))
  }

  @Test func `the choice names the keys of the forms that a small window has no room for`() {
    let small = Session(40, 10).receive("one").type("y")
    #expect(small.shows("the text, in the peer's encoding"))
    #expect(small.shows("also p s n u e"))
    let large = Session(80, 24).receive("one").type("y")
    #expect(large.shows("a script for udpeek expect") && !large.shows("also"))
  }

  @Test func `without a row there is nothing to copy, and unknown forms are named`() {
    let session = Session(80, 24).type("y")
    #expect(session.message.contains("no row is selected"))
    session.receive("a").type(":copy pdf<enter>")
    #expect(session.shows("choose what to copy: one of text, hex, address, json, c, python-client"))
  }

  @Test func `w asks for a file named after the time, and says how it will be written`() {
    let session = Session(80, 24).receive("one").type("w")
    #expect(session.shows("to udpeek-20261122-210745.csv"))
    #expect(session.shows("= CSV with a header line"))
    session.type("<^u>rows.jsonl<enter>")
    let effects = session.takeEffects()
    #expect(effects.count == 1)
    guard case .write(let request) = effects.first else { return }
    #expect(request.path == "rows.jsonl" && request.form == .json && !request.replaces)
    session.update(.export(.begun(path: "rows.jsonl", rows: 1)))
    #expect(session.state.focus == .table)
    #expect(session.takeEffects() == [.saveHistory(.path, line: "rows.jsonl")])
    session.update(.export(.ended(written: 1, missed: 0, failure: nil)))
    #expect(session.message.contains("wrote 1 row to rows.jsonl"))
  }

  @Test(arguments: [
    ("rows", "the name must end with .pcapng, .csv, .jsonl, .json or .txt"), ("", "the name of the file is missing"),
    ("folder/", "the name of the file is missing"), (".csv", "the name must end with"),
    ("rows.pdf", "the name must end with"),
  ])
  func `a name that does not say the form is refused`(name: String, reason: String) {
    let session = Session(80, 24).receive("one").type("w<^u>\(name)<enter>")
    #expect(session.shows(reason))
    #expect(session.takeEffects().isEmpty)
  }

  @Test(arguments: [
    ("a.csv --bom", true, false, false), ("a.csv --no-formulas --bom", true, true, false),
    ("a.csv! --bom", true, false, true), ("a.csv --bom !", true, false, true),
    ("a.csv --no-formulas!", false, true, true),
  ])
  func `CSV for spreadsheets is asked for behind the name`(
    line: String, hasMark: Bool, guards: Bool, replaces: Bool
  ) throws {
    let session = Session(80, 24).receive("one").type("w<^u>\(line)")
    #expect(session.shows("= CSV for spreadsheets"))
    session.type("<enter>")
    guard case .write(let request) = try #require(session.takeEffects().first) else { return }
    #expect(request.path == "a.csv" && request.form == .csv && request.replaces == replaces)
    #expect(request.hasByteOrderMark == hasMark && request.guardsFormulas == guards)
    session.type("<^u>a.jsonl --bom<enter>")
    #expect(session.shows("--bom and --no-formulas are for a name that ends with .csv"))
  }

  @Test func `a file that is there is replaced only with an exclamation mark`() throws {
    let session = Session(80, 24).receive("one").type(":write a.txt<enter>").update(.export(.exists))
    #expect(session.shows("the file exists: add ! after the name to replace it"))
    _ = session.takeEffects()
    session.type("!<enter>")
    guard case .write(let request) = try #require(session.takeEffects().first) else { return }
    #expect(request.path == "a.txt" && request.form == .text && request.replaces)
    session.update(.export(.refused("there is no such folder")))
    #expect(session.shows("there is no such folder"))
  }

  @Test(arguments: ["write", "send-file", "record"])
  func `Tab completes a path after a command`(command: String) {
    let session = Session(80, 24).receive("one").type(":\(command) da<tab>")
    #expect(session.takeEffects() == [.listPaths("da")])
    session.update(.paths(beginning: "da", ["data 1.csv", "data 1/"]))
    #expect(session.shows(": \(command) data 1") && session.shows("data 1.csv data 1/"))
    session.type("x").update(.paths(beginning: "data 1", ["data 1.csv"]))
    #expect(session.shows(": \(command) data 1x"))
  }

  @Test func `Tab completes paths`() {
    let session = Session(80, 24).receive("one").type("w<^u>da<tab>")
    #expect(session.takeEffects() == [.listPaths("da")])
    session.update(.paths(beginning: "da", ["data.csv", "data/"]))
    #expect(session.shows("to data"))
    #expect(session.shows("data.csv data/"))
    session.type("x").update(.paths(beginning: "data", ["data.csv"]))
    #expect(session.shows("to datax"))
  }

  @Test func `a long writing shows a bar, keeps its rows in the log and is stopped by ^C`() {
    let session = Session(80, 24, memory: 8 << 20).receive(count: 1_000).type("w<enter>")
    session.update(.export(.begun(path: "a.csv", rows: 1_000)))
    #expect(session.effects.contains(.hold(through: 1_000)))
    session.update(.export(.written(10)))
    #expect(!session.message.contains("writing ["))
    session.tick(seconds: 1.5).update(.export(.written(500)))
    #expect(session.message.contains("writing [==========          ] 50% of 1,000 rows · ^C stops"))
    session.type("w")
    #expect(session.message.contains("still writing"))
    _ = session.takeEffects()
    session.type("<^c>")
    #expect(session.takeEffects() == [.stopWriting])
    session.update(.export(.ended(written: 600, missed: 0, failure: "stopped")))
    #expect(session.message.contains("stopped after 600 rows of 1,000: a.csv was removed"))
    #expect(session.effects.contains(.hold(through: nil)))
  }

  @Test func `a full disk and evicted rows are told`() {
    let session = Session(120, 24).receive(count: 10).type("w<enter>")
    session.update(.export(.begun(path: "a.csv", rows: 10)))
      .update(.export(.ended(written: 7, missed: 2, failure: "the disk is full")))
    #expect(
      session.message.contains(
        "the disk is full after 7 rows of 10: a.csv was removed; 2 were evicted before they could be written"))
  }

  @Test func `what is written are the shown rows in the shown order`() {
    let session = Session(80, 24)
    for text in ["ccc", "a", "bb", "dddd"] { session.receive(text) }
    session.type("/size > 1<enter>:sort size<enter>")
    var rows = session.state.rowsToWrite
    #expect(rows.count == 3)
    #expect(rows.next(2) == [3, 1])
    #expect(rows.next(2) == [4])
    #expect(rows.next(2).isEmpty)
    session.type("Ip").receive("eeeee")
    var frozen = session.state.rowsToWrite
    #expect(frozen.next(10) == [4, 1, 3])
  }

  @Test func `a name that is typed replaces the one that is offered`() {
    let session = Session(80, 24).receive("one").type("wrows.csv<enter>")
    #expect(
      session.takeEffects().contains { if case .write(let request) = $0 { request.path == "rows.csv" } else { false } })
  }

  @Test func `an arrow key or Backspace edits the name that is offered`() {
    for keys in [
      "<backspace><backspace><backspace><backspace>2.csv",
      "<left><right><backspace><backspace><backspace><backspace>2.csv",
    ] {
      let session = Session(80, 24).receive("one").type("w\(keys)<enter>")
      #expect(
        session.takeEffects().contains {
          if case .write(let request) = $0 {
            request.path.hasPrefix("udpeek-") && request.path.hasSuffix("2.csv")
          } else {
            false
          }
        }, "\(keys)")
    }
  }

  @Test(arguments: ["w<^u>x.csv --marked<enter>", ":write x.pcapng --marked<enter>"])
  func `without a marked row nothing is written for --marked`(keys: String) {
    let session = Session(100, 24).receive("one").type(keys)
    #expect(session.shows("no row is marked"))
    #expect(!session.takeEffects().contains { if case .write = $0 { true } else { false } })
  }
}
