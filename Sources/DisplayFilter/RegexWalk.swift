/// A walk through a regular expression (pcre2pattern(3)) for the characters that each of its matches contains: those
/// that stand outside groups, classes and repetitions. Where the walk meets what it does not know, it ends: it may miss
/// a text, and never takes one for necessary that is not.
struct RegexWalk {
  /// The letters behind a backslash that stand for one thing by themselves, with nothing behind them that belongs to it.
  private static let simpleEscapes = Set("dDsSwWbBrntfeavhHRAzZGKX".unicodeScalars)
  /// The letters of options that leave the characters outside groups as they are.
  private static let harmlessOptions = Set("smUJ-".unicodeScalars)

  private let ignoresCase: Bool
  private var rest: ArraySlice<Unicode.Scalar>
  private var run = String.UnicodeScalarView()
  private var longest = String.UnicodeScalarView()

  init(_ pattern: String, ignoresCase: Bool) {
    self.ignoresCase = ignoresCase
    rest = Array(pattern.unicodeScalars)[...]
  }

  /// Returns the longest text that every match contains; `nil` if none is known.
  mutating func longestLiteral() -> String? {
    walk: while let scalar = rest.popFirst() {
      switch scalar {
      case "|": return nil
      case "(": guard passGroup() else { return hasAlternatives ? nil : result }
      case "[": guard passClass() else { return hasAlternatives ? nil : result }
      case "\\":
        guard let escaped = rest.popFirst() else { break walk }
        if escaped.isASCII, !escaped.properties.isAlphabetic, escaped.properties.numericType == nil {
          take(escaped)
        } else if Self.simpleEscapes.contains(escaped) {
          endRun()
        } else {
          return hasAlternatives ? nil : result
        }
      case "{": passCount()
      case "^", "$", ".", ")", "]", "?", "*", "+", "}": endRun()
      default: take(scalar)
      }
    }
    return result
  }

  /// The longest text so far, where the walk ends.
  private var result: String? {
    let found = run.count > longest.count ? run : longest
    return found.isEmpty ? nil : String(found)
  }

  /// Whether alternatives may follow what is not walked through.
  private var hasAlternatives: Bool { rest.contains("|") }

  /// Takes a character that stands for itself, unless it may be left out, or be written in two ways.
  private mutating func take(_ scalar: Unicode.Scalar) {
    let mayBeMissing = rest.first.map { "?*{".unicodeScalars.contains($0) } ?? false
    let hasTwoSpellings = ignoresCase && (scalar.properties.isCased || scalar.properties.isCaseIgnorable)
    if mayBeMissing || hasTwoSpellings { return endRun() }
    run.append(scalar)
  }

  private mutating func endRun() {
    if run.count > longest.count { longest = run }
    run = String.UnicodeScalarView()
  }

  /// Passes `{2,5}`; any other brace stands for itself.
  private mutating func passCount() {
    endRun()
    let count = rest.prefix { ("0"..."9").contains($0) || $0 == "," || $0 == " " }
    if rest.dropFirst(count.count).first == "}" { rest = rest.dropFirst(count.count + 1) }
  }

  /// Passes a group, with the groups in it.
  /// - Returns: whether its end was found, and it changes nothing outside.
  private mutating func passGroup() -> Bool {
    endRun()
    guard rest.first != "*" else { return false }
    if rest.first == "?", let next = rest.dropFirst().first {
      if next == "#" || next == "|" { return false }
      // `(?i)` counts for all that follows; `(?i:…)` ends with the group, like a name or an assertion.
      let options = rest.dropFirst().prefix { $0.properties.isAlphabetic || $0 == "-" || $0 == "^" }
      let isForAll = rest.dropFirst(1 + options.count).first == ")"
      if isForAll, !options.allSatisfy(Self.harmlessOptions.contains) { return false }
    }
    var depth = 1
    while let scalar = rest.popFirst() {
      switch scalar {
      case "\\":
        guard let escaped = rest.popFirst(), escaped != "Q", escaped != "c" else { return false }
      case "[": guard passClass() else { return false }
      case "(":
        if rest.first == "?", rest.dropFirst().first == "#" { return false }
        depth += 1
      case ")":
        depth -= 1
        if depth == 0 { return true }
      default: break
      }
    }
    return false
  }

  /// Passes a class of characters.
  /// - Returns: whether its end was found.
  private mutating func passClass() -> Bool {
    endRun()
    if rest.first == "^" { rest.removeFirst() }
    if rest.first == "]" { rest.removeFirst() }
    while let scalar = rest.popFirst() {
      switch scalar {
      case "\\":
        guard let escaped = rest.popFirst(), escaped != "Q", escaped != "c" else { return false }
      case "[":
        // [:alpha:], or a bracket that stands for itself.
        guard let kind = rest.first, ":.=".unicodeScalars.contains(kind) else { continue }
        return false
      case "]": return true
      default: break
      }
    }
    return false
  }
}
