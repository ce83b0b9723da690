package import Basics
import PayloadText

/// A regular expression in a filter: one that was understood; there is none that was not.
package struct FilterRegex: Sendable {
  /// As it is written between the slashes, but for the backslash before a slash, which is left out.
  package let pattern: String
  /// Whether upper and lower case are the same.
  package let ignoresCase: Bool
  /// The compiled form.
  let compiled: RegularExpression

  /// Why a pattern was not understood.
  package struct SyntaxError: Error, Hashable, Sendable {
    /// The mistake, in scalars of the pattern counted from 0.
    package var offset: Int
    /// What is wrong, to stand inside a sentence.
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

  /// `pattern` with `\/` as `/`, and with `\x{…}` for what no screen shows: that means the same, and the filter is read
  /// as it is shown.
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

  /// Whether an escape may mean something else than the scalar itself: between `\Q` and `\E`, and after `(?x)`, where
  /// blanks and line ends count for nothing (pcre2pattern(3)).
  private static func takesScalarsAsWritten(_ pattern: String) -> Bool {
    if pattern.contains("\\Q") { return true }
    return pattern.split(separator: "(?", omittingEmptySubsequences: false).dropFirst().contains {
      $0.prefix { $0.isLetter || $0 == "^" }.contains("x")
    }
  }

  /// The places in `text` where the expression matches, counted in scalars, none of them empty.
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

  /// A text that is in everything the expression matches, compared as `FilterText` is; `nil` when none is known. It
  /// spares most texts the expression, and the decoding.
  var necessaryText: FilterText? {
    if pattern.unicodeScalars.contains("|") { return nil }
    var text = String.UnicodeScalarView()
    var rest = Array(pattern.unicodeScalars)[...]
    if rest.first == "^" { rest.removeFirst() }
    while let scalar = rest.popFirst() {
      var literal = scalar
      if scalar == "\\" {
        // An escaped sign stands for itself; an escaped letter or digit means something else.
        guard let sign = rest.popFirst(), sign.isASCII, !sign.properties.isAlphabetic,
          sign.properties.numericType == nil
        else { break }
        literal = sign
      } else if "^$.[]|()?*+{}".unicodeScalars.contains(scalar) {
        break
      }
      // What may be missing is not necessary; what may be written in two ways is not one text.
      if let quantifier = rest.first, "?*{".unicodeScalars.contains(quantifier) { break }
      if ignoresCase, literal.properties.isCased || literal.properties.isCaseIgnorable { break }
      text.append(literal)
      if rest.first == "+" { break }
    }
    return text.isEmpty ? nil : FilterText(String(text), ignoresCase: false)
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
