extension SafeText {
  /// Concatenates two texts.
  package static func + (left: SafeText, right: SafeText) -> SafeText {
    var sum = left
    sum += right
    return sum
  }

  /// The first `columns` columns, or the whole text if it is shorter. A wide character that does not fit becomes a
  /// space.
  package func prefix(columns: Int) -> SafeText {
    guard columns < width else { return self }
    var text = emptied()
    text.reserve(max(0, columns))
    for glyph in glyphs {
      let room = columns - text.width
      if room <= 0 { break }
      text.append(Int(glyph.width) <= room ? glyph : .blank)
    }
    return text
  }

  /// The text without its first `columns` columns. A wide character that is cut in two becomes a space.
  package func dropFirst(columns: Int) -> SafeText {
    guard columns > 0 else { return self }
    var text = emptied()
    var passed = 0
    for glyph in glyphs {
      if passed >= columns {
        text.append(glyph)
      } else if passed + Int(glyph.width) > columns {
        text.append(.blank)
      }
      passed += Int(glyph.width)
    }
    return text
  }

  /// The text padded with spaces on the right to at least `columns` columns.
  package func padded(toColumns columns: Int) -> SafeText {
    columns <= width ? self : self + .repeating(Glyph.blank, count: columns - width)
  }
}
