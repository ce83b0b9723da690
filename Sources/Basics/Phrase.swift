/// A sentence for a person, with its words apart from what they speak of, so that it can be translated.
///
/// `"sent \(size) to \(name)"` has the template `sent %1 to %2`; a translation may put `%2` before `%1`. A percent sign
/// of the sentence itself is doubled in the template. An argument may be a phrase, which is translated in its turn.
package struct Phrase: Hashable, Sendable {
  /// A value that stands in the sentence.
  package enum Argument: Hashable, Sendable {
    /// A name, a number, a text from outside: the same in every language.
    case text(String)
    /// A part that has a translation of its own, as a reason behind a colon.
    case phrase(Phrase)
  }

  /// A stretch of a template.
  package enum Piece: Hashable, Sendable {
    case words(Substring)
    /// An index of the arguments.
    case argument(Int)
  }

  /// The English words, with `%1` to `%9` in the place of the arguments.
  package private(set) var template: String
  /// The values in the order of the English sentence.
  package private(set) var arguments: [Argument]

  /// A sentence that is one argument, the same in every language: what somebody else wrote.
  package init(verbatim text: String) {
    self.init(template: text.isEmpty ? "" : "%1", arguments: text.isEmpty ? [] : [.text(text)])
  }

  /// A sentence without arguments, whose words come from a table.
  package init(_ words: String) {
    self.init(template: Self.escaped(words), arguments: [])
  }

  /// What any error says.
  package init(_ error: any Error) {
    self = (error as? any Phrased)?.phrase ?? Phrase(verbatim: "\(error)")
  }

  private init(template: String, arguments: [Argument]) {
    self.template = template
    self.arguments = arguments
  }

  /// Whether it says nothing.
  package var isEmpty: Bool { template.isEmpty }

  /// The sentence in English: for logs, scripts and output without a screen.
  package var english: String {
    Self.pieces(of: template).reduce(into: "") { text, piece in
      switch piece {
      case .words(let words): text += words
      case .argument(let index): text += arguments.indices.contains(index) ? arguments[index].english : ""
      }
    }
  }

  /// Takes a template apart. What follows a percent sign and is neither a digit from 1 nor a percent sign stays as it is.
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

  /// Two phrases side by side, each translated by itself. A sentence is better written as one.
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
  fileprivate var english: String {
    switch self {
    case .text(let text): text
    case .phrase(let phrase): phrase.english
    }
  }
}

extension Phrase: CustomStringConvertible {
  /// The sentence in English.
  package var description: String { english }
}

extension Phrase: ExpressibleByStringInterpolation {
  /// Gathers the template and the arguments; nine of them at most.
  package struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var template = ""
    fileprivate var arguments: [Argument] = []

    /// Prepares for a sentence with so many arguments.
    package init(literalCapacity: Int, interpolationCount: Int) {
      template.reserveCapacity(literalCapacity + 2 * interpolationCount)
      arguments.reserveCapacity(interpolationCount)
    }

    /// Appends words from the source code.
    package mutating func appendLiteral(_ literal: String) { template += Phrase.escaped(literal) }

    /// Appends a part that is translated in its turn.
    package mutating func appendInterpolation(_ phrase: Phrase) { append(.phrase(phrase)) }

    /// Appends what an error says, translated in its turn.
    package mutating func appendInterpolation(_ value: some Phrased) { append(.phrase(value.phrase)) }

    /// Appends anything that describes itself: a name, a number, a text from outside.
    package mutating func appendInterpolation(_ value: some CustomStringConvertible) {
      append(.text(value.description))
    }

    private mutating func append(_ argument: Argument) {
      precondition(arguments.count < 9, "a sentence has nine arguments at most")
      arguments.append(argument)
      template += "%\(arguments.count)"
    }
  }

  /// The words of a sentence without arguments.
  package init(stringLiteral words: String) { self.init(words) }

  /// The template and the arguments put together.
  package init(stringInterpolation: StringInterpolation) {
    self.init(template: stringInterpolation.template, arguments: stringInterpolation.arguments)
  }
}

/// An error or another value that says itself as a phrase.
package protocol Phrased: CustomStringConvertible {
  /// The sentence.
  var phrase: Phrase { get }
}

extension Phrased {
  /// The sentence in English.
  package var description: String { phrase.english }
}
