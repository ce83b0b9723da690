import Monitor
import Testing
import UDPCore

/// Tests `u`: it undoes, step by step, the changes to the view and to the rows' marks and notes, and names each step.
@Suite struct UndoTests {
  /// Thirty rows of three peers.
  private func session() -> Session {
    let session = Session(120, 24)
    for number in 0..<30 {
      session.receive("row \(number)", from: Session.endpoint("10.0.0.\(number % 3 + 1)", 5_000))
    }
    return session.tick(seconds: 1)
  }

  /// A command and the sentence shown when it is undone.
  struct Step: Sendable, CustomTestStringConvertible {
    var keys: String
    var sentence: String

    init(_ keys: String, _ sentence: String) { (self.keys, self.sentence) = (keys, sentence) }

    var testDescription: String { keys }
  }

  static let steps = [
    Step("z", "undone: clearing the table; its rows are back"),
    Step("/port 9<enter>", "undone: filter port 9; all rows are shown again"),
    Step("+", "undone: filter peer 10.0.0.2:5000; all rows are shown again"),
    Step("-", "undone: filter not peer 10.0.0.2:5000; all rows are shown again"),
    Step("P<enter>", "undone: filter peer 10.0.0.2:5000; all rows are shown again"),
    Step("m", "undone: row 29 is no longer marked"), Step("Pm", "undone: 10.0.0.2:5000 is no longer marked"),
    Step(":note look<enter>", "undone: the note on row 29 is removed"),
    Step(":sort size<enter>", "undone: the rows are in order of arrival again"),
    Step("I", "undone: the rows are in order of arrival again"),
    Step("ebig5<enter>", "undone: the encoding of 10.0.0.2:5000 is ascii again"),
    Step("Ebig5<enter>", "undone: the encodings of all peers are as before"),
    Step(":columns number text<enter>", "undone: the columns are as before"),
    Step("P>", "undone: the peers are sorted as before"),
    Step("PI", "undone: the peers are sorted as before"),
  ]

  @Test(arguments: steps)
  func `u takes back each of these, and says so`(step: Step) {
    let session = session()
    let before = Self.words(session.type("k"))
    session.type(step.keys)
    if step.keys.hasPrefix("P") { session.type("<esc>") }
    session.type("u")
    #expect(session.message.contains(step.sentence), "\(session.message)")
    session.type("<up>u:29<enter>")
    #expect(Self.words(session) == before, "\(session.lines.joined(separator: "\n"))")
  }

  /// The words in the table, whatever its columns' widths.
  private static func words(_ session: Session) -> [[Substring]] {
    session.lines[1..<22].map { $0.split(separator: " ") }
  }

  @Test func `undoing one step after another ends with nothing to undo`() {
    let session = session().type("k").type("mz").type("/10.0.0.1<enter>").type("I")
    session.type("u")
    #expect(session.message.contains("undone: the rows are in order of arrival again"))
    session.type("u")
    #expect(session.message.contains("undone: filter host 10.0.0.1; all rows are shown again"))
    session.type("u")
    #expect(session.message.contains("undone: clearing the table; its rows are back") && session.shows("row 29"))
    session.type("u")
    #expect(session.message.contains("undone: row 29 is no longer marked"))
    session.type("u")
    #expect(session.message.contains("nothing to undo"))
  }

  @Test func `u takes back the encoding that was chosen last, not the mark before it`() {
    let session = session().type("kmegbk<enter>").type("ebig5<enter>u")
    #expect(session.message.contains("undone: the encoding of 10.0.0.3:5000 is gbk again"), "\(session.message)")
    session.type("Eutf-8<enter>u")
    #expect(session.lines.contains { $0.contains("10.0.0.3:5000") && $0.contains(" gbk ") })
    session.type("u")
    #expect(session.message.contains("undone: the encoding of 10.0.0.3:5000 is ascii again"))
    session.type("u")
    #expect(session.message.contains("undone: row 29 is no longer marked"))
  }

