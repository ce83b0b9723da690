package import PayloadText

/// A small bar graph with one column per value, scaled so that the largest value fills the height. Zero is an empty
/// column; any positive value is at least the lowest bar.
package struct Sparkline: Hashable, Sendable {
  /// The values from left to right; negative ones are drawn as 0.
  package var values: [Int]
  /// The value at full height; `nil` for the largest value drawn.
  package var top: Int?

  /// Creates a graph of `values`.
  package init(_ values: [Int], top: Int? = nil) {
    self.values = values
    self.top = top
  }

  /// Draws the last values, right-aligned in `rect` and as high as it is.
  package func draw(on canvas: inout Canvas, in rect: Rect, style: Style = .plain) {
    let steps = canvas.isASCII ? Glyphs.plainBars : Glyphs.bars
    let shown = values.suffix(rect.columns)
    let left = rect.endColumn.saturatingSubtract(shown.count)
    for (offset, eighths) in heights(shown, steps: steps.count, rows: rect.rows).enumerated() {
      var rest = eighths
      for row in stride(from: rect.rows - 1, through: 0, by: -1) where rest > 0 {
        let glyph = steps[min(rest, steps.count) - 1]
        rest -= steps.count
        let place = Rect(column: left.saturatingAdd(offset), row: rect.row.saturatingAdd(row), columns: 1, rows: 1)
        canvas.fill(place.intersection(rect), with: glyph, style: style)
      }
    }
  }

  /// Returns the graph of the last `columns` values as one row of text.
  package func text(columns: Int, ascii: Bool = false) -> SafeText {
    let steps = ascii ? Glyphs.plainBars : Glyphs.bars
    return heights(values.suffix(max(0, columns)), steps: steps.count, rows: 1).reduce(into: SafeText()) {
      text, height in
      text += SafeText(height == 0 ? .blank : steps[height - 1])
    }
  }

  /// Returns the height of each bar in steps; each of the `rows` has `steps`.
  private func heights(_ values: ArraySlice<Int>, steps: Int, rows: Int) -> [Int] {
    let highest = Double(max(1, top ?? values.max() ?? 1))
    let full = Double(steps.multipliedReportingOverflow(by: rows).partialValue)
    return values.map { value in
      guard value > 0 else { return 0 }
      return max(1, Int(min(full, (Double(value) / highest * full).rounded())))
    }
  }
}
