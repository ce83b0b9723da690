package import Basics

/// An error in encoding or decoding.
package enum TextEncodingError: Error, Hashable {
  /// The C library lacks the converter module; `package` is the Debian package that contains it.
  case unavailable(TextEncoding, package: String)
  /// The encoding lacks a character; `offset` counts scalars of the text from 0.
  case unencodable(Unicode.Scalar, offset: Int, TextEncoding)
}

extension TextEncodingError: Phrased {
  /// One sentence, with the next step. It quotes the character: print it through `SafeText`.
  package var phrase: Phrase {
    switch self {
    case .unavailable(let encoding, let package):
      return "no converter for \(encoding.name) on this system; install \(package) (glibc-gconv-extra on Fedora)"
    case .unencodable(let scalar, let offset, .hex):
      return "'\(scalar)' at character \(offset + 1) is not a byte; write pairs of hexadecimal digits, as in 7e 01 05"
    case .unencodable(let scalar, let offset, let encoding):
      return
        "\(encoding.name) cannot write '\(scalar)' (\(scalar.codePoint)) at character \(offset + 1); choose another encoding or leave it out"
    }
  }
}
