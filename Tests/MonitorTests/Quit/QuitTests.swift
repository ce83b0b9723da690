import Basics
import Monitor
import Testing
import UDPCore

/// Tests that quitting asks once if marks or notes would be lost, and never otherwise.
@Suite struct QuitTests {
  private func session(_ columns: Int = 80, _ rows: Int = 24, files: Bool = false) -> Session {
    let session = Session(columns, rows) { settings in
      if files { (settings.files, settings.startsAtTop) = (["a.pcapng"], true) }
    }
    return session.receive(count: 10)
  }

  @Test(arguments: ["q", "Q", "<f10>", ":quit<enter>", "/<f10>", "r<f10>", "?Q"])
  func `every way out asks where a mark or a note would be lost`(keys: String) {
    let session = session().type(":5<enter>m:note look<enter>").type(keys)
    #expect(session.state.focus == .quitting && !session.effects.contains(.quit))
    #expect(session.shows("Not saved yet: notes 1, marks 1"))
    session.type("q")
    #expect(session.effects.contains(.quit))
  }

  @Test(arguments: ["rhello<esc>q", "rhello<f10>", "rhello<esc>Q"])
  func `a message that was written and not sent is not lost in silence`(keys: String) {
    let session = session().type(keys)
    #expect(session.state.focus == .quitting && session.shows("Messages that were not sent: 1"))
    session.type("<esc>")
    #expect(!session.effects.contains(.quit))
  }

  @Test(arguments: [
    "q", "z<esc>q", "/gram<enter>q", "sgram<enter>q", "rhello<enter><esc>q", "p:columns text<enter>q", "mkmq",
    "m:10<enter>mq",
    ":note a<enter>:note<enter>q", ":note a<enter>uq", "muq",
  ])
  func `nothing is asked where nothing would be lost`(keys: String) {
    let session = session().type(keys)
    #expect(session.effects.contains(.quit) != keys.contains("mkm"), "\(session.lines.joined(separator: "\n"))")
  }

  @Test func `Esc stays, and the line that was typed is still there`() {
    let session = session().type("m/port<f10>")
    #expect(session.state.focus == .quitting)
    session.type("<esc>")
    #expect(session.state.focus == .filter && session.shows("/ port") && !session.effects.contains(.quit))
    session.type("<esc>Q")
    #expect(session.state.focus == .quitting)
  }

  @Test(arguments: [("a.csv", true), ("a.jsonl", true), ("a.txt", true)])
  func `w writes them, and then quitting asks no more`(path: String, isKept: Bool) {
    let session = session().type("m:5<enter>:note look<enter>Qw<^u>\(path)<enter>")
    #expect(session.effects.contains { if case .write(let request) = $0 { request.path == path } else { false } })
    session.update(.export(.begun(path: path, rows: 10)))
    session.update(.export(.ended(written: 10, missed: 0, failure: nil)))
    session.type("q")
    #expect(session.effects.contains(.quit) == isKept)
  }

  @Test func `a writing that failed keeps nothing, nor one that left the rows out`() {
    let session = session().type(":5<enter>:note look<enter>")
    session.update(.export(.begun(path: "a.csv", rows: 10)))
    session.update(.export(.ended(written: 3, missed: 0, failure: "no space left on device")))
    session.type("q")
    #expect(session.state.focus == .quitting)
    session.type("<esc>/nr > 7<enter>q")
    #expect(session.shows("Hidden rows, which w leaves out: 1"))
    session.type("<esc>")
    session.update(.export(.begun(path: "a.csv", rows: 3)))
    session.update(.export(.ended(written: 3, missed: 0, failure: nil)))
    session.type("q")
    #expect(session.state.focus == .quitting)
  }

  @Test func `a note that was changed after it was written is asked about again`() {
    let session = session().type(":5<enter>:note look<enter>")
    session.update(.export(.begun(path: "a.csv", rows: 10)))
    session.type(":note other<enter>")
    session.update(.export(.ended(written: 10, missed: 0, failure: nil)))
    session.type("q")
    #expect(session.shows("Not saved yet: notes 1"))
  }

  @Test func `notes of a file are in a file, changed ones are not`() {
    let session = session(files: true)
    session.update(.noted([(row: 3, note: "from the file")]))
    session.type("q")
    #expect(session.effects.contains(.quit))
    session.type(":3<enter>:note<enter>q")
    #expect(session.shows("Not saved yet: notes 1"))
  }

  @Test func `a note on a row that is recorded is in a file, a mark is not`() {
    let session = session()
    session.update(.recording(RecordingFigures(bytes: 0, missed: 0)))
    session.receive("recorded").type("k:11<enter>:note look<enter>q")
    #expect(session.effects.contains(.quit))
    session.effects = []
    session.type("mq")
    #expect(session.shows("Not saved yet: marks 1 "))
    session.type("<esc>:5<enter>:note before the recording<enter>q")
    #expect(session.shows("Not saved yet: notes 1"))
  }

  @Test func `what was evicted cannot be saved and is not asked about`() {
    let session = session().type(":5<enter>:note look<enter>G").receive(count: 9_000, size: 1_400).type("q")
    #expect(session.effects.contains(.quit))
  }

  @Test func `a second interrupt ends at once, and the first says what is lost`() {
    let session = session(120).type("m<^c>")
    #expect(session.message.contains("^C again quits. Not saved yet: marks 1 (w writes them)"))
    session.type("<^c>")
    #expect(session.effects.contains(.quit))
    let other = self.session().type("mQ")
    other.update(.interrupt).update(.interrupt)
    #expect(other.effects.contains(.quit))
  }

  @Test(arguments: [(40, 10), (80, 24), (120, 35)])
  func `the question and its answers are drawn at every size`(columns: Int, rows: Int) {
    let session = session(columns, rows).type(":5<enter>:note look<enter>m/nr > 7<enter>Q")
    expectScreen(session, "quit-\(columns)x\(rows)")
  }
}
