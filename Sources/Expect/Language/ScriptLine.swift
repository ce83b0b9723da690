import Basics

/// A line of a script, read from left to right. It knows where comments begin and statements end.
///
/// A number sign begins a comment where nothing but blanks is before it, or where it has a blank, or the line's end, on
/// both sides; so does a semicolon separate statements. Neither counts between quotation marks or slashes of a filter.
struct ScriptLine {
  /// The text of a statement, which decides what may hide its end.
  enum Body {
    /// A message: braces belong together.
    case message
    /// A filter: strings and regular expressions hide everything.
    case filter
    /// An expression: strings hide everything.
    case expression
  }

  /// A word outside of strings and regular expressions.
  struct Word {
    let text: String
    let range: Range<Int>
  }

  let scalars: [Unicode.Scalar]
  /// The index of the next scalar.
  var position = 0

  init(_ text: String) { scalars = Array(text.unicodeScalars) }

  var text: String { string(0..<scalars.count) }

  func string(_ range: Range<Int>) -> String { String(String.UnicodeScalarView(scalars[range])) }

  static func isBlank(_ scalar: Unicode.Scalar) -> Bool { scalar == " " || scalar == "\t" || scalar == "\r" }

  /// Whether a scalar belongs to a name.
  static func isNamePart(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "_" || scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
  }

  /// Whether a text can name a variable or an endpoint.
  static func isName(_ text: some StringProtocol) -> Bool {
    text.unicodeScalars.allSatisfy(isNamePart) && (text.unicodeScalars.first?.properties.numericType == nil)
      && !text.isEmpty
  }

  /// The next scalar that is no blank; `nil` at the end.
  mutating func next() -> Unicode.Scalar? {
    while position < scalars.count, Self.isBlank(scalars[position]) { position += 1 }
    return position < scalars.count ? scalars[position] : nil
  }

  /// Whether nothing but a comment is left.
  mutating func isOver() -> Bool {
    guard let scalar = next() else { return true }
    return scalar == "#" && (isAtStart || isAlone)
  }

  /// Whether only blanks are before the position.
  private var isAtStart: Bool { scalars[..<position].allSatisfy(Self.isBlank) }

  /// Whether the scalar at the position has a blank or an end on both sides.
  private var isAlone: Bool {
    (position == 0 || Self.isBlank(scalars[position - 1]))
      && (position + 1 == scalars.count || Self.isBlank(scalars[position + 1]))
  }

  /// Takes a name at the position; empty if there is none.
  mutating func name() -> Word {
    _ = next()
    let start = position
    while position < scalars.count, Self.isNamePart(scalars[position]) { position += 1 }
    return Word(text: string(start..<position), range: start..<position)
  }

  /// Takes a word up to a blank; `nil` at the end of the statement.
  /// - Parameter isInBlock: whether a brace closes a block of this line.
  mutating func word(isInBlock: Bool) -> Word? {
    guard next() != nil, !isEnd(isInBlock: isInBlock, depth: 0) else { return nil }
    let start = position
    while position < scalars.count, !Self.isBlank(scalars[position]) { position += 1 }
    return Word(text: string(start..<position), range: start..<position)
  }

  /// Whether a statement ends at the position.
  private func isEnd(isInBlock: Bool, depth: Int) -> Bool {
    guard position < scalars.count else { return true }
    switch scalars[position] {
    case "#", ";": return isAlone
    case "}": return isInBlock && depth == 0 && isAlone
    default: return false
    }
  }

  /// Takes the body of a statement, without blanks around it, and the words of it.
  mutating func body(_ body: Body, isInBlock: Bool) -> (range: Range<Int>, words: [Word]) {
    _ = next()
    let start = position
    var end = position
    var depth = 0
    var words: [Range<Int>] = []
    var isInWord = false
    while !isEnd(isInBlock: isInBlock, depth: depth) {
      let first = position
      let scalar = scalars[position]
      if hides(scalar, body, from: start) {
        skipQuoted(by: scalar)
        isInWord = false
      } else {
        position += 1
        if body == .message {
          if scalar == "{" { depth += 1 }
          if scalar == "}" { depth -= 1 }
        }
        if Self.isBlank(scalar) {
          isInWord = false
          continue
        }
        if isInWord { words[words.count - 1] = words[words.count - 1].lowerBound..<position }
        if !isInWord { words.append(first..<position) }
        isInWord = true
      }
      end = position
    }
    return (start..<end, words.map { Word(text: string($0), range: $0) })
  }

  /// Whether the scalar at the position begins a string or a regular expression.
  private func hides(_ scalar: Unicode.Scalar, _ body: Body, from start: Int) -> Bool {
    switch (scalar, body) {
    case ("\"", .filter), ("\"", .expression), ("'", .expression): true
    // Within a word they belong to it: it's, 10.0.0.0/8.
    case ("'", .filter), ("/", .filter): position == start || Self.isBoundary(scalars[position - 1])
    default: false
    }
  }

  /// Whether a word of a filter may begin after a scalar.
  static func isBoundary(_ scalar: Unicode.Scalar) -> Bool {
    isBlank(scalar) || "()=<>&|!".unicodeScalars.contains(scalar)
  }

  private mutating func skipQuoted(by quote: Unicode.Scalar) {
    position += 1
    while position < scalars.count {
      let scalar = scalars[position]
      position += scalar == "\\" ? 2 : 1
      if scalar == quote { break }
    }
    position = min(position, scalars.count)
  }
}
