/// The encoding in which a peer's payloads are read and answered, and whether anybody is sure of it.
package struct EncodingChoice: Hashable, Sendable {
  /// How certain it is.
  package enum Certainty: Hashable, Sendable {
    /// Chosen by a person, or by plain evidence.
    case sure
    /// The likeliest of several.
    case guess
    /// The peer has sent ASCII alone, or nothing: what it writes reads the same in nearly every encoding, and in which
    /// one it reads is not known.
    case undecided
  }

  /// What payloads are decoded from and replies are written in.
  package let encoding: TextEncoding
  /// How certain it is.
  package let certainty: Certainty

  /// A choice; sure unless told.
  package init(_ encoding: TextEncoding, isGuess: Bool = false) {
    self.encoding = encoding
    certainty = isGuess ? .guess : .sure
  }

  private init(undecided encoding: TextEncoding) {
    self.encoding = encoding
    certainty = .undecided
  }

  /// That of a peer that has sent ASCII alone.
  package static let undecided = EncodingChoice(undecided: .ascii)

  /// Whether it may turn out to be another one of several likely ones.
  package var isGuess: Bool { certainty == .guess }
  /// Whether only ASCII came, or nothing.
  package var isUndecided: Bool { certainty == .undecided }
  /// Whether it is certain.
  package var isSure: Bool { certainty == .sure }

  /// What payloads are decoded from: of a peer that has sent ASCII alone, UTF-8, of which ASCII is a part.
  package var reader: TextEncoding { isUndecided ? .utf8 : encoding }

  /// `gb18030`, `gb18030?` while it is a guess, `ascii` while nothing else came.
  package var label: String { isGuess ? encoding.name + "?" : encoding.name }
}
