import DisplayFilter
import Formats
import Monitor
import PayloadText
import TerminalUI
import Testing
import UDPCore

/// Tests the graph of fields, their columns and the order of rows by them.
struct GraphTests {
  private static let other = Session.endpoint("10.0.0.4", 9)

  /// A meter whose temperature rises by a tenth of a degree a second, and beside it one that is hot.
  private static func session(_ columns: Int = 120, _ rows: Int = 35, chinese: Bool = false) -> Session {
    let session = Session(columns, rows) { settings in
      let meter = FormatsTests.format(
        "meter", .structure(FormatsTests.meter), show: "meter {kind} {seq}: {temp} °C", check: true)
      settings.formats = { FormatBook([meter]) }
      if chinese { settings.catalogue = Language.simplifiedChinese.catalogue }
    }
    for turn in 0..<60 {
      let time = Session.start + Int64(turn) * 1_000_000_000
      let temperature = Int16(200 + (turn < 40 ? turn : 80 - turn))
      session.add(.incoming, FormatsTests.frame(seq: UInt16(turn), temperature: temperature), time: time)
      session.add(
        .incoming, FormatsTests.frame(seq: UInt16(turn), temperature: 900), peer: other, time: time + 500_000_000)
    }
    session.deliver().tick(seconds: 1)
    session.type("Gk")
    return session
  }

  @Test(arguments: [Size(columns: 120, rows: 35), Size(columns: 80, rows: 24), Size(columns: 40, rows: 10)])
  func `a field of the selected peer is drawn over time at every size`(size: Size) {
    expectScreen(Self.session(size.columns, size.rows).type("V"), "graph-\(size.columns)x\(size.rows)")
  }

  @Test(arguments: [Size(columns: 120, rows: 35), Size(columns: 80, rows: 24)])
  func `several fields have a plot each, in Chinese`(size: Size) {
    let session = Self.session(size.columns, size.rows, chinese: true).type(":graph temp seq<enter>hhh")
    expectScreen(session, "graph-several-\(size.columns)x\(size.rows)")
  }

  @Test
  func `V draws the field under the cursor of the detail, else the columns that are fields, else what is measured`() {
    let session = Self.session().type("V")
    #expect(session.shows("─ temp from 10.0.3.17:53412"), "\(session.lines)")
    #expect(session.shows("min 20  mean "), "\(session.lines)")
    #expect(session.shows("max 24"), "\(session.lines)")
    session.type("V:columns +meter.seq +temp<enter>V")
    #expect(session.shows("─ meter.seq, temp from"), "\(session.lines)")
    session.type("V<enter><tab>llV")
    #expect(session.shows("─ seq from") && !session.shows("meter.seq, temp"), "\(session.lines)")
    let plain = Session(120, 35).receive("hello").type("V")
    #expect(plain.message.contains("no format finds a number in this row"), "\(plain.message)")
  }

  @Test func `the graph tells the value under the cursor and its time, and moves with what arrives without one`() {
    let session = Self.session().type("V")
    #expect(session.shows("temp  22.1 °C"), "\(session.lines)")
    let time = Session.start + 60_000_000_000
    session.add(.incoming, FormatsTests.frame(seq: 60, temperature: 305), time: time)
    session.deliver()
    #expect(session.shows("temp  30.5 °C") && session.shows("max 30.5"), "\(session.lines)")
    session.type("g")
    #expect(session.shows("20 °C"), "\(session.lines)")
    session.type("l")
    #expect(session.shows("20.1 °C"), "\(session.lines)")
    session.type("G")
    #expect(session.shows("temp  30.5 °C"))
  }

  @Test func `Enter draws all rows that the filter shows, and again those of one peer`() {
    let session = Self.session().type("V<enter>")
    #expect(session.shows("─ temp of all rows") && session.shows("max 90"), "\(session.lines)")
    session.type("<tab>/temp << 50<enter>")
    while session.state.wantsMoreTime { session.update(.work) }
    #expect(session.shows("· that the filter shows") && session.shows("max 24"), "\(session.lines)")
    // From the table, V draws what the selected peer sent.
    session.type("V")
    #expect(session.shows("─ temp from 10.0.3.17:53412"), "\(session.lines)")
    session.type("<enter><enter>")
    #expect(session.shows("─ temp from 10.0.3.17:53412"), "\(session.lines)")
  }

  @Test func `greater and less change the time of a column, j and k the field`() {
    let session = Self.session().type("V")
    #expect(session.shows("· 1 s a column"), "\(session.lines)")
    session.type("<<")
    #expect(session.message.contains("the graph covers all the time of the rows"))
    session.type(String(repeating: ">", count: 20))
    #expect(session.message.contains("a column cannot stand for less time"), "\(session.message)")
    session.type("j")
    #expect(session.shows("─ meter.crc from"), "\(session.lines)")
    session.type("j")
    #expect(session.message.contains("the format has no field after this one"))
    session.type("kk")
    #expect(session.shows("─ meter.seq from"), "\(session.lines)")
  }

  @Test func `a field that no format has, or that is no number, has no graph, and that is said`() {
    let session = Self.session().type(":graph tmp<enter>")
    #expect(session.shows("no format in force has the field 'tmp'"), "\(session.lines)")
    session.type("<esc>:graph temp seq kind crc meter.temp<enter>")
    #expect(session.shows("a graph has at most 4 fields"), "\(session.lines)")
  }

