import Monitor
import TerminalUI
import Testing

@Suite struct RecordingTests {
  @Test func `W asks for a file, with the time in the name that is offered`() {
    let session = Session(100, 24, configure: { $0.utcOffsets = UTCOffsets(3_600) }).type("W")
    #expect(session.state.focus == .command)
    session.type("<enter>")
    let name = "udpeek-20261122-220745.pcapng"
    #expect(
      session.takeEffects() == [
        .saveHistory(.command, line: "record \(name)"), .startRecording(path: name, replaces: false),
      ])
  }

  @Test(arguments: [
    ("n", ""), ("<enter>", ""), ("a", " all"), ("s", " selected"), ("m", " marked"),
  ])
  func `with rows in memory, W asks which ones a recording begins with`(key: String, end: String) {
    let session = Session(80, 24).receive(count: 3).type("gmW")
    #expect(session.state.focus == .recording)
    #expect(session.shows("record: 3 rows are in memory") && session.shows("from the first row in memory on"))
    session.type(key)
    #expect(session.shows(": record udpeek-20261122-210745.pcapng\(end)"))
    session.type("<esc>W<esc>")
    #expect(session.state.focus == .table && session.takeEffects().isEmpty)
  }

  @Test func `without marks there are no marked rows to record`() {
    let session = Session(80, 24).receive("one").type("Wm")
    #expect(session.message.contains("no row is marked: m marks rows"))
    #expect(session.state.focus == .table)
  }

  @Test func `an unknown starting point is refused, and an exclamation mark may come last`() {
    let session = Session(100, 24).receive("one").type(":record night.pcapng selectd<enter>")
    #expect(session.shows("'selectd' is not a starting point; use one of all, selected, marked"))
    #expect(session.takeEffects().isEmpty)
    session.type("<esc>:record all!<enter>")
    #expect(session.shows("the file is missing, as in: record night.pcapng all"))
    session.type("<esc>:record night.pcapng all!<enter>")
    #expect(session.takeEffects().contains(.startRecording(path: "night.pcapng", replaces: true, from: 1)))
  }

  @Test func `another file can be named, blanks and all`() {
    let session = Session(100, 24).type(":record night 2.pcapng<enter>")
    #expect(session.takeEffects().contains(.startRecording(path: "night 2.pcapng", replaces: false)))
    session.type(":record night 2.pcapng!<enter>")
    #expect(session.takeEffects().contains(.startRecording(path: "night 2.pcapng", replaces: true)))
  }

  @Test func `the title shows size and rate while it records, and W stops it`() {
    let session = Session(120, 24).receive("hi").update(.recording(RecordingFigures(bytes: 200_000, missed: 0)))
    session.tick(seconds: 1).update(.recording(RecordingFigures(bytes: 1_200_000, missed: 0)))
    #expect(session.lines[0].hasSuffix("● REC 1.2 MB 1.0 MB/s"))
    session.type("W")
    #expect(session.takeEffects() == [.stopRecording])
    session.update(.recording(nil))
    #expect(!session.shows("REC"))
  }

  @Test(arguments: [(80, "● REC 1.2 MB 1.2k missed"), (40, "● REC")])
  func `a narrow title keeps the mark`(columns: Int, end: String) {
    let session = Session(columns, 24).update(.recording(RecordingFigures(bytes: 1_200_000, missed: 1_234)))
    #expect(session.lines[0].hasSuffix(end))
  }

  @Test func `where only ASCII can be drawn the mark is a word`() {
    let session = Session(80, 24, configure: { $0.isASCII = true })
    session.update(.recording(RecordingFigures(bytes: 10, missed: 0)))
    #expect(session.lines[0].hasSuffix("  REC 10 B"))
  }

  @Test func `a second recording is refused while one goes on`() {
    let session = Session(80, 24).update(.recording(RecordingFigures(bytes: 10, missed: 0)))
    session.type(":record x<enter>")
    #expect(session.takeEffects().isEmpty)
    #expect(session.shows("already recording: W stops it"))
  }

  @Test func `a name that is typed replaces the one that is offered for a recording`() {
    let session = Session(100, 24).type("Wnight.pcapng<enter>")
    #expect(session.takeEffects().contains(.startRecording(path: "night.pcapng", replaces: false)))
    session.type("W<^a>").type("<^e>!<enter>")
    #expect(
      session.takeEffects().contains {
        if case .startRecording(let path, true, nil) = $0 { path.hasPrefix("udpeek-") } else { false }
      })
  }

  @Test func `a recording begins with the first row in memory, or with the selected one`() {
    let session = Session(100, 24).receive("one").receive("two").receive("three")
    session.type(":record night.pcapng all<enter>")
    #expect(session.takeEffects().contains(.startRecording(path: "night.pcapng", replaces: false, from: 1)))
    session.type("k").type(":record night.pcapng! selected<enter>")
    #expect(session.takeEffects().contains(.startRecording(path: "night.pcapng", replaces: true, from: 2)))
  }

  @Test func `notes on rows that a recording begins with are in it, and are saved`() {
    let session = Session(100, 24).receive("one").receive("two")
    session.type(":note odd<enter>").type(":record night.pcapng all<enter>")
    #expect(session.takeEffects().contains(.recordNote("odd", row: 2)))
    session.update(.recording(RecordingFigures(bytes: 10, missed: 0)))
    session.type("q")
    #expect(session.takeEffects().contains(.quit))
  }

  @Test func `the marked rows are written at once`() {
    let session = Session(100, 24).receive("one").receive("two")
    session.type(":record some.pcapng marked<enter>")
    #expect(session.shows("no row is marked"))
    session.type("<esc>").type("m").type(":record some.pcapng marked<enter>")
    let writes = session.takeEffects().contains {
      if case .write(let request) = $0 { request.path == "some.pcapng" && request.form == .pcapng } else { false }
    }
    #expect(writes)
  }

  @Test(arguments: ["all", "selected", "marked"])
  func `the word alone is no file`(word: String) {
    let session = Session(100, 24).receive("one").type("m").type(":record \(word)<enter>")
    #expect(session.shows("the file is missing, as in: record night.pcapng \(word)"))
    #expect(!session.takeEffects().contains { if case .startRecording = $0 { true } else { false } })
  }
}
