import PayloadText
import TerminalUI
import Testing

@Suite struct SparklineTests {
  @Test(
    "bars grow with their values",
    arguments: [
      ([0, 1, 2, 3, 4, 5, 6, 7, 8], " ▁▂▃▄▅▆▇█"), ([0, 0], "  "), ([], ""), ([5], "█"), ([-3, 1_000_000, 1], " █▁"),
      ([Int.max, Int.max / 2, Int.min], "█▄ "),
    ] as [([Int], String)])
  func bars(values: [Int], text: String) {
    #expect(Sparkline(values).text(columns: 20).description == text)
  }

  @Test func `the newest values are shown, in ASCII where asked`() {
    #expect(Sparkline([9, 9, 0, 1, 8]).text(columns: 3).description == " ▁█")
    #expect(Sparkline([0, 1, 4, 8]).text(columns: 9, ascii: true).description == " _-#")
    #expect(Sparkline([1, 2]).text(columns: -1).isEmpty)
  }

  @Test func `a graph fills its rectangle from the right and from below`() {
    var canvas = Canvas(size: Size(columns: 5, rows: 2))
    Sparkline([0, 1, 8, 16]).draw(on: &canvas, in: canvas.bounds)
    #expect(canvas.lines == ["    █", "  ▁██"])
    Sparkline([4], top: 8).draw(on: &canvas, in: Rect(column: 0, row: 0, columns: 1, rows: 2))
    #expect(canvas.lines == ["    █", "█ ▁██"])
  }
}