  @Test func `a capture of a regular expression out of GBK text is drawn`() {
    let session = Session(120, 35) { settings in
      let format = FormatsTests.format("room", .patterns([FormatsTests.regex(#"温度=(?<temp>[\d.]+)"#)]))
      settings.formats = { FormatBook([format]) }
    }
    for tenths in 200..<240 { session.receive("温度=\(tenths / 10).\(tenths % 10) 湿度=40", as: .gb18030) }
    session.type("V")
    while session.state.wantsMoreTime { session.update(.work) }
    #expect(session.shows("─ temp from 10.0.3.17:53412"), "\(session.lines)")
    #expect(session.shows("temp  23.9") && session.shows("min 20  mean 21.95  max 23.9"), "\(session.lines)")
    #expect(session.lines.contains { $0.contains("▁") || $0.contains("█") })
  }

  @Test func `a value of JSON is drawn`() {
    let session = Session(120, 35) { settings in
      let format = FormatsTests.format("sensor", .paths([(name: "t", path: "$.sensor.t")]))
      settings.formats = { FormatBook([format]) }
    }
    for value in 1...9 { session.receive(#"{"sensor":{"t":\#(value)}}"#) }
    session.type(":graph t<enter>")
    #expect(session.shows("t  9") && session.shows("min 1  mean 5  max 9"), "\(session.lines)")
  }

  @Test func `the three levels of a JSON object are columns, told in the detail, and found by the filter`() {
    let session = Session(160, 35) { settings in
      let format = FormatsTests.format(
        "sensor",
        .paths([
          (name: "id", path: "$.id"), (name: "temp", path: "$.room.temp"), (name: "unit", path: "$.room.meter.unit"),
        ]))
      settings.formats = { FormatBook([format]) }
    }
    session.receive(#"{"id":"a1","room":{"temp":21.5,"meter":{"unit":"°C"}}}"#)
    session.receive(#"{"id":"b2","room":{"temp":70,"meter":{"unit":"°F"}}}"#)
    session.type(":columns time id temp unit temp~<enter>")
    #expect(session.lines.contains { $0.contains("  a1  21.5  °C  ") }, "\(session.lines)")
    #expect(session.lines.contains { $0.contains("  b2    70  °F  ") }, "\(session.lines)")
    session.type("/unit = '°F'<enter>")
    #expect(session.lines[0].contains("1 of 2") && !session.shows("a1"), "\(session.lines)")
  }

  @Test func `columns of the configuration are fields too`() {
    let session = Session(120, 35) { settings in
      let meter = FormatsTests.format("meter", .structure(FormatsTests.meter), check: true)
      settings.formats = { FormatBook([meter]) }
      settings.columns.shown = [.time, .field("temp"), .trail("temp"), .text]
    }
    session.append(.incoming, FormatsTests.frame(seq: 1, temperature: 215))
    #expect(session.lines[1].split(separator: " ") == ["Time", "temp", "temp~", "Text"], "\(session.lines)")
    #expect(session.lines[2].contains("21.5 °C  ▄"), "\(session.lines)")
  }

  @Test func `a column with a tilde draws the last values of the row's peer`() {
    let session = Self.session().type(":columns +temp +temp~<enter>")
    #expect(session.lines.contains { $0.contains("temp~") }, "\(session.lines)")
    #expect(session.lines.contains { $0.contains("22.1 °C") && $0.contains("█▇▆▅▄▃▂▁") }, "\(session.lines)")
    #expect(session.lines.contains { $0.contains("90 °C") && $0.contains("▄▄▄▄▄▄▄▄") }, "\(session.lines)")
    session.append(.incoming, FormatsTests.frame(seq: 60, temperature: 305)).type("G")
    #expect(session.lines.contains { $0.contains("30.5 °C") && $0.contains("▁▁▁▁▁▁▁█") }, "\(session.lines)")
    session.type(":columns +tempo~<enter>")
    #expect(session.shows("no such column and no such field"), "\(session.lines)")
  }

  @Test func `rows are sorted by a field, numbers as numbers, and those without it last`() {
    let session = Session(120, 35) { settings in
      let meter = FormatsTests.format("meter", .structure(FormatsTests.meter), show: "meter {temp}", check: true)
      settings.formats = { FormatBook([meter]) }
    }
    session.receive("hello")
    for temperature in [215, -42, 1_000, 90] as [Int16] {
      session.append(.incoming, FormatsTests.frame(seq: 1, temperature: temperature))
    }
    session.type(":columns +temp<enter>:sort temp<enter>")
    while session.state.wantsMoreTime { session.update(.work) }
    session.type("g")
    func values() -> [String] {
      session.lines.dropFirst(2).prefix(5).map { String($0.split(separator: " ").last ?? "") }
    }
    #expect(values() == ["-4.2", "9", "21.5", "100", "hello"], "\(session.lines)")
    session.type("I")
    #expect(values() == ["hello", "100", "21.5", "9", "-4.2"], "\(session.lines)")
    session.type(":sort proto<enter>:sort nothing<enter>")
    #expect(session.shows("no such column and no such field"), "\(session.lines)")
  }

  @Test func `texts of a field are sorted as texts`() {
    let session = Session(120, 35) { settings in
      let format = FormatsTests.format("name", .patterns([FormatsTests.regex("name=(?<who>.+)")]))
      settings.formats = { FormatBook([format]) }
    }
    for name in ["mallory", "bob", "alice", "7", "a very long name that goes on"] { session.receive("name=\(name)") }
    session.type(":sort who<enter>")
    while session.state.wantsMoreTime { session.update(.work) }
    session.type("g")
    let names = session.lines.dropFirst(2).prefix(5).compactMap { $0.split(separator: "=").last.map(String.init) }
    #expect(names == ["7", "a very long name that goes on", "alice", "bob", "mallory"], "\(session.lines)")
  }
}
