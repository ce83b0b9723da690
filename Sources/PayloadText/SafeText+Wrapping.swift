extension SafeText {
  /// The text in lines of at most `columns` columns, broken between words and next to wide characters, which are
  /// written without spaces. A longer word gets a line of its own.
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

  /// Marks that close part of a sentence, and so never begin a line.
  private static let closing: Set<Unicode.Scalar> = ["，", "。", "；", "：", "、", "！", "？", "）", "”", "」", "…"]

  /// Marks that open part of a sentence, and so never end a line.
  private static let opening: Set<Unicode.Scalar> = ["（", "“", "「"]

  /// The parts of a word between which a line may break: before and after each wide character.
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
