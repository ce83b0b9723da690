import Basics

/// What a person wants to send: text and bytes mixed. The syntax knows `\n \r \t \0 \\ \xNN \u{…}`.
package struct Message: Hashable, Sendable {
  /// A scalar that the encoding writes, or a byte that goes out as it is.
  private enum Unit: Hashable, Sendable {
    /// `offset` counts scalars from 0 in the source text.
    case scalar(Unicode.Scalar, offset: Int)
    case byte(UInt8)
  }

  private var units: [Unit] = []

  /// A message with escapes: `ping\r\n`, `\x7e\x01`, `\u{4f60}`.
  /// - Throws: `MessageSyntaxError` at the escape that is none.
  package init(parsing source: String) throws(MessageSyntaxError) {
    var parser = MessageParser(source)
    while let (offset, scalar) = parser.next() {
      guard scalar == "\\" else {
        units.append(.scalar(scalar, offset: offset))
        continue
      }
      switch try parser.escape(at: offset) {
      case .scalar(let scalar): units.append(.scalar(scalar, offset: offset))
      case .byte(let byte): units.append(.byte(byte))
      }
    }
  }

  /// A message without escapes: every backslash is one.
  package init(raw source: String) {
    units = source.unicodeScalars.enumerated().map { .scalar($1, offset: $0) }
  }

  /// A message that is sent as these bytes, whatever the encoding.
  package init(bytes: [UInt8]) {
    units = bytes.map { .byte($0) }
  }

  /// A message of bytes in hexadecimal: `7e 01 05`, `7e-01-05`, `0x7e,0x01`, `\x7e\x01`, a C array, a hex dump.
  /// - Throws: `MessageSyntaxError` at what is none of these.
  package static func hex(_ source: String) throws(MessageSyntaxError) -> Message {
    do {
      return Message(bytes: try HexSyntax.bytes(source))
    } catch {
      throw MessageSyntaxError(offset: error.offset, error.sentence)
    }
  }

  /// Whether nothing would be sent: an empty datagram.
  package var isEmpty: Bool { units.isEmpty }

  /// The bytes to send.
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
