package import Basics
import PayloadText
import UDPCore

/// A valid regular expression in a filter. An invalid one cannot exist.
package struct FilterRegex: Sendable {
  /// The pattern as written between the slashes, except for the backslash before a slash.
  package let pattern: String
  /// Whether case is ignored.
  package let ignoresCase: Bool
  /// The compiled form.
  let compiled: RegularExpression

  /// A mistake in a pattern.
  package struct SyntaxError: Error, Hashable, Sendable {
    /// The position of the mistake, in scalars of the pattern from 0.
    package var offset: Int
    /// The mistake, worded as part of a sentence.
    package var reason: Phrase
  }

  /// Compiles a pattern (pcre2pattern(3)).
  package init(_ pattern: String, ignoresCase: Bool) throws(SyntaxError) {
    let pattern = Self.plain(pattern)
    self.pattern = pattern
    self.ignoresCase = ignoresCase
    do throws(RegularExpression.SyntaxError) {
      compiled = try RegularExpression(pattern, ignoresCase: ignoresCase)
    } catch {
      let before = String(decoding: Array(pattern.utf8.prefix(error.offset)), as: UTF8.self)
      throw SyntaxError(offset: before.unicodeScalars.count, reason: error.reason)
    }
  }

  /// Returns `pattern` with `/` for `\/` and `\x{…}` for scalars that no screen shows. The meaning is the same, and the
  /// filter parses as it is shown.
  private static func plain(_ pattern: String) -> String {
    var plain = String.UnicodeScalarView()
    var rest = pattern.unicodeScalars[...]
    let takesScalarsAsWritten = takesScalarsAsWritten(pattern)
    func append(_ scalar: Unicode.Scalar, escaped: Bool) {
      if scalar.isShownAsItself || takesScalarsAsWritten {
        if escaped { plain.append("\\") }
        plain.append(scalar)
      } else {
        plain += "\\x{\(String(scalar.value, radix: 16))}".unicodeScalars
      }
    }
    while let scalar = rest.popFirst() {
      if scalar == "\\", let next = rest.popFirst() {
        append(next, escaped: next != "/")
      } else {
        append(scalar, escaped: false)
      }
    }
    return String(plain)
  }

  /// Whether an escape may mean something other than the scalar itself: between `\Q` and `\E`, and after `(?x)`, where
  /// whitespace is ignored (pcre2pattern(3)).
  private static func takesScalarsAsWritten(_ pattern: String) -> Bool {
    if pattern.contains("\\Q") { return true }
    return pattern.split(separator: "(?", omittingEmptySubsequences: false).dropFirst().contains {
      $0.prefix { $0.isLetter || $0 == "^" }.contains("x")
    }
  }

  /// Returns the ranges of the matches in `text`, in scalars; none of them is empty.
  /// - Parameter isBeginning: whether `text` is the beginning of the whole text, so that `^` matches there.
  package func ranges(in text: [Unicode.Scalar], isBeginning: Bool) -> [Range<Int>] {
    var bytes: [UInt8] = []
    var starts: [Int] = []
    for scalar in text {
      starts.append(bytes.count)
      bytes += UTF8.encode(scalar).map(Array.init) ?? []
    }
    return compiled.ranges(in: bytes.span, isBeginning: isBeginning).map { range in
      starts.partitioningIndex { $0 >= range.lowerBound }..<starts.partitioningIndex { $0 >= range.upperBound }
    }
  }

  /// A text that every match contains, compared like a `FilterText`; `nil` if none is known. It spares most payloads
  /// the expression, and the decoding.
  var necessaryText: FilterText? {
    var walk = RegexWalk(pattern, ignoresCase: ignoresCase)
    guard let text = walk.longestLiteral() else { return nil }
    return FilterText(text, ignoresCase: false)
  }
}

extension FilterRegex: Hashable {
  package static func == (left: FilterRegex, right: FilterRegex) -> Bool {
    left.ignoresCase == right.ignoresCase && left.pattern.utf8.elementsEqual(right.pattern.utf8)
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(Array(pattern.utf8))
    hasher.combine(ignoresCase)
  }
}

extension FilterRegex {
  /// The names of the groups that have one, with their numbers.
  package var groupNames: [(name: String, number: Int)] { compiled.groups.names }

  /// Returns the ranges of the first match and of its groups by number, in bytes of the text as UTF-8; `nil` if there
  /// is no match, or the search reaches its limit.
  package func captures(in text: String) -> [Range<Int>?]? { compiled.captures(in: text.utf8Span.span) }

  /// Returns the ranges of the first match at or after an offset and of its groups, in bytes of a text that is valid
  /// UTF-8; `nil` if there is no match, or the search reaches its limit.
  package func captures(in text: Span<UInt8>, from start: Int) -> [Range<Int>?]? {
    compiled.captures(in: text, from: start)
  }

  /// The number of groups.
  package var groupCount: Int { compiled.groups.count }
}
