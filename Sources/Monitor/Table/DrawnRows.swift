/// The rows of the table in a frame. The next frame copies those that it shows too, if nothing happened that may change
/// how a row looks: most keys are steps through the rows, and drawing them is half of a frame.
struct DrawnRows {
  /// What the looks of all rows depend on.
  struct Basis: Hashable {
    let changes: Int
    let layout: ColumnLayout
    let columns: Range<Int>
    let start: Int64?
  }

  /// What the look of one row depends on beside its number.
  struct Surroundings: Hashable {
    /// The time of the row above; `nil` where no column tells the time since then.
    let above: Int64?
    /// The day of the row above, and that of the frame, in days since 1970.
    let dayAbove: Int
    let today: Int
  }

  let basis: Basis
  private var rows: [UInt64: (line: Int, surroundings: Surroundings)] = [:]

  init(_ basis: Basis) { self.basis = basis }

  /// Notes the line where a row was drawn.
  mutating func note(_ number: UInt64, at line: Int, _ surroundings: Surroundings) {
    rows[number] = (line, surroundings)
  }

  /// The line where the row looks as it would be drawn now.
  func line(of number: UInt64, _ surroundings: Surroundings) -> Int? {
    guard let row = rows[number], row.surroundings == surroundings else { return nil }
    return row.line
  }
}
