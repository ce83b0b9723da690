import Monitor
import PayloadText
import TerminalUI
import Testing
import UDPCore

/// Tests that the pane with the focus is obvious: it alone has the reversed cursor and the reversed title.
@Suite struct FocusTests {
  /// A screen with table, peers, rates and detail, and the focus where `keys` puts it.
  private func session(_ keys: String, theme: Theme = .standard, rows: Int = 35) -> Session {
    let session = Session(120, rows, configure: { $0.theme = theme })
    for number in 0..<4 { session.receive("row", from: Session.endpoint("10.0.0.\(number + 1)", 5_000)) }
    return session.type("<up><enter>P<^g>" + keys)
  }

  /// The reversed text by screen row: cursors, which span the screen, and titles.
  private func reversed(_ session: Session) -> (cursors: [String], titles: [String]) {
    let canvas = session.state.drawn()
    var found: (cursors: [String], titles: [String]) = ([], [])
    for row in 0..<canvas.size.rows - 2 {
      let runs = canvas.styleRuns(row: row).filter { $0.style.attributes.contains(.reverse) }
      let columns = runs.reduce(0) { $0 + $1.columns.count }
      if columns >= 100 { found.cursors.append(canvas.lines[row]) }
      if columns > 0, canvas.lines[row].contains("─") { found.titles.append(canvas.lines[row]) }
    }
    return found
  }

  @Test(
    arguments: [Theme.standard, .light, .mono],
    [("table", "<tab><tab>"), ("peers", "P"), ("rate", ""), ("detail", "<tab>")])
  func `only the pane with the keys has a reversed cursor and title`(theme: Theme, pane: (name: String, keys: String)) {
    let session = session(pane.keys, theme: theme)
    #expect(session.state.focus.rawValue == pane.name)
    let (cursors, titles) = reversed(session)
    #expect(cursors.count == (["table", "peers"].contains(pane.name) ? 1 : 0), "\(cursors)")
    let names = ["peers": "─ peers ", "rate": "─ received from ", "detail": "─ detail of "]
    #expect(titles.count == (pane.name == "table" ? 0 : 1))
    if let name = names[pane.name] { #expect(titles.first?.contains(name) == true, "\(titles)") }
    if pane.name == "table" { #expect(cursors.first?.contains(" ‹  10.0.0.") == true, "\(cursors)") }
  }

  @Test func `the other panes keep a weaker cursor`() {
    let canvas = session("P").state.drawn()
    let row = canvas.lines.firstIndex { $0.contains("‹  10.0.0.3:5000") } ?? 0
    #expect(canvas.styleRuns(row: row).contains { $0.style.attributes.contains(.underline) && $0.columns.count > 10 })
  }

  @Test(arguments: ["/", "s", ":", "r"])
  func `while a line is typed no pane has the strong cursor, and the line's title is reversed`(key: String) {
    let session = session("<tab><tab>" + key)
    let (cursors, titles) = reversed(session)
    #expect(cursors.isEmpty && titles.count == 1, "\(cursors) \(titles)")
  }

  @Test func `every pane has a title`() {
    let session = session("<tab><tab>r", rows: 60)
    for title in ["─ peers ", "─ received from ", "─ detail of ", "─ reply to "] {
      #expect(session.shows(title))
    }
    #expect(session.lines[1].contains("No.") && session.lines[0].contains("udp 0.0.0.0:8080"))
  }
}
