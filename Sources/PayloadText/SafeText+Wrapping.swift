extension SafeText {
  /// The text in lines of at most `columns` columns, broken between words, and beside wide characters, which need no
  /// blanks between them; a longer word stands alone.
  package func wrapped(columns: Int) -> [SafeText] {
    var lines = [SafeText()]
    for word in glyphs.split(separator: .blank) {
      for (index, part) in Self.parts(of: word).enumerated() {
        let last = lines[lines.count - 1]
        let gap = index == 0 && !last.isEmpty ? SafeText(" ") : SafeText()
        if !last.isEmpty, last.width + gap.width + part.width > columns {
          lines.append(part)
        } else {
          lines[lines.count - 1] += gap + part
        }
      }
    }
    return lines
  }

  /// Marks that end a part of a sentence and so begin no line.
  private static let closing: Set<Unicode.Scalar> = ["，", "。", "；", "：", "、", "！", "？", "）", "”", "」", "…"]

  /// Marks that begin a part of a sentence and so end no line.
  private static let opening: Set<Unicode.Scalar> = ["（", "“", "「"]

  /// Where a word may be broken: before and behind each wide character.
  private static func parts(of word: ArraySlice<Glyph>) -> [SafeText] {
    var parts: [SafeText] = []
    var mayGoOn = false
    var isOpen = false
    for glyph in word {
      let isWide = glyph.width == 2
      if !parts.isEmpty, isOpen || closing.contains(glyph.base) || (mayGoOn && !isWide) {
        parts[parts.count - 1] += SafeText(glyph)
      } else {
        parts.append(SafeText(glyph))
      }
      mayGoOn = !isWide
      isOpen = opening.contains(glyph.base)
    }
    return parts
  }
}
