/// A sentence for the user whose words are separate from its arguments, so that it can be translated.
///
/// `"sent \(size) to \(name)"` has the template `sent %1 to %2`; a translation may put `%2` before `%1`. A literal
/// percent sign is doubled in the template. An argument may be a phrase, which is translated in turn.
package struct Phrase: Hashable, Sendable {
  /// A value in the sentence.
  package enum Argument: Hashable, Sendable {
    /// A name, a number, or text from outside: the same in every language.
    case text(String)
    /// A part with a translation of its own, such as a reason after a colon.
    case phrase(Phrase)
  }

  /// A stretch of a template.
  package enum Piece: Hashable, Sendable {
    case words(Substring)
    /// An argument, by its index.
    case argument(Int)
  }

  /// The English words, with `%1` to `%9` in place of the arguments.
  package private(set) var template: String
  /// The arguments, in the order of the English sentence.
  package private(set) var arguments: [Argument]

  /// Creates a sentence of a single argument, such as text from another program, which is the same in every language.
  package init(verbatim text: String) {
    self.init(template: text.isEmpty ? "" : "%1", arguments: text.isEmpty ? [] : [.text(text)])
  }

  /// Creates a sentence without arguments, whose words come from a table.
  package init(_ words: String) {
    self.init(template: Self.escaped(words), arguments: [])
  }

  /// Creates the sentence that describes an error.
  package init(_ error: any Error) {
    self = (error as? any Phrased)?.phrase ?? Phrase(verbatim: "\(error)")
  }

  private init(template: String, arguments: [Argument]) {
    self.template = template
    self.arguments = arguments
  }

  /// Whether the sentence is empty.
  package var isEmpty: Bool { template.isEmpty }

  /// The sentence in English, for logs, scripts and output without a screen.
  package var english: String { text { $0 } }

  /// The sentence in another language.
  /// - Parameter translated: returns a template in that language; called for nested phrases too.
  package func text(_ translated: (String) -> String) -> String {
    Self.pieces(of: translated(template)).reduce(into: "") { text, piece in
      switch piece {
      case .words(let words): text += words
      case .argument(let index): text += arguments.indices.contains(index) ? arguments[index].text(translated) : ""
      }
    }
  }

  /// Creates the sentence that another program wrote, if it has the form of `template`.
  /// - Parameter part: makes a phrase of each argument.
  package init?(_ text: String, like template: String, part: (String) -> Phrase) {
    var rest = text[...]
    var arguments: [Argument] = []
    var isInArgument = false
    for piece in Self.pieces(of: template) {
      guard case .words(let words) = piece else {
        isInArgument = true
        continue
      }
      guard let found = rest.firstRange(of: words), isInArgument || found.lowerBound == rest.startIndex else {
        return nil
      }
      if isInArgument { arguments.append(.phrase(part(String(rest[..<found.lowerBound])))) }
      rest = rest[found.upperBound...]
      isInArgument = false
    }
    guard isInArgument || rest.isEmpty else { return nil }
    if isInArgument { arguments.append(.phrase(part(String(rest)))) }
    self.init(template: template, arguments: arguments)
  }

  /// Splits a template into pieces. A percent sign is literal unless a digit from 1 to 9 or another percent sign
  /// follows it.
  package static func pieces(of template: String) -> [Piece] {
    var pieces: [Piece] = []
    var rest = template[...]
    while let sign = rest.utf8.firstIndex(of: UInt8(ascii: "%")) {
      let next = rest.utf8.index(after: sign)
      let byte = next < rest.endIndex ? rest.utf8[next] : 0
      let end = next < rest.endIndex ? rest.utf8.index(after: next) : next
      if (0x31...0x39).contains(byte) {
        if rest.startIndex < sign { pieces.append(.words(rest[..<sign])) }
        pieces.append(.argument(Int(byte) - 0x31))
        rest = rest[end...]
      } else {
        pieces.append(.words(rest[..<next]))
        rest = byte == UInt8(ascii: "%") ? rest[end...] : rest[next...]
      }
    }
    if !rest.isEmpty { pieces.append(.words(rest)) }
    return pieces
  }

  /// Concatenates two phrases, each of which is translated on its own. Prefer a single sentence.
  package static func + (left: Phrase, right: Phrase) -> Phrase {
    if left.isEmpty { return right }
    if right.isEmpty { return left }
    return Phrase(template: "%1%2", arguments: [.phrase(left), .phrase(right)])
  }

  /// Appends a phrase.
  package static func += (left: inout Phrase, right: Phrase) { left = left + right }

  private static func escaped(_ words: String) -> String {
    words.utf8.contains(UInt8(ascii: "%"))
      ? words.split(separator: "%", omittingEmptySubsequences: false).joined(separator: "%%") : words
  }
}

extension Phrase.Argument {
  fileprivate func text(_ translated: (String) -> String) -> String {
    switch self {
    case .text(let text): text
    case .phrase(let phrase): phrase.text(translated)
    }
  }
}

extension Sequence<Phrase> {
  /// Concatenates the phrases, with the same text between any two of them.
  package func joined(separator: String) -> Phrase {
    reduce("" as Phrase) { $0.isEmpty ? $1 : $0 + Phrase(verbatim: separator) + $1 }
  }
}

extension Phrase: CustomStringConvertible {
  /// The sentence in English.
  package var description: String { english }
}

extension Phrase: ExpressibleByStringInterpolation {
  /// Collects the template and the arguments, at most nine.
  package struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var template = ""
    fileprivate var arguments: [Argument] = []

    /// Prepares for a sentence with this number of arguments.
    package init(literalCapacity: Int, interpolationCount: Int) {
      template.reserveCapacity(literalCapacity + 2 * interpolationCount)
      arguments.reserveCapacity(interpolationCount)
    }

    /// Appends words from the source code.
    package mutating func appendLiteral(_ literal: String) { template += Phrase.escaped(literal) }

    /// Appends a phrase, which is translated in turn.
    package mutating func appendInterpolation(_ phrase: Phrase) { append(.phrase(phrase)) }

    /// Appends a value that has a phrase, such as an error, which is translated in turn.
    package mutating func appendInterpolation(_ value: some Phrased) { append(.phrase(value.phrase)) }

    /// Appends the description of any value: a name, a number, text from outside.
    package mutating func appendInterpolation(_ value: some CustomStringConvertible) {
      append(.text(value.description))
    }

    private mutating func append(_ argument: Argument) {
      precondition(arguments.count < 9, "a sentence has nine arguments at most")
      arguments.append(argument)
      template += "%\(arguments.count)"
    }
  }

  /// Creates a sentence without arguments.
  package init(stringLiteral words: String) { self.init(words) }

  /// Creates a sentence from its template and arguments.
  package init(stringInterpolation: StringInterpolation) {
    self.init(template: stringInterpolation.template, arguments: stringInterpolation.arguments)
  }
}

/// A value, such as an error, that describes itself as a phrase.
package protocol Phrased: CustomStringConvertible {
  /// The phrase.
  var phrase: Phrase { get }
}

extension Phrased {
  /// The sentence in English.
  package var description: String { phrase.english }
}
