/// The meaning of an opening brace in a message.
package enum MessageBrace: Hashable, Sendable {
  /// The brace itself.
  case literal
  /// Two braces that stand for one.
  case doubled
  /// The beginning of a field that ends before `end`, which is a position in scalars of the text.
  case field(end: Int)

  /// A function that tells the meaning of the brace at a position of a text.
  package typealias Reader = (_ text: [Unicode.Scalar], _ position: Int) -> MessageBrace
}

/// A part of a message that contains fields.
package enum MessagePart: Hashable, Sendable {
  /// Text and bytes.
  case message(Message)
  /// A field with its braces, by its range in scalars of the source text.
  case field(Range<Int>)
}

extension Message {
  /// Parses a message with fields. A literal message has none.
  /// - Parameter brace: tells the meaning of an opening brace. In hexadecimal, one that begins no field is a separator.
  /// - Throws: `MessageSyntaxError` at the first mistake outside of the fields.
  package static func parts(
    of source: String, form: MessageForm, brace: MessageBrace.Reader
  ) throws(MessageSyntaxError) -> [MessagePart] {
    switch form {
    case .raw: return [.message(Message(raw: source))]
    case .text: return try textParts(of: source, brace: brace)
    case .hex:
      do {
        return try HexSyntax.parts(source, brace: brace).map { part in
          switch part {
          case .bytes(let bytes): .message(Message(bytes: bytes))
          case .field(let range): .field(range)
          }
        }
      } catch {
        throw MessageSyntaxError(offset: error.offset, error.sentence)
      }
    }
  }

  private static func textParts(
    of source: String, brace: MessageBrace.Reader
  ) throws(MessageSyntaxError) -> [MessagePart] {
    var parser = MessageParser(source)
    var parts: [MessagePart] = []
    var message = Message(bytes: [])
    while let (offset, scalar) = parser.next() {
      switch scalar == "{" ? brace(parser.scalars, offset) : .literal {
      case .literal: try message.append(scalar, at: offset, from: &parser)
      case .doubled:
        try message.append(scalar, at: offset, from: &parser)
        parser.skip(to: offset + 2)
      case .field(let end):
        if !message.isEmpty { parts.append(.message(message)) }
        message = Message(bytes: [])
        parts.append(.field(offset..<end))
        parser.skip(to: end)
      }
    }
    return message.isEmpty ? parts : parts + [.message(message)]
  }
}
