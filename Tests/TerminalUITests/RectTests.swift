import TerminalUI
import Testing

@Suite struct RectTests {
  let rect = Rect(column: 2, row: 1, columns: 10, rows: 4)

  @Test("what is taken and what is dropped make up the whole", arguments: [-5, 0, 1, 3, 4, 10, 11, Int.max, Int.min])
  func partition(count: Int) {
    #expect(rect.taking(top: count).rows + rect.dropping(top: count).rows == rect.rows)
    #expect(rect.taking(bottom: count).rows + rect.dropping(bottom: count).rows == rect.rows)
    #expect(rect.taking(left: count).columns + rect.dropping(left: count).columns == rect.columns)
    #expect(rect.taking(right: count).columns + rect.dropping(right: count).columns == rect.columns)
    #expect(rect.dropping(top: count).row == rect.taking(top: count).endRow)
    #expect(rect.taking(right: count).column == rect.dropping(right: count).endColumn)
  }

  @Test func `a part lies at its edge`() {
    #expect(rect.taking(bottom: 1) == Rect(column: 2, row: 4, columns: 10, rows: 1))
    #expect(rect.taking(right: 3) == Rect(column: 9, row: 1, columns: 3, rows: 4))
    #expect(rect.line(1) == Rect(column: 2, row: 2, columns: 10, rows: 1))
    #expect(rect.line(4).isEmpty)
    #expect(rect.line(-1).isEmpty)
    #expect(rect.inset(columns: 1, rows: 1) == Rect(column: 3, row: 2, columns: 8, rows: 2))
    #expect(rect.centered(Size(columns: 4, rows: 2)) == Rect(column: 5, row: 2, columns: 4, rows: 2))
    #expect(rect.centered(Size(columns: 40, rows: 20)) == rect)
  }

  @Test func `an extent is never negative and an inset never more than all`() {
    #expect(Rect(column: 0, row: 0, columns: -3, rows: -1).isEmpty)
    #expect(Size(columns: -1, rows: 2) == Size(columns: 0, rows: 2))
    #expect(rect.inset(columns: 6, rows: 3).isEmpty)
    #expect(rect.inset(columns: .max, rows: .max).isEmpty)
  }

  @Test func `edges beyond the numbers saturate`() {
    let far = Rect(column: .max - 1, row: .max, columns: 10, rows: 10)
    #expect(far.endColumn == .max)
    #expect(far.intersection(rect).isEmpty)
    let everything = Rect(column: .min, row: .min, columns: .max, rows: .max)
    #expect(everything.intersection(Rect(column: 0, row: 0, columns: 5, rows: 5)).isEmpty)
    #expect(Rect(column: -5, row: -5, columns: .max, rows: .max).intersection(rect) == rect)
  }
}
