import Basics

/// Regular expressions: `/temp=\d+/i`, and the string after `matches`.
extension FilterLexer {
  /// Lexes an expression between slashes. `\/` is a slash; every other backslash belongs to the expression.
  mutating func regex() throws(FilterError) -> FilterRegex {
    let start = position
    var pattern = RegexSource()
    position += 1
    while position < scalars.count, scalars[position] != "/" {
      if scalars[position] == "\\", position + 1 < scalars.count {
        if scalars[position + 1] != "/" { pattern.append(scalars[position], at: position) }
        position += 1
      }
      pattern.append(scalars[position], at: position)
      position += 1
    }
    guard position < scalars.count else {
      throw FilterError(
        range: start..<scalars.count,
        message: "the regular expression is not closed: end it with /; quote the word to mean text")
    }
    position += 1
    let flags = position
    while position < scalars.count, scalars[position].properties.isAlphabetic || scalars[position] == "/" {
      position += 1
    }
    let isPlain = position == flags
    guard isPlain || position == flags + 1 && scalars[flags] == "i" else {
      throw FilterError(
        range: flags..<position, message: "only 'i' may follow a regular expression; quote the word to mean text")
    }
    return try pattern.compiled(ignoresCase: !isPlain, range: start..<position)
  }

  /// Lexes a string as a regular expression, which, as in every string, is case-sensitive in '…' and not in "…". A
  /// backslash before the quotation mark belongs to the string, every other one to the expression.
  mutating func quotedRegex() throws(FilterError) -> FilterRegex {
    let start = position
    let quote = scalars[position]
    var pattern = RegexSource()
    position += 1
    while position < scalars.count, scalars[position] != quote {
      if scalars[position] == "\\", position + 1 < scalars.count {
        if scalars[position + 1] != quote { pattern.append(scalars[position], at: position) }
        position += 1
      }
      pattern.append(scalars[position], at: position)
      position += 1
    }
    guard position < scalars.count else {
      throw FilterError(range: start..<scalars.count, message: "the string is not closed: end it with \(quote)")
    }
    position += 1
    return try pattern.compiled(ignoresCase: quote == "\"", range: start..<position)
  }
}

/// A pattern being read, with the position of each scalar in the filter's source.
private struct RegexSource {
  private var pattern = String.UnicodeScalarView()
  private var places: [Int] = []

  mutating func append(_ scalar: Unicode.Scalar, at place: Int) {
    pattern.append(scalar)
    places.append(place)
  }

  /// Compiles the pattern.
  /// - Parameter range: the range of the whole expression in the source.
  func compiled(ignoresCase: Bool, range: Range<Int>) throws(FilterError) -> FilterRegex {
    guard !places.isEmpty else {
      throw FilterError(range: range, message: "this regular expression is empty: write what to look for")
    }
    do throws(FilterRegex.SyntaxError) {
      return try FilterRegex(String(pattern), ignoresCase: ignoresCase)
    } catch {
      // PCRE2 reports the position after the mistake.
      let place = places[min(max(0, error.offset - 1), places.count - 1)]
      throw FilterError(range: place..<place + 1, message: "this regular expression is wrong: \(error.reason)")
    }
  }
}
