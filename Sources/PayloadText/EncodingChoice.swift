/// The encoding in which a peer's payloads are read and answered, and whether anybody is sure of it.
package struct EncodingChoice: Hashable, Sendable {
  /// What payloads are decoded from and replies are written in.
  package let encoding: TextEncoding
  /// Whether nothing but the absence of a better idea speaks for it.
  package let isGuess: Bool

  /// A choice; sure unless told.
  package init(_ encoding: TextEncoding, isGuess: Bool = false) {
    self.encoding = encoding
    self.isGuess = isGuess
  }

  /// `gb18030`, or `gb18030?` while it is a guess.
  package var label: String { isGuess ? encoding.name + "?" : encoding.name }
}
