import PayloadText
import TerminalUI
import Testing
import UDPCore

@testable import Monitor

/// Tests times in the table, the detail and the peers: the date is shown unless it is today, and no figure is cut off.
@Suite struct TimeTests {
  private static let day: Int64 = 86_400_000_000_000

  @Test func `t shows the date and time of each row`() {
    let session = Session(120, 10).receive("hi").type("ttt")
    #expect(session.lines[1].contains("Date and time"))
    #expect(session.lines[2].contains("2026-11-22 21:07:45.130"), "\(session.lines[2])")
    session.update(.resized(Size(columns: 80, rows: 10)))
    #expect(session.lines[2].contains("2026-11-22 21:07:45"), "\(session.lines[2])")
  }

  @Test func `the setting can begin with dates`() {
    let session = Session(120, 10, configure: { $0.time = .date }).receive("hi")
    #expect(session.lines[2].contains("2026-11-22 21:07:45.130"))
    session.type("t")
    #expect(session.lines[2].contains("  21:07:45.130") && !session.lines[2].contains("2026"))
  }

  @Test func `rows of today have no date`() {
    let session = Session(120, 10).receive("one").receive("two")
    #expect(session.lines[1].contains("No.  Time          "))
    #expect(session.lines[2].contains("  1  21:07:45.130  ‹"))
  }

  @Test func `rows days apart do not look the same, and the date stands where the day changes`() {
    let session = Session(120, 12)
    for time in [Session.start - 3 * Self.day, Session.start - 3 * Self.day + 1_000_000, Session.start] {
      session.append(time: time)
    }
    #expect(session.lines[2].contains("  1  11-19 21:07:45.123  ‹"), "\(session.lines[2])")
    #expect(session.lines[3].contains("  2        21:07:45.124  ‹"), "\(session.lines[3])")
    #expect(session.lines[4].contains("  3  11-22 21:07:45.123  ‹"), "\(session.lines[4])")
    let styles = session.state.drawn().styleRuns(row: 2).filter { $0.style.description == "dim" }
    #expect(styles.contains { $0.columns.count == 6 }, "the date is dimmed: \(styles)")
  }

  @Test func `rows on the other side of a daylight-saving change show their own local time`() {
    let change = Session.start / 1_000_000_000 - 3 * 86_400 + 10
    let session = Session(
      120, 12,
      configure: {
        $0.utcOffsets = UTCOffsets { $0 < change ? 7_200 : 3_600 }
      })
    for seconds: Int64 in [9, 10, 3 * 86_400] {
      session.append(time: Session.start - 3 * Self.day + seconds * 1_000_000_000 - 123_000_000)
    }
    #expect(session.lines[2].contains("11-19 23:07:54.000"), "\(session.lines[2])")
    #expect(session.lines[3].contains("      22:07:55.000"), "\(session.lines[3])")
    #expect(session.lines[4].contains("11-22 22:07:45.000"), "\(session.lines[4])")
    session.type("P<enter>")
    #expect(session.shows("11-19 23:07"))
  }

  @Test(arguments: [Int64.min, -1, 0, 1, .max])
  func `any moment has an offset`(time: Int64) {
    #expect(UTCOffsets { $0 < 0 ? 60 : 120 }.offset(at: time) == (time < 0 ? 60 : 120))
  }

  @Test func `another year has its number`() {
    let session = Session(120, 12).append(time: Session.start - 400 * Self.day).append(time: Session.start)
    #expect(session.lines[2].contains("2025-10-18 21:07:45.123"), "\(session.lines[2])")
    #expect(session.lines[3].contains("11-22 21:07:45.123"), "\(session.lines[3])")
  }

  @Test func `at midnight the rows in sight become yesterday's without a key`() {
    let session = Session(120, 12).receive("before midnight")
    #expect(!session.lines[2].contains("11-22"))
    session.tick(seconds: 3 * 3_600)
    #expect(session.lines[2].contains("11-22 21:07:45.130"), "\(session.lines[2])")
    session.append(time: Session.start + 3 * 3_600_000_000_000)
    #expect(session.lines[3].contains("11-23 00:07:45.123"), "\(session.lines[3])")
  }

