package import PayloadText

extension LineEditor {
  /// The styles of an editor.
  package struct Styles: Hashable, Sendable {
    /// The style of the words before the field.
    package var prompt: Style
    /// The style of the text and the rest of the field.
    package var text: Style
    /// The style of marked ranges: text that an encoding cannot represent, or the error in a filter.
    package var mark: Style

    /// Creates styles; the defaults do not depend on colours.
    package init(
      prompt: Style = Style(.standard, .bold), text: Style = .plain, mark: Style = Style(.red, .underline)
    ) {
      self.prompt = prompt
      self.text = text
      self.mark = mark
    }
  }

  /// Draws the prompt and the text in the first row of `rect`, scrolled so that the cursor is visible, and sets the
  /// canvas's cursor.
  ///
  /// - Parameter marks: the marked ranges of scalars. An empty range marks the glyph after it, or the blank at the end
  ///   of the text.
  package func draw(
    on canvas: inout Canvas, in rect: Rect, prompt: SafeText = "", styles: Styles = Styles(), marks: [Range<Int>] = []
  ) {
    let line = rect.intersection(canvas.bounds).line(0)
    guard !line.isEmpty else { return }
    canvas.fill(line, style: styles.text)
    let used = canvas.draw(prompt, at: line.origin, style: styles.prompt, in: line)
    let field = line.dropping(left: min(used, line.columns - 1))
    let scrolled = firstColumn(width: field.columns)
    var column = 0
    var place = 0
    while place < count, column < scrolled + field.columns {
      let end = nextGlyph(place)
      let next = column + Int(widths[place])
      if place == cursor { canvas.cursor = Position(column: field.column + column - scrolled, row: field.row) }
      if next > scrolled {
        let isMarked = marks.contains { $0.overlaps(place..<end) || ($0.isEmpty && $0.lowerBound == place) }
        canvas.draw(
          SafeText(string(place..<end)), at: Position(column: field.column + column - scrolled, row: field.row),
          style: isMarked ? styles.mark : isSuggested(place) ? styles.text.adding(.reverse) : styles.text, in: field)
      }
      column = next
      place = end
    }
    guard place == count, column < scrolled + field.columns else { return }
    let end = Position(column: field.column + column - scrolled, row: field.row)
    if cursor == count { canvas.cursor = end }
    if marks.contains(where: { $0.upperBound > count || ($0.isEmpty && $0.lowerBound == count) }) {
      canvas.restyle(Rect(column: end.column, row: end.row, columns: 1, rows: 1)) { $0 = styles.mark }
    }
  }

  /// Whether the scalar at a position belongs to the suggestion.
  private func isSuggested(_ place: Int) -> Bool { suggestion?.contains(place) == true }

  /// Returns the first visible column of the text. It depends only on the cursor and moves by half a field, so that the
  /// text scrolls seldom.
  private func firstColumn(width: Int) -> Int {
    let before = widths[..<cursor].reduce(0) { $0 + Int($1) }
    let under = cursor < count ? Int(widths[cursor]) : 1
    let excess = before + under - width
    guard excess > 0 else { return 0 }
    let hop = max(1, width / 2)
    return min(before, (excess + hop - 1) / hop * hop)
  }
}
