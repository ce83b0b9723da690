import Basics

/// A message to send: text and bytes mixed. Its escapes are `\n \r \t \0 \\ \xNN \u{…}`.
package struct Message: Hashable, Sendable {
  /// A scalar to encode, or a byte to send as it is.
  private enum Unit: Hashable, Sendable {
    /// A scalar and its position in scalars of the source text, from 0.
    case scalar(Unicode.Scalar, offset: Int)
    case byte(UInt8)
  }

  private var units: [Unit] = []

  /// Parses a message with escapes: `ping\r\n`, `\x7e\x01`, `\u{4f60}`.
  /// - Throws: `MessageSyntaxError` at the first invalid escape.
  package init(parsing source: String) throws(MessageSyntaxError) {
    var parser = MessageParser(source)
    while let (offset, scalar) = parser.next() { try append(scalar, at: offset, from: &parser) }
  }

  /// Appends a character, or the meaning of the escape that begins with it.
  mutating func append(
    _ scalar: Unicode.Scalar, at offset: Int, from parser: inout MessageParser
  ) throws(MessageSyntaxError) {
    guard scalar == "\\" else { return units.append(.scalar(scalar, offset: offset)) }
    switch try parser.escape(at: offset) {
    case .scalar(let scalar): units.append(.scalar(scalar, offset: offset))
    case .byte(let byte): units.append(.byte(byte))
    }
  }

  /// Returns the message as part of a text in which it begins at `offset`.
  package func moved(by offset: Int) -> Message {
    var moved = Message(bytes: [])
    moved.units = units.map { unit in
      guard case .scalar(let scalar, let own) = unit else { return unit }
      return .scalar(scalar, offset: own + offset)
    }
    return moved
  }

  /// Creates a message without escapes: a backslash is a backslash.
  package init(raw source: String) {
    units = source.unicodeScalars.enumerated().map { .scalar($1, offset: $0) }
  }

  /// Creates a message that is sent as these bytes in every encoding.
  package init(bytes: [UInt8]) {
    units = bytes.map { .byte($0) }
  }

  /// Parses a message of bytes in hexadecimal: `7e 01 05`, `7e-01-05`, `0x7e,0x01`, `\x7e\x01`, a C array, a hex dump.
  /// - Throws: `MessageSyntaxError` at the first mistake.
  package static func hex(_ source: String) throws(MessageSyntaxError) -> Message {
    Message(bytes: try bytes(hex: source))
  }

  /// Parses bytes in hexadecimal, as `hex` does.
  /// - Throws: `MessageSyntaxError` at the first mistake.
  package static func bytes(hex source: String) throws(MessageSyntaxError) -> [UInt8] {
    do {
      return try HexSyntax.bytes(source)
    } catch {
      throw MessageSyntaxError(offset: error.offset, error.sentence)
    }
  }

  /// Whether the message is an empty datagram.
  package var isEmpty: Bool { units.isEmpty }

  /// Returns the bytes to send.
  /// - Throws: `TextEncodingError`, whose offset counts scalars of the source text, escapes included.
  package func encoded(as encoding: TextEncoding) throws(TextEncodingError) -> [UInt8] {
    var bytes: [UInt8] = []
    var text = String.UnicodeScalarView()
    var offsets: [Int] = []
    for unit in units {
      switch unit {
      case .scalar(let scalar, let offset):
        text.append(scalar)
        offsets.append(offset)
      case .byte(let byte):
        bytes += try Self.encode(text, offsets, encoding)
        text = String.UnicodeScalarView()
        offsets = []
        bytes.append(byte)
      }
    }
    return bytes + (try Self.encode(text, offsets, encoding))
  }

  private static func encode(
    _ text: String.UnicodeScalarView, _ offsets: [Int], _ encoding: TextEncoding
  ) throws(TextEncodingError) -> [UInt8] {
    if offsets.isEmpty { return [] }
    do {
      return try TextEncoder.encode(String(text), as: encoding)
    } catch {
      guard case .unencodable(let scalar, let offset, _) = error else { throw error }
      throw .unencodable(scalar, offset: offsets[offset], encoding)
    }
  }
}
