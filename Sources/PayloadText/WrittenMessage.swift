/// The way in which the line of a message stands for bytes.
package enum MessageForm: String, CaseIterable, Sendable, Hashable {
  /// Text with escapes.
  case text
  /// Bytes in hexadecimal.
  case hex
  /// Text without escapes: a backslash is a backslash.
  case raw
}

/// A message as a person wrote it, with the form and the encoding that were chosen for it: what drafts, the history and
/// saved messages keep.
package struct WrittenMessage: Hashable, Sendable {
  package var text: String
  /// `nil` follows the peer: hexadecimal where it is read so, else text.
  package let form: MessageForm?
  /// `nil` is the peer's own. A message with an encoding is text where its form says nothing else.
  package let encoding: TextEncoding?

  package init(_ text: String, form: MessageForm? = nil, encoding: TextEncoding? = nil) {
    self.text = text
    let isHex = form == .hex || encoding == .hex
    self.form = isHex ? .hex : form == .text && encoding != nil ? nil : form
    self.encoding = isHex ? nil : encoding
  }

  /// Why it does not stand for bytes; `nil` where it does, as far as that can be told without a peer.
  package var mistake: MessageSyntaxError? {
    do throws(MessageSyntaxError) {
      _ = try Message(text, form: form ?? .text)
      return nil
    } catch {
      return error
    }
  }
}

extension WrittenMessage: ExpressibleByStringLiteral {
  package init(stringLiteral text: String) { self.init(text) }
}

extension Message {
  /// The message that a line of that form stands for.
  package init(_ source: String, form: MessageForm) throws(MessageSyntaxError) {
    switch form {
    case .text: try self.init(parsing: source)
    case .hex: self = try .hex(source)
    case .raw: self.init(raw: source)
    }
  }

  /// How many escapes are understood in a text; the doubled backslash is one.
  package static func escapes(in source: String) -> Int {
    var parser = MessageParser(source)
    var count = 0
    while let (offset, scalar) = parser.next() {
      if scalar == "\\", (try? parser.escape(at: offset)) != nil { count += 1 }
    }
    return count
  }

  /// A text with escapes that stands for exactly these bytes in an encoding; what is no text of it becomes `\xNN`.
  package static func text(of bytes: [UInt8], as encoding: TextEncoding) -> String {
    let whole = bytes.map { "\\x" + hexText(of: [$0]) }.joined()
    guard let decoder = try? TextDecoder(encoding) else { return whole }
    let text = SafeText(escaped: decoder.decode(bytes)).description
    guard let read = try? Message(parsing: text), (try? read.encoded(as: encoding)) == bytes else { return whole }
    return text
  }

  /// Bytes in hexadecimal: `7e 01 05`.
  package static func hexText(of bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: " ")
  }
}
