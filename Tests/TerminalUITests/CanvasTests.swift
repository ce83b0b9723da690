import PayloadText
import TerminalUI
import Testing

@Suite(.unicodeLocale) struct CanvasTests {
  private func drawn(_ text: SafeText, at column: Int, columns: Int = 6, in clip: Rect? = nil) -> (Canvas, Int) {
    var canvas = Canvas(size: Size(columns: columns, rows: 1))
    canvas.fill(canvas.bounds, style: .plain)
    let used = canvas.draw(text, at: Position(column: column, row: 0), in: clip ?? canvas.bounds)
    return (canvas, used)
  }

  @Test(
    "text is cut at the edges, a wide glyph never in two",
    arguments: [
      ("abc", 0, "abc", 3), ("abcdefgh", 0, "abcdef", 6), ("温度=1", 0, "温度=1", 6), ("温度温度", 0, "温度温", 6),
      ("a温度温", 0, "a温度", 6), ("温度", 5, "", 1), ("abc", -1, "bc", 3), ("温度", -1, " 度", 4), ("温度", -2, "度", 4),
      ("abc", 6, "", 0), ("abc", -3, "", 3), ("abc", Int.max, "", 0), ("abc", Int.min, "", 3),
      ("e\u{301}\u{308}x", 0, "e\u{301}\u{308}x", 2),
    ])
  func cutting(text: String, column: Int, line: String, used: Int) {
    let (canvas, columns) = drawn(SafeText(text), at: column)
    #expect(canvas.lines == [line])
    #expect(columns == used)
  }

  @Test func `a clip is an edge too`() {
    let clip = Rect(column: 1, row: 0, columns: 3, rows: 1)
    #expect(drawn("abcdef", at: 0, in: clip).0.lines == [" bcd"])
    #expect(drawn("温度温", at: 0, in: clip).0.lines == ["  度"])
    #expect(drawn("温度温", at: 1, in: clip).0.lines == [" 温"])
    #expect(drawn("abc", at: 0, in: Rect(column: 0, row: 1, columns: 6, rows: 1)).0.lines == [""])
  }

  @Test(
    "what covers one half of a wide glyph blanks the other", arguments: [(0, "x 度"), (1, " x度"), (2, "温x"), (3, "温 x")])
  func covering(column: Int, line: String) {
    var canvas = drawn("温度", at: 0).0
    canvas.draw("x", at: Position(column: column, row: 0))
    #expect(canvas.lines == [line])
    #expect(kindsMatch(canvas))
  }

  @Test func `a wide glyph over two others leaves no halves`() {
    var canvas = drawn("温度", at: 0).0
    canvas.draw("中", at: Position(column: 1, row: 0))
    #expect(canvas.lines == [" 中"])
    #expect(kindsMatch(canvas))
    canvas.fill(Rect(column: 2, row: 0, columns: 1, rows: 1))
    #expect(canvas.lines == [""])
    #expect(kindsMatch(canvas))
  }

  @Test func `restyling takes a wide glyph whole, by its left half`() {
    var canvas = drawn("a温度", at: 0).0
    canvas.restyle(Rect(column: 2, row: 0, columns: 2, rows: 1)) { $0.attributes.insert(.bold) }
    #expect(canvas.styleRuns(row: 0) == [.init(columns: 3..<5, style: Style(.standard, .bold))])
  }

  @Test func `escapes are told from text by reverse, in a reversed row too`() {
    var canvas = Canvas(size: Size(columns: 8, rows: 2))
    canvas.draw("a\u{1b}", at: Position(column: 0, row: 0))
    canvas.draw("a\u{1b}", at: Position(column: 0, row: 1), style: Style(.red, .reverse))
    #expect(canvas.lines == ["a\\x1b", "a\\x1b"])
    #expect(canvas.styleRuns(row: 0) == [.init(columns: 1..<5, style: Style(.standard, .reverse))])
    #expect(
      canvas.styleRuns(row: 1) == [
        .init(columns: 0..<1, style: Style(.red, .reverse)), .init(columns: 1..<5, style: Style(.red)),
      ])
    canvas.draw("\u{1b}", at: Position(column: 0, row: 0), in: canvas.bounds, escapes: Style(.yellow))
    #expect(canvas[0, 0].style == Style(.yellow))
  }

  @Test func `frames and lines are drawn, in ASCII where asked`() {
    var canvas = Canvas(size: Size(columns: 4, rows: 3))
    #expect(canvas.frame(canvas.bounds) == Rect(column: 1, row: 1, columns: 2, rows: 1))
    #expect(canvas.lines == ["┌──┐", "│  │", "└──┘"])
    var plain = Canvas(size: Size(columns: 4, rows: 3), ascii: true)
    plain.frame(plain.bounds)
    #expect(plain.lines == ["+--+", "|  |", "+--+"])
    plain.horizontalLine(at: Position(column: 1, row: 1), columns: .max)
    plain.verticalLine(at: Position(column: 0, row: -1), rows: .max)
    #expect(plain.lines == ["|--+", "|---", "|--+"])
  }

  @Test(
    "any size and any place are drawn without harm",
    arguments: [
      Size(columns: 0, rows: 0), Size(columns: 1, rows: 1), Size(columns: 0, rows: 5), Size(columns: 2_000, rows: 500),
      Size(columns: .max, rows: .max),
    ])
  func sizes(size: Size) {
    var canvas = Canvas(size: Size(columns: size.columns, rows: size.rows))
    for row in [Int.min, -1, 0, 1, 499, Int.max] {
      for column in [Int.min, -1, 0, 1_999, Int.max] {
        let rect = Rect(column: column, row: row, columns: 3, rows: .max)
        canvas.draw("温度", at: Position(column: column, row: row), in: rect)
        canvas.frame(Rect(column: column, row: row, columns: 5, rows: 5))
        canvas.horizontalLine(at: Position(column: column, row: row), columns: 5)
        canvas.restyle(rect.line(0)) { $0 = $0.reversed }
        Sparkline([1, 2, 3]).draw(on: &canvas, in: Rect(column: column, row: row, columns: 3, rows: 2))
        LineEditor(text: "温度").draw(on: &canvas, in: rect, prompt: "> ")
      }
    }
    #expect(canvas.lines.count == canvas.size.rows)
    #expect(canvas.size.columns <= Canvas.largest.columns)
  }

  @Test func `rows are compared one by one`() {
    var canvas = Canvas(size: Size(columns: 4, rows: 2))
    let earlier = canvas
    canvas.draw("a", at: Position(column: 0, row: 1), style: Style(.green))
    #expect(canvas.hasSameRow(0, as: earlier))
    #expect(!canvas.hasSameRow(1, as: earlier))
    #expect(!canvas.hasSameRow(0, as: Canvas(size: Size(columns: 5, rows: 2))))
    #expect(!canvas.hasSameRow(2, as: earlier))
  }

  @Test func `a style says itself in words`() {
    #expect(Style.plain.description == "plain")
    #expect(Style(.brightRed, [.reverse, .bold]).description == "bold reverse brightRed")
  }

  /// Whether the two halves of every wide glyph are adjacent.
  private func kindsMatch(_ canvas: Canvas) -> Bool {
    (0..<canvas.size.columns).allSatisfy { column in
      switch canvas[column, 0].kind {
      case .single: true
      case .wideStart: canvas[column + 1, 0].kind == .wideEnd
      case .wideEnd: canvas[column - 1, 0].kind == .wideStart
      }
    }
  }
}
