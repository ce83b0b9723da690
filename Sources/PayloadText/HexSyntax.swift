import Basics

/// The syntax of bytes in hexadecimal, as people and programs write them: `7e 01 05`, `7e-01-05`, `0x7e,0x01`,
/// `\x7e\x01`, a C array, rows of a hex dump.
enum HexSyntax {
  /// An error in hexadecimal text.
  struct Failure: Error {
    /// The mistake at `offset`.
    enum Reason: Hashable {
      /// Neither a digit nor a separator.
      case unexpected(Unicode.Scalar)
      /// One digit where a byte needs two.
      case loneDigit(Unicode.Scalar)
      /// `0x` or `\x` without digits.
      case emptyPrefix
      /// An escape that belongs in text, such as `\n`: the letter, and the byte that it stands for.
      case textEscape(Unicode.Scalar, byte: String)
      /// A second array; a datagram is a single one.
      case secondArray
    }

    var reason: Reason
    /// The position in scalars of the text, from 0.
    var offset: Int
  }

  /// Parses a text as bytes.
  static func bytes(_ text: String) throws(Failure) -> [UInt8] {
    try parts(text) { _, _ in .literal }.reduce(into: []) { bytes, part in
      if case .bytes(let more) = part { bytes += more }
    }
  }

  /// Part of a text of bytes.
  enum Part {
    case bytes([UInt8])
    /// A field, by its range in scalars of the text.
    case field(Range<Int>)
  }

  /// Parses a text as bytes and fields.
  /// - Parameter brace: tells the meaning of a `{` outside of comments and rows of a dump.
  static func parts(_ text: String, brace: MessageBrace.Reader) throws(Failure) -> [Part] {
    var scanner = HexScanner(text)
    return try scanner.parts(brace)
  }

  /// The value of a hexadecimal digit in either case; `nil` for anything else.
  static func digit(_ scalar: Unicode.Scalar) -> UInt8? {
    scalar.isASCII ? HexDigits.value(UInt8(truncatingIfNeeded: scalar.value)) : nil
  }
}

extension HexSyntax.Failure {
  /// The mistake, and what to write instead.
  var sentence: Phrase {
    switch reason {
    case .unexpected(let scalar):
      "'\(scalar)' is not a hexadecimal digit; write bytes as pairs of 0-9 and a-f, as in 7e 01 05 or 0x7e,0x01"
    case .loneDigit(let digit): "'\(digit)' is half a byte; write two digits, as in 0\(digit)"
    case .emptyPrefix: "digits are missing after the x; write a byte as in 0x7e or \\x7e"
    case .textEscape(let letter, let byte): "\\\(letter) is an escape for text; as a hexadecimal byte it is \(byte)"
    case .secondArray: "a second array begins here; a datagram is one array: delete the other"
    }
  }
}

/// A scanner of text that contains bytes in hexadecimal.
private struct HexScanner {
  private let scalars: [Unicode.Scalar]
  private var position = 0
  private var result: [UInt8] = []
  /// The position of the last `=`, before which a declaration begins.
  private let lastEquals: Int
  /// Whether the beginning of a declaration was skipped, so that another array would be a second one.
  private var hasArray = false

  /// The characters allowed between two bytes.
  private static let separators: Set<Unicode.Scalar> = [
    " ", "\t", "\n", "\r", "\u{a0}", ":", "-", ",", ";", "{", "}", "[", "]", "(", ")", "\"", "'",
  ]

  /// Escapes that belong in text, with the bytes that they stand for.
  private static let textEscapes: [Unicode.Scalar: String] = [
    "n": "0a", "r": "0d", "t": "09", "0": "00",
  ]

  init(_ text: String) {
    scalars = Array(text.unicodeScalars)
    lastEquals = scalars.lastIndex(of: "=") ?? 0
  }

  mutating func parts(_ brace: MessageBrace.Reader) throws(HexSyntax.Failure) -> [HexSyntax.Part] {
    let dump = HexDumpLines(scalars)
    var parts: [HexSyntax.Part] = []
    while position < scalars.count {
      if let line = dump.lines[position] {
        result += line.bytes
        position = line.end
      } else if scalars[position] == "{", case .field(let end) = brace(scalars, position) {
        if !result.isEmpty { parts.append(.bytes(result)) }
        result = []
        parts.append(.field(position..<end))
        position = end
      } else if try !skip() {
        try byte()
      }
    }
    return result.isEmpty ? parts : parts + [.bytes(result)]
  }

