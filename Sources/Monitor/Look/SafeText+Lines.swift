import PayloadText

extension SafeText {
  /// The text in lines of at most `columns` columns: broken at blanks and between wide characters, inside a word only
  /// where that word is longer than a line. A wide punctuation mark that ends something stays behind it.
  func wrapped(columns: Int) -> [SafeText] {
    let columns = max(2, columns)
    guard width > columns else { return [self] }
    var lines = [SafeText()]
    for part in unbroken {
      let last = lines[lines.count - 1]
      let gap = part.isAfterBlank && !last.isEmpty ? 1 : 0
      if last.width + gap + part.text.width <= columns {
        lines[lines.count - 1] += gap == 0 ? part.text : " " + part.text
        continue
      }
      if !last.isEmpty { lines.append(SafeText()) }
      var rest = part.text
      while rest.width > columns {
        let head = rest.glyphs.prefixOfColumns(columns)
        lines[lines.count - 1] = head
        lines.append(SafeText())
        rest = rest.dropFirst(columns: head.width)
      }
      lines[lines.count - 1] = rest
    }
    return lines
  }

  /// The text in at most `count` lines: its middle is left out where it is longer, never its end, which says what to do.
  /// - Parameter tail: an end that stays whole; the last three fifths of the room where there is none.
  func wrapped(columns: Int, count: Int, tail: SafeText = "", _ ellipsis: SafeText) -> [SafeText] {
    let whole = (self + tail).wrapped(columns: columns)
    guard whole.count > count, count > 0 else { return whole }
    let room = max(2, columns) * count
    var end = tail
    if tail.isEmpty || tail.width > room * 4 / 5 { end = (self + tail).end(columns: room * 3 / 5) }
    for length in stride(from: min(width, room) - end.width - ellipsis.width, through: 0, by: -1) {
      let lines = (beginning(columns: length) + ellipsis + end).wrapped(columns: columns)
      if lines.count <= count { return lines }
    }
    return (ellipsis + end).wrapped(columns: columns).suffix(count)
  }

  /// The first words, `columns` columns at most; a word is cut only where that saves half of the room.
  private func beginning(columns: Int) -> SafeText {
    let head = prefix(columns: columns)
    guard let blank = head.glyphs.lastIndex(of: .blank), blank >= head.glyphs.count / 2 else { return head }
    return head.glyphs[..<blank].reduce(into: SafeText()) { $0 += SafeText($1) }
  }

  /// The last words, `columns` columns at most, and the blank before them.
  private func end(columns: Int) -> SafeText {
    var end = SafeText()
    for part in unbroken.reversed() {
      let longer = (part.isAfterBlank ? " " + part.text : part.text) + end
      if longer.width > columns { break }
      end = longer
    }
    return end.isEmpty ? dropFirst(columns: width - columns) : end
  }

  /// A word, or a wide character, with what cannot begin a line behind it.
  private struct Part {
    var text: SafeText
    var isAfterBlank: Bool
  }

  /// Wide marks that cannot begin a line.
  private static let closing = Set("，。；：！？、）」』】》〉”’…".unicodeScalars)
  /// Wide marks that cannot end one.
  private static let opening = Set("（「『【《〈“‘".unicodeScalars)

  private var unbroken: [Part] {
    var parts: [Part] = []
    var isAfterBlank = false
    var last: Glyph?
    for glyph in glyphs {
      if glyph == .blank {
        isAfterBlank = true
        continue
      }
      let isWide = glyph.width == 2 || last?.width == 2
      let isBound = Self.closing.contains(glyph.base) || last.map { Self.opening.contains($0.base) } == true
      if parts.isEmpty || isAfterBlank || (isWide && !isBound) {
        parts.append(Part(text: SafeText(glyph), isAfterBlank: isAfterBlank && !parts.isEmpty))
      } else {
        parts[parts.count - 1].text += SafeText(glyph)
      }
      (isAfterBlank, last) = (false, glyph)
    }
    return parts
  }
}

extension [SafeText.Glyph] {
  /// The first glyphs that take at most so many columns; one at least.
  fileprivate func prefixOfColumns(_ columns: Int) -> SafeText {
    var text = SafeText()
    for glyph in self {
      if !text.isEmpty, text.width + Int(glyph.width) > columns { break }
      text += SafeText(glyph)
    }
    return text
  }
}
