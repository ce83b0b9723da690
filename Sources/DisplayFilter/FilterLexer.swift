import Basics

/// A token of a filter's source.
struct FilterToken: Hashable, Sendable {
  /// The kind of a token.
  enum Kind: Hashable, Sendable {
    case word(String)
    case string(FilterText)
    case regex(FilterRegex)
    case open
    case close
    case and
    case or
    case not
    case relation(FilterRelation)
    case ampersand
  }

  /// The kind.
  var kind: Kind
  /// The range in scalars of the source.
  var range: Range<Int>

  /// The word, if the token is one.
  var word: String? {
    if case .word(let word) = kind { word } else { nil }
  }

  /// The contents of the string, if the token is one.
  var plainString: String? {
    if case .string(let text) = kind { text.string } else { nil }
  }

  /// The word of the language, if the token is one.
  var field: FilterField? { word.flatMap(FilterField.init(rawValue:)) }
}

/// Splits a filter's source into tokens.
struct FilterLexer {
  /// The source.
  let scalars: [Unicode.Scalar]
  /// The index of the next scalar.
  var position = 0
  /// Whether the previous token was `matches`, after which backslashes in a string belong to the expression.
  private var isAfterMatches = false

  /// Splits `source` into tokens.
  /// - Throws: `FilterError` for a string or regular expression that is invalid or not closed, an unknown escape, a
  ///   single `|`.
  static func tokens(of source: String) throws(FilterError) -> [FilterToken] {
    var lexer = FilterLexer(scalars: Array(source.unicodeScalars))
    var tokens: [FilterToken] = []
    while let token = try lexer.next() { tokens.append(token) }
    return tokens
  }

  private init(scalars: [Unicode.Scalar]) {
    self.scalars = scalars
  }

  /// Whether an interface name may contain this byte where it is written as a scope.
  static func isPlainNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"),
      UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "@"):
      true
    default: false
    }
  }

  private mutating func next() throws(FilterError) -> FilterToken? {
    while position < scalars.count, scalars[position].properties.isWhitespace { position += 1 }
    guard position < scalars.count else { return nil }
    let start = position
    let kind = try kindAtPosition()
    isAfterMatches = kind == .word(FilterField.matches.rawValue)
    return FilterToken(kind: kind, range: start..<position)
  }

  private mutating func kindAtPosition() throws(FilterError) -> FilterToken.Kind {
    switch scalars[position] {
    case "(": return take(1, .open)
    case ")": return take(1, .close)
    case "=": return take(follows("=") ? 2 : 1, .relation(.equal))
    case "!": return follows("=") ? take(2, .relation(.notEqual)) : take(1, .not)
    case "<": return follows("=") ? take(2, .relation(.atMost)) : take(1, .relation(.less))
    case ">": return follows("=") ? take(2, .relation(.atLeast)) : take(1, .relation(.greater))
    case "&": return follows("&") ? take(2, .and) : take(1, .ampersand)
    case "|":
      guard follows("|") else {
        throw FilterError(
          range: position..<position + 1, message: "'|' alone means nothing here: write 'or', or quote it")
      }
      return take(2, .or)
    case "\"", "'": return isAfterMatches ? .regex(try quotedRegex()) : .string(try string())
    case "/": return .regex(try regex())
    default: return word()
    }
  }

  private func follows(_ scalar: Unicode.Scalar) -> Bool {
    position + 1 < scalars.count && scalars[position + 1] == scalar
  }

  private mutating func take(_ count: Int, _ kind: FilterToken.Kind) -> FilterToken.Kind {
    position += count
    return kind
  }

  /// Lexes a run of anything that is not an operator. `!` and `'` inside a word are part of it: `hello!`, `it's`.
  private mutating func word() -> FilterToken.Kind {
    let start = position
    loop: while position < scalars.count {
      switch scalars[position] {
      case "(", ")", "=", "<", ">", "&", "|", "\"": break loop
      case "!" where follows("="): break loop
      case let scalar where scalar.properties.isWhitespace: break loop
      default: position += 1
      }
    }
    let word = String(String.UnicodeScalarView(scalars[start..<position]))
    switch FilterField(rawValue: word) {
    case .and: return .and
    case .or: return .or
    case .not: return .not
    default: return .word(word)
    }
  }

  private mutating func string() throws(FilterError) -> FilterText {
    let start = position
    let quote = scalars[position]
    var text = String.UnicodeScalarView()
    position += 1
    while position < scalars.count {
      let scalar = scalars[position]
      if scalar == quote {
        position += 1
        return FilterText(String(text), ignoresCase: quote == "\"")
      }
      text.append(scalar == "\\" ? try escape() : scalar)
      position += 1
    }
    throw FilterError(range: start..<scalars.count, message: "the string is not closed: end it with \(quote)")
  }

  /// Returns the scalar of the escape at `position`, and leaves `position` at its last scalar.
  private mutating func escape() throws(FilterError) -> Unicode.Scalar {
    let start = position
    position += 1
    let letter = position < scalars.count ? scalars[position] : " "
    switch letter {
    case "n": return "\n"
    case "r": return "\r"
    case "t": return "\t"
    case "0": return "\0"
    case "\\", "\"", "'": return letter
    case "x":
      let digits = scalars[(position + 1)...].prefix(2)
      if digits.count == 2, let value = Self.hexValue(digits) {
        position += 2
        guard value < 0x80 else {
          throw FilterError(
            range: start..<position + 1,
            message: "\\x in a string goes up to 7f: look for bytes with 'hex', or write \\u{…}")
        }
        return Unicode.Scalar(UInt8(value))
      }
    case "u" where follows("{"):
      let digits = scalars[(position + 2)...].prefix(9).prefix { $0 != "}" }
      let end = position + 2 + digits.count
      if end < scalars.count, scalars[end] == "}", let value = Self.hexValue(digits), let scalar = Unicode.Scalar(value)
      {
        position = end
        return scalar
      }
    default: break
    }
    throw FilterError(
      range: start..<min(position + 1, scalars.count),
      message: "this escape is unknown: a string takes \\n \\r \\t \\0 \\\\ \\\" \\' \\x1b \\u{4f60}")
  }

  private static func hexValue(_ digits: ArraySlice<Unicode.Scalar>) -> UInt32? {
    guard !digits.isEmpty, digits.count <= 8, digits.allSatisfy(\.properties.isASCIIHexDigit) else { return nil }
    return UInt32(String(String.UnicodeScalarView(digits)), radix: 16)
  }
}
