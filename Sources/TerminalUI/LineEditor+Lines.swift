package import PayloadText

/// Editing of text with several lines.
extension LineEditor {
  /// The range of each line, without the line feeds between them.
  package var lines: [Range<Int>] {
    var lines: [Range<Int>] = []
    var start = 0
    for (place, scalar) in scalars.enumerated() where scalar == "\n" {
      lines.append(start..<place)
      start = place + 1
    }
    return lines + [start..<scalars.count]
  }

  /// The range of the line with the cursor.
  var lineRange: Range<Int> {
    let start = scalars[..<cursor].lastIndex(of: "\n").map { $0 + 1 } ?? 0
    let end = scalars[cursor...].firstIndex(of: "\n") ?? scalars.count
    return start..<end
  }

  /// Breaks the line at the cursor.
  package mutating func breakLine() {
    replace(cursor..<cursor, with: ["\n"] as [Unicode.Scalar])
  }

  /// Moves the cursor to the same column of the line above or below.
  /// - Returns: whether that line exists.
  mutating func moveLine(_ step: Int) -> Bool {
    let lines = lines
    guard let index = lines.firstIndex(where: { $0.lowerBound <= cursor && cursor <= $0.upperBound }),
      lines.indices.contains(index + step)
    else { return false }
    let column = width(lines[index].lowerBound..<cursor)
    let target = lines[index + step]
    var place = target.lowerBound
    while place < target.upperBound, width(target.lowerBound..<nextGlyph(place)) <= column { place = nextGlyph(place) }
    moveCursor(to: min(place, target.upperBound))
    return true
  }

  private func width(_ range: Range<Int>) -> Int { widths[range].reduce(0) { $0 + Int($1) } }

  /// Draws the lines around the cursor, as many as `rect` has rows, with the prompt before the first, and sets the
  /// canvas's cursor. Each line is drawn as by `draw(on:in:prompt:styles:marks:)`.
  package func drawLines(
    on canvas: inout Canvas, in rect: Rect, prompt: SafeText, styles: Styles, marks: [Range<Int>] = []
  ) {
    let all = lines
    let current = all.lastIndex { $0.lowerBound <= cursor } ?? 0
    let first = max(0, min(current - rect.rows / 2, all.count - rect.rows))
    let indent = SafeText(String(repeating: " ", count: prompt.width))
    for index in first..<min(all.count, first + rect.rows) {
      let range = all[index]
      var line = LineEditor(text: string(range))
      line.moveCursor(to: index == current ? cursor - range.lowerBound : 0)
      let before = canvas.cursor
      line.draw(
        on: &canvas, in: rect.line(index - first), prompt: index == 0 ? prompt : indent, styles: styles,
        marks: marks.compactMap { mark in
          guard mark.lowerBound <= range.upperBound, mark.upperBound > range.lowerBound else { return nil }
          return max(0, mark.lowerBound - range.lowerBound)..<max(0, mark.upperBound - range.lowerBound)
        })
      if index != current { canvas.cursor = before }
    }
  }
}