  @Test(arguments: [(8, "11-22", "11-23", 16), (-5, "11-22", "11-23", 29), (0, "11-22", "11-23", 24)])
  func `rows on both sides of midnight have the dates of their own local days`(
    hours: Int, before: String, after: String, midnight: Int64
  ) {
    let session = Session(120, 12, configure: { $0.utcOffsets = UTCOffsets(hours * 3_600) })
    // The midnight of Session.start, a quarter past nine in the evening, in UTC.
    let day = Session.start / Self.day * Self.day
    session.append(time: day + midnight * 3_600_000_000_000 - 1_000_000)
    session.append(time: day + midnight * 3_600_000_000_000)
    session.append(time: day + midnight * 3_600_000_000_000 + 1_000_000)
    session.type("ttt")
    #expect(session.lines[2].contains("2026-\(before) 23:59:59.999"), "\(session.lines[2])")
    #expect(session.lines[3].contains("2026-\(after) 00:00:00.000"), "\(session.lines[3])")
    session.type("t")
    let shown = session.lines[2...4].map { $0.contains("23:59:59.999") || $0.contains("00:00:00.00") }
    #expect(shown == [true, true, true], "\(session.lines)")
  }

  @Test func `the rows in sight become yesterday's at the local midnight, not at that of UTC`() {
    let session = Session(120, 12, configure: { $0.utcOffsets = UTCOffsets(8 * 3_600) }).receive("in the morning")
    #expect(session.lines[2].contains("  05:07:45.130"), "\(session.lines[2])")
    session.tick(seconds: 3 * 3_600)
    #expect(!session.lines[2].contains("11-2"), "\(session.lines[2])")
    session.tick(seconds: 15 * 3_600 + 52 * 60 + 14)
    #expect(!session.lines[2].contains("11-2"), "\(session.lines[2])")
    session.tick(seconds: 2)
    #expect(session.lines[2].contains("11-23 05:07:45.130"), "\(session.lines[2])")
  }

  @Test func `a narrow window shows the date too`() {
    let session = Session(80, 12).append(time: Session.start - 3 * Self.day).append(time: Session.start)
    #expect(session.lines[2].contains("11-19 21:07:45"), "\(session.lines[2])")
    #expect(session.lines[3].contains("11-22 21:07:45"), "\(session.lines[3])")
  }

  @Test(arguments: [40, 80, 120])
  func `the detail's title has the whole time`(columns: Int) {
    let session = Session(columns, 24).receive("hi").type("<up><enter>")
    let title = session.lines.first { $0.contains("detail of 1") } ?? ""
    #expect(title.contains(columns < 60 ? "· 11-22 21:07:45" : "2026-11-22 21:07:45"), "\(title)")
    if columns > 80 { #expect(title.contains("21:07:45.130000"), "\(title)") }
  }

  @Test func `a peer heard days ago has the date of that`() {
    let session = Session(160, 20).append(time: Session.start - 3 * Self.day).append(time: Session.start).type("P")
    #expect(session.lines.contains { $0.contains("11-19 21:07") && $0.contains("21:07:45") })
  }

  @Test(arguments: [
    (1.0, "+1.000000"), (9_999.0, "+9999.000000"), (10_000.0, "+2:46:40.000"), (100_000.0, "+27:46:40"),
    (1_000_000.0, "+11d 13:46:40"), (90_000_000.0, "+1041d 16:00"), (8_000_000_000.0, "+92592d 14h"),
  ])
  func `since start and delta change the unit and are never cut`(seconds: Double, shown: String) {
    let files: (inout MonitorSettings) -> Void = { $0.files = ["a.pcap"] }
    let session = Session(120, 10, configure: files).append(time: 1_000_000_000)
    session.append(time: (Int64(seconds) + 1) * 1_000_000_000).type("t")
    let wanted = shown == "+11d 13:46:40" ? "+11d 13:46" : shown
    #expect(
      session.lines[1].contains("Since start") && session.lines[3].contains("  2  \(wanted)"), "\(session.lines[3])")
    session.type("t")
    #expect(session.lines[1].contains("Delta") && session.lines[3].contains("  2  \(wanted)"), "\(session.lines[3])")
    #expect(!session.lines[3].prefix(30).contains("…"))
  }

  @Test(arguments: [4, 6, 8, 10, 12, 14])
  func `no width that a person chooses cuts a number`(width: Int) {
    let session = Session(120, 10, configure: { $0.files = ["a.pcap"] }).append(time: Session.start)
    session.append(time: Session.start + 123_456_789_000_000)
    session.append(.incoming, Array(repeating: 0x61, count: 60_000))
    for style in ["", "t", "tt", "ttt"] {
      session.type(":columns number:\(width) time:\(width) delta:\(width) size:\(width) text<enter>" + style)
      for line in session.lines[2...4] {
        for word in line.prefix(4 * width + 10).split(separator: " ") where word.contains("…") {
          #expect(word == "…", "\(line)")
        }
      }
    }
    session.type(":columns size:4 text<enter>")
    #expect(session.lines[4].contains(" 60k"), "\(session.lines[4])")
  }
}
