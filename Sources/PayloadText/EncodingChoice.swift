/// The encoding in which a peer's payloads are decoded and answered, and its certainty.
package struct EncodingChoice: Hashable, Sendable {
  /// The certainty of a choice.
  package enum Certainty: Hashable, Sendable {
    /// Chosen by the user, or by clear evidence.
    case sure
    /// The likeliest of several.
    case guess
    /// The peer has sent only ASCII, or nothing: its text is the same in nearly every encoding, and the one that it
    /// reads is unknown.
    case undecided
  }

  /// The encoding from which payloads are decoded and in which replies are sent.
  package let encoding: TextEncoding
  /// The certainty of the choice.
  package let certainty: Certainty

  /// Creates a choice, certain by default.
  package init(_ encoding: TextEncoding, isGuess: Bool = false) {
    self.encoding = encoding
    certainty = isGuess ? .guess : .sure
  }

  private init(undecided encoding: TextEncoding) {
    self.encoding = encoding
    certainty = .undecided
  }

  /// The choice for a peer that has sent only ASCII.
  package static let undecided = EncodingChoice(undecided: .ascii)

  /// Whether it is the likeliest of several and may turn out to be another.
  package var isGuess: Bool { certainty == .guess }
  /// Whether the peer has sent only ASCII, or nothing.
  package var isUndecided: Bool { certainty == .undecided }
  /// Whether it is certain.
  package var isSure: Bool { certainty == .sure }

  /// The encoding from which payloads are decoded: for a peer that has sent only ASCII, UTF-8, of which ASCII is a
  /// part.
  package var reader: TextEncoding { isUndecided ? .utf8 : encoding }

  /// The name on screen: `gb18030`, `gb18030?` for a guess, `ascii` while nothing else has arrived.
  package var label: String { isGuess ? encoding.name + "?" : encoding.name }
}