  @Test func `a mark and a note that were there before come back`() {
    let session = session().type("k:note first<enter>:note second<enter>u")
    #expect(session.message.contains("undone: the note on row 29 is restored") && session.shows("[first]"))
    session.type(":note<enter>u")
    #expect(session.shows("[first]"))
    session.type("m:29<enter>mu")
    #expect(session.message.contains("undone: row 29 is marked again"))
  }

  @Test func `undoing a note while recording says so to the recording`() {
    let session = session()
    session.update(.recording(RecordingFigures(bytes: 100, missed: 0)))
    session.type("k:note a<enter>")
    session.effects = []
    session.type("u")
    #expect(session.takeEffects().contains(.recordNote(nil, row: 29)))
  }

  @Test func `undoing goes back to the filter before, not to none`() {
    let session = session().type("/10.0.0.1<enter>/<^u>10.0.0.2<enter>u")
    #expect(session.lines[0].contains(" host 10.0.0.1   10 of 30"))
    #expect(session.message.contains("undone: filter host 10.0.0.2; host 10.0.0.1 is on again"))
  }

  @Test func `a filter that was accepted as it was is no step`() {
    let session = session().type("/10.0.0.1<enter>/<enter>u")
    #expect(session.lines[0].hasSuffix(" 30") && !session.lines[0].contains("host"))
  }

  @Test func `u after a mark does not claim to bring the cleared rows back at once`() {
    let session = session().type("z")
    #expect(session.shows("Older rows are cleared: u brings them back"))
    session.receive("new").type("mI/none of these<enter>")
    #expect(session.shows("Older rows are cleared: u pressed 4 times brings them back"))
    session.type(":3<enter>")
    #expect(session.message.contains("row 3 was cleared: u pressed 4 times brings it back"))
  }

  @Test func `the steps are bounded, and what fell out is not promised`() {
    let session = session().type("z").receive("new")
    for _ in 0..<100 { session.type("I") }
    session.type(":3<enter>")
    #expect(session.message.contains("row 3 was cleared") && !session.message.contains("brings"))
    for _ in 0..<100 { session.type("u") }
    #expect(session.message.contains("undone"))
    session.type("u")
    #expect(session.message.contains("nothing to undo"))
  }

  // MARK: A filter that is switched off

  @Test(arguments: [
    ("+", "peer 10.0.0.3:5000"), ("-", "not peer 10.0.0.3:5000"), ("mM", "marked"),
    ("P<enter><esc>", "peer 10.0.0.3:5000"),
  ])
  func `a filter that is off is not forgotten by the next one`(keys: String, filter: String) {
    let session = session().type("/port 5000<enter>T")
    #expect(session.lines[0].contains("(off) port 5000"))
    session.type(keys)
    #expect(session.lines[0].contains(" \(filter)  (off) port 5000   "), "\(session.lines[0])")
    session.type("T")
    #expect(session.lines[0].contains(" port 5000 and \(filter)   "), "\(session.lines[0])")
    session.type("u")
    #expect(session.lines[0].contains(" \(filter)  (off) port 5000   "))
    session.type("u")
    #expect(session.lines[0].contains(" (off) port 5000   30"))
  }

  @Test func `M twice comes back to the filter that was off`() {
    let session = session().type("m/port 5000<enter>TM")
    #expect(session.lines[0].contains(" marked  (off) port 5000   1 of 30"))
    session.type("M")
    #expect(session.lines[0].contains(" (off) port 5000   30"))
    session.type("T")
    #expect(session.lines[0].contains(" port 5000   30 of 30"))
  }

  @Test func `editing the filter that is off puts it in force`() {
    let session = session().type("/port 5000<enter>T/")
    #expect(session.shows("/ port 5000"))
    session.type("<enter>")
    #expect(session.lines[0].contains(" port 5000   30 of 30") && !session.lines[0].contains("off"))
  }
}
