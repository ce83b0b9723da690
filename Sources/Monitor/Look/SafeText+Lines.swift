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

  /// The text in at most `count` lines: its middle is left out where it is longer, never its end, which says what to
  /// do, and not the command or the option that it names to type.
  /// - Parameter tail: an end that stays whole; the last three fifths of the room where there is none.
  func wrapped(columns: Int, count: Int, tail: SafeText = "", _ ellipsis: SafeText) -> [SafeText] {
    let text = self + tail
    let whole = text.wrapped(columns: columns)
    guard whole.count > count, count > 0 else { return whole }
    let room = max(2, columns) * count
    var (head, end) = (self, tail)
    if tail.isEmpty || tail.width > room * 4 / 5 {
      end = text.end(columns: room * 3 / 5)
      head = text.prefix(columns: text.width - end.width)
    }
    let lines = head.cut(before: end, columns: columns, count: count, ellipsis)
    guard let advice = text.advice, !lines.contains(where: { $0.description.contains(advice.command) }) else {
      return lines
    }
    var following = advice.text
    if following.width > room * 4 / 5 {
      let start = following.beginning(columns: max(advice.command.count + 3, room / 3))
      following = start + ellipsis + following.end(columns: room * 2 / 5)
    }
    let kept = advice.before.cut(before: following, columns: columns, count: count, ellipsis)
    if kept.contains(where: { $0.description.contains(advice.command) }) { return kept }
    // The end has a word that is longer than a line.
    return ellipsis.cut(
      before: advice.text.prefix(columns: min(max(2, columns), room / 2)) + ellipsis, columns: columns, count: count,
      ellipsis)
  }

  /// The text and an end in at most `count` lines; of the text only the first words and an ellipsis where it is longer.
  private func cut(before end: SafeText, columns: Int, count: Int, _ ellipsis: SafeText) -> [SafeText] {
    let whole = (self + end).wrapped(columns: columns)
    if whole.count <= count { return whole }
    let room = max(2, columns) * count
    for length in stride(from: min(width - 1, room - end.width - ellipsis.width), through: 0, by: -1) {
      let lines = (beginning(columns: length) + ellipsis + end).wrapped(columns: columns)
      if lines.count <= count { return lines }
    }
    return (ellipsis + end).wrapped(columns: columns).suffix(count)
  }

  /// Whether the text names a command or an option to type.
  var namesCommand: Bool { advice != nil }

  /// The first command or option to type that the text names, `:note` or `--memory`; `nil` where it names none.
  private var advice: (before: SafeText, command: String, text: SafeText)? {
    let parts = unbroken
    for (index, part) in parts.enumerated() {
      guard let command = part.text.command else { continue }
      return (Self.joined(parts[..<index]), command, Self.joined(parts[index...]))
    }
    return nil
  }

  private static func joined(_ parts: ArraySlice<Part>) -> SafeText {
    parts.reduce(into: SafeText()) { $0 += $1.isAfterBlank ? " " + $1.text : $1.text }
  }

  /// The command or the option that a word is, without the brackets before it and what is behind it.
  private var command: String? {
    let word = description.drop { "([（“‘'\"".contains($0) }
    for sign in [":", "--"] where word.hasPrefix(sign) {
      let name = word.dropFirst(sign.count).prefix { $0.isASCII && ($0.isLetter || $0 == "-") }
      if name.first?.isLowercase == true { return sign + name }
    }
    return nil
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