  private func peek(_ distance: Int = 0) -> Unicode.Scalar? {
    position + distance < scalars.count ? scalars[position + distance] : nil
  }

  /// Skips anything allowed between bytes: separators, comments, the beginning of a declaration. Returns whether there
  /// was any.
  private mutating func skip() throws(HexSyntax.Failure) -> Bool {
    guard let scalar = peek() else { return false }
    if scalar == "/", peek(1) == "*" || peek(1) == "/" {
      skipComment()
    } else if let start = declarationEnd {
      if hasArray { throw HexSyntax.Failure(reason: .secondArray, offset: position) }
      hasArray = true
      position = start
    } else if (scalar == "b" || scalar == "B"), peek(1) == "'" || peek(1) == "\"" {
      position += 2
    } else if scalar == "\\", peek(1) == "\n" || peek(1) == "\r" {
      position += 2
    } else if Self.separators.contains(scalar) {
      position += 1
    } else {
      return false
    }
    return true
  }

  private mutating func skipComment() {
    let isLine = peek(1) == "/"
    position += 2
    while let scalar = peek(), isLine ? scalar != "\n" : !(scalar == "*" && peek(1) == "/") { position += 1 }
    if !isLine { position = min(scalars.count, position + 2) }
  }

  /// The position where the bytes of the declaration at `position` begin, after the `=` of `static const unsigned char
  /// x[2] = {`; `nil` if there is no declaration.
  private var declarationEnd: Int? {
    guard position < lastEquals, scalars[position].properties.isAlphabetic,
      position == 0 || !isWordPart(scalars[position - 1])
    else { return nil }
    var end = position
    while end < scalars.count, scalars[end] != "=" {
      let scalar = scalars[end]
      guard isWordPart(scalar) || [" ", "\t", "\n", "[", "]", "*", ":", "&", "<", ">"].contains(scalar) else {
        return nil
      }
      end += 1
    }
    return end < scalars.count ? end + 1 : nil
  }

  private func isWordPart(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "_" || scalar.properties.isAlphabetic || scalar.properties.numericType != nil
  }

  /// Parses a run of digits, with or without `0x` or `\x` before it.
  private mutating func byte() throws(HexSyntax.Failure) {
    let start = position
    let isEscape = peek() == "\\"
    let isPrefixed = (isEscape || peek() == "0") && (peek(1) == "x" || peek(1) == "X")
    if isEscape, !isPrefixed { throw escapeFailure(at: start) }
    if isPrefixed { position += 2 }
    let first = position
    while let scalar = peek(), HexSyntax.digit(scalar) != nil {
      // \x takes two digits; in 0x7e0x01 the next byte begins at its 0.
      if isEscape, position - first == 2 { break }
      if isPrefixed, position > first, scalar == "0", peek(1) == "x" || peek(1) == "X" { break }
      position += 1
    }
    var digits = scalars[first..<position].compactMap(HexSyntax.digit)
    if digits.isEmpty { throw failure(at: start, isPrefixed: isPrefixed) }
    if digits.count % 2 == 1 {
      guard isPrefixed, digits.count == 1 else {
        // Next to a letter that is not a digit, the letter is the mistake.
        if let next = peek(), next != "\\", !Self.separators.contains(next) {
          throw HexSyntax.Failure(reason: .unexpected(next), offset: position)
        }
        throw HexSyntax.Failure(reason: .loneDigit(scalars[position - 1]), offset: position - 1)
      }
      digits.insert(0, at: 0)
    }
    result += stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
  }

  private func escapeFailure(at start: Int) -> HexSyntax.Failure {
    guard let letter = peek(1), let byte = Self.textEscapes[letter] else {
      return HexSyntax.Failure(reason: .unexpected("\\"), offset: start)
    }
    return HexSyntax.Failure(reason: .textEscape(letter, byte: byte), offset: start)
  }

  private func failure(at start: Int, isPrefixed: Bool) -> HexSyntax.Failure {
    HexSyntax.Failure(reason: isPrefixed ? .emptyPrefix : .unexpected(scalars[start]), offset: start)
  }
}
