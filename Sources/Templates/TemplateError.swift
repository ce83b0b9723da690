package import Basics
package import PayloadText

/// The reason why a message cannot be made from a template.
package enum TemplateError: Error, Hashable, Sendable {
  /// The encoding lacks a character of the text itself.
  case encoding(TextEncodingError)
  /// A field has no value or one that cannot be written; the range counts scalars of the source text.
  case field(Range<Int>, Reason)

  /// The reason of one field.
  package enum Reason: Hashable, Sendable {
    /// The encoding lacks a character of the value.
    case unencodable(Unicode.Scalar, TextEncoding)
    /// The C library lacks the converter of the encoding.
    case unavailable(TextEncodingError)
    /// The message has more bytes than the limit.
    case tooLong(limit: Int)
    /// The value is not known.
    case missing(Missing)
    /// The value does not fit into the format.
    case doesNotFit(String, NumberFormat)
    /// The value is no number, as the format needs one.
    case noNumber(String, NumberFormat)
    /// The checksum does not fit into so many decimal digits.
    case checksumDigits(Int)
    /// The range goes beyond the message, which has `count` bytes.
    case beyond(count: Int)
  }

  /// A value that is not known.
  package enum Missing: Hashable, Sendable {
    case capture
    case peer
    case local
    case row
    /// The bytes of a file.
    case file(String)
  }

  /// The range of the mistake in the source text, in scalars; empty if it is not in the text.
  package var range: Range<Int> {
    switch self {
    case .encoding(.unencodable(_, let offset, _)): offset..<offset + 1
    case .encoding(.unavailable): 0..<0
    case .field(let range, _): range
    }
  }
}

extension TemplateError: Phrased {
  /// One sentence: the position counted from 1, the mistake, and the next step.
  package var phrase: Phrase {
    switch self {
    case .encoding(let error): error.phrase
    case .field(let range, let reason): "character \(range.lowerBound + 1): \(reason.phrase)"
    }
  }
}

extension TemplateError.Reason: Phrased {
  /// The mistake and the next step, without its position.
  package var phrase: Phrase {
    switch self {
    case .unencodable(let scalar, let encoding):
      "\(encoding.name) cannot write '\(scalar)' (\(scalar.codePoint)) of the value; choose another encoding"
    case .unavailable(let error): error.phrase
    case .tooLong(let limit): "the message is longer than \(limit) bytes, which is the most that a datagram takes"
    case .missing(.capture): "the capture has no value here; write {{ for a brace"
    case .missing(.peer): "the recipient is not known here; leave it out"
    case .missing(.local): "the address that the message leaves from is not known here; leave it out"
    case .missing(.row): "there is no row here; {row} belongs in the answer to a datagram"
    case .missing(.file(let path)): "\(path) was not read; name a file that can be read"
    case .doesNotFit(let value, let format): "\(value) does not fit into \(format.name); choose a larger format"
    case .noNumber(let value, let format):
      "'\(value)' is not a number, which \(format.name) needs; leave the format out"
    case .checksumDigits(let digits): "the checksum has more than \(digits) digits; choose more, as in dec10"
    case .beyond(let count): "the range goes beyond the message, which has \(count) bytes; choose smaller offsets"
    }
  }
}
