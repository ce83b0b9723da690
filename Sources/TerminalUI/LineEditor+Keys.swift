extension LineEditor {
  /// Handles a key.
  package mutating func handle(_ key: Key) -> Outcome {
    let wasKilling = isKilling
    isKilling = false
    let suggested = takeSuggestion()
    switch key {
    case .character(let scalar): return insert([scalar], inPlaceOf: suggested)
    case .paste(let text): return insert(pasted(text), inPlaceOf: suggested)
    case .enter: return .submitted
    case .escape: return .cancelled
    case .left, .control("b"): return move(to: previousGlyph(cursor))
    case .right, .control("f"): return move(to: nextGlyph(cursor))
    case .home, .control("a"): return move(to: lineRange.lowerBound)
    case .end, .control("e"): return move(to: lineRange.upperBound)
    case .wordLeft, .alt("b"): return move(to: wordStart(cursor))
    case .wordRight, .alt("f"): return move(to: wordEnd(cursor))
    case .up, .control("p"): return moveLine(-1) ? .moved : recall(-1)
    case .down, .control("n"): return moveLine(1) ? .moved : recall(1)
    case .backspace: return delete(previousGlyph(cursor)..<cursor)
    case .delete, .control("d"): return delete(cursor..<nextGlyph(cursor))
    case .control("t"): return transpose()
    case .control("w"): return kill(blankWordStart(cursor)..<cursor, joining: wasKilling)
    case .alt("\u{7f}"): return kill(wordStart(cursor)..<cursor, joining: wasKilling)
    case .control("u"): return kill(lineRange.lowerBound..<cursor, joining: wasKilling)
    case .control("k"): return kill(cursor..<killEnd, joining: wasKilling)
    case .alt("d"): return kill(cursor..<wordEnd(cursor), joining: wasKilling)
    case .control("y"): return insert(killed, inPlaceOf: suggested)
    default:
      isKilling = wasKilling
      suggested.map { suggest(from: $0.lowerBound) }
      return .ignored
    }
  }

  private mutating func move(to place: Int) -> Outcome {
    moveCursor(to: place)
    return .moved
  }

  private mutating func insert(_ new: [Unicode.Scalar], inPlaceOf suggested: Range<Int>?) -> Outcome {
    guard !new.isEmpty else { return .moved }
    replace(suggested ?? cursor..<cursor, with: new)
    return .changed
  }

  private mutating func delete(_ range: Range<Int>) -> Outcome {
    guard !range.isEmpty else { return .moved }
    replace(range, with: [Unicode.Scalar]())
    return .changed
  }

  private mutating func kill(_ range: Range<Int>, joining: Bool) -> Outcome {
    isKilling = true
    guard !range.isEmpty else { return .moved }
    let cut = Array(scalars[range])
    if !joining {
      killed = cut
    } else if range.lowerBound == cursor {
      killed += cut
    } else {
      killed = cut + killed
    }
    return delete(range)
  }

  /// Swaps the glyphs before and under the cursor; at the end of the text, the last two.
  private mutating func transpose() -> Outcome {
    let middle = cursor == count ? previousGlyph(cursor) : cursor
    let start = previousGlyph(middle)
    let end = nextGlyph(middle)
    guard start < middle, middle < end else { return .moved }
    replace(start..<end, with: Array(scalars[middle..<end] + scalars[start..<middle]))
    return .changed
  }

  /// Converts pasted text according to `newlines`.
  private func pasted(_ text: String) -> [Unicode.Scalar] {
    var new: [Unicode.Scalar] = []
    for scalar in text.unicodeScalars {
      switch (scalar, newlines) {
      case ("\n", .keep), ("\t", .keep), ("\u{1b}", .keep): new.append(scalar)
      case ("\n", .space), ("\t", .space): new.append(" ")
      default: if scalar.properties.generalCategory != .control { new.append(scalar) }
      }
    }
    if newlines == .space, text.unicodeScalars.last == "\n" {
      while new.last == " " { new.removeLast() }
    }
    return new
  }

  /// The end of what `^K` cuts: the end of the line, or if the cursor is there, the start of the next line, which joins
  /// the two.
  private var killEnd: Int {
    let end = lineRange.upperBound
    return cursor < end ? end : min(count, end + 1)
  }

  /// Returns the start of the word before `place`.
  private func wordStart(_ place: Int) -> Int {
    var place = place
    while place > 0, !isWord(place - 1) { place -= 1 }
    while place > 0, isWord(place - 1) { place -= 1 }
    return place
  }

  /// Returns the end of the word after `place`.
  private func wordEnd(_ place: Int) -> Int {
    var place = place
    while place < count, !isWord(place) { place += 1 }
    while place < count, isWord(place) { place += 1 }
    return place
  }

  /// Returns the start of the blank-delimited word before `place`.
  private func blankWordStart(_ place: Int) -> Int {
    var place = place
    while place > 0, scalars[place - 1].properties.isWhitespace { place -= 1 }
    while place > 0, !scalars[place - 1].properties.isWhitespace { place -= 1 }
    return place
  }

  private func isWord(_ place: Int) -> Bool {
    let scalar = scalars[place]
    return scalar == "_" || scalar.properties.isAlphabetic || scalar.properties.numericType != nil || widths[place] == 0
  }
}
