import Basics

/// The syntax of a message's text.
package enum MessageForm: String, CaseIterable, Sendable, Hashable {
  /// Text with escapes.
  case text
  /// Bytes in hexadecimal.
  case hex
  /// Text without escapes: a backslash is a backslash.
  case raw
}

/// A message as the user wrote it, with the form and encoding chosen for it: stored in drafts, the history and saved
/// messages.
package struct WrittenMessage: Hashable, Sendable {
  /// The text as written.
  package var text: String
  /// The form; `nil` follows the peer: hexadecimal if it is decoded as bytes, otherwise text.
  package let form: MessageForm?
  /// The encoding; `nil` is the peer's own. A message with an encoding is text unless its form says otherwise.
  package let encoding: TextEncoding?

  /// Creates a message; `hex` as form or encoding makes it hexadecimal without an encoding.
  package init(_ text: String, form: MessageForm? = nil, encoding: TextEncoding? = nil) {
    self.text = text
    let isHex = form == .hex || encoding == .hex
    self.form = isHex ? .hex : form == .text && encoding != nil ? nil : form
    self.encoding = isHex ? nil : encoding
  }
}

extension WrittenMessage: ExpressibleByStringLiteral {
  package init(stringLiteral text: String) { self.init(text) }
}

extension Message {
  /// Parses a message in this form.
  package init(_ source: String, form: MessageForm) throws(MessageSyntaxError) {
    switch form {
    case .text: try self.init(parsing: source)
    case .hex: self = try .hex(source)
    case .raw: self.init(raw: source)
    }
  }

  /// The number of valid escapes in a text, doubled backslashes included.
  package static func escapes(in source: String) -> Int {
    var parser = MessageParser(source)
    var count = 0
    while let (offset, scalar) = parser.next() {
      if scalar == "\\", (try? parser.escape(at: offset)) != nil { count += 1 }
    }
    return count
  }

  /// Returns text with escapes that encodes to exactly these bytes; bytes that are not text in the encoding become
  /// `\xNN`.
  package static func text(of bytes: [UInt8], as encoding: TextEncoding) -> String {
    let whole = bytes.map { "\\x" + hexText(of: [$0]) }.joined()
    guard let decoder = try? TextDecoder(encoding) else { return whole }
    let text = SafeText(escaped: decoder.decode(bytes)).description
    guard let read = try? Message(parsing: text), (try? read.encoded(as: encoding)) == bytes else { return whole }
    return text
  }

  /// Formats bytes in hexadecimal: `7e 01 05`.
  package static func hexText(of bytes: [UInt8]) -> String {
    bytes.map { $0.digits(2, radix: 16) }.joined(separator: " ")
  }
}
