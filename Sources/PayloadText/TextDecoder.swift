/// Decodes payloads from one encoding, totally: a bad byte costs itself and nothing else, a lead byte never swallows
/// ASCII. Keeps an `iconv` descriptor, so make one and use it often, on one thread.
package final class TextDecoder {
  package let encoding: TextEncoding

  /// - Throws: `TextEncodingError.unavailable` when glibc lacks the converter module.
  package init(_ encoding: TextEncoding) throws(TextEncodingError) {
    self.encoding = encoding
  }

  /// Decodes `payload`, at most `limit` scalars and bad bytes of it.
  package func decode(_ payload: RawSpan, limit: Int = .max) -> DecodedText {
    fatalError("not built yet")
  }
}

/// What goes wrong with encodings.
package enum TextEncodingError: Error, Hashable {
  /// The C library lacks the converter module; `package` is the Debian package that brings it.
  case unavailable(TextEncoding, package: String)
  /// The encoding cannot write a character; `offset` counts scalars from 0 in the text.
  case unencodable(Unicode.Scalar, offset: Int, TextEncoding)
}
