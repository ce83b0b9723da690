import Basics

/// Numbers that say their own length.
enum VariableNumber {
  /// Reads a number; `nil` if the bytes end early or it is too large.
  static func read(
    _ bytes: RawSpan, _ range: Range<Int>, _ form: Reading.VariableForm
  ) -> (number: UInt64, next: Int)? {
    guard let first = range.first else { return nil }
    let byte = bytes.byte(at: first)
    switch form {
    case .leb128, .zigzag:
      var (number, shift, place) = (UInt64(0), UInt64(0), first)
      while place < range.upperBound, shift < 64 {
        let byte = bytes.byte(at: place)
        number |= UInt64(byte & 0x7f) << shift
        place += 1
        if byte & 0x80 == 0 { return (number, place) }
        shift += 7
      }
      return nil
    case .quic:
      let width = 1 << Int(byte >> 6)
      guard width <= range.count else { return nil }
      let number = bytes.number(at: first, width: width, isLittle: false)
      return (number & (UInt64.max >> UInt64(66 - 8 * width)), first + width)
    case .ber:
      guard byte & 0x80 != 0 else { return (UInt64(byte), first + 1) }
      let width = Int(byte & 0x7f)
      guard (1...4).contains(width), width < range.count else { return nil }
      return (bytes.number(at: first + 1, width: width, isLittle: false), first + 1 + width)
    }
  }
}

/// Domain names of DNS messages (RFC 1035, 4.1.4), whose compression refers to earlier bytes of the payload.
enum DomainName {
  /// The most bytes of a name, and the most references in it.
  private static let limit = 255
  private static let jumpLimit = 32

  /// Reads a name; `nil` if there is none. The root is `.`.
  static func read(_ bytes: RawSpan, at start: Int) -> (name: String, next: Int)? {
    var (place, jumps) = (start, 0)
    var next: Int?
    var text: [UInt8] = []
    while place < bytes.byteCount {
      let length = Int(bytes.byte(at: place))
      switch length >> 6 {
      case 0:
        if length == 0 {
          let name = text.isEmpty ? "." : String(decoding: text, as: UTF8.self)
          return (name, next ?? place + 1)
        }
        guard place + 1 + length <= bytes.byteCount, text.count + length < limit * 4 else { return nil }
        if !text.isEmpty { text.append(UInt8(ascii: ".")) }
        for offset in place + 1...place + length { append(bytes.byte(at: offset), to: &text) }
        guard text.count <= limit * 4 else { return nil }
        place += length + 1
      case 3:
        guard place + 1 < bytes.byteCount, jumps < jumpLimit else { return nil }
        next = next ?? place + 2
        jumps += 1
        place = (length & 0x3f) << 8 | Int(bytes.byte(at: place + 1))
      default: return nil
      }
    }
    return nil
  }

  /// Appends a byte of a label; a point in it and what no screen shows are escaped (RFC 1035, 5.1).
  private static func append(_ byte: UInt8, to text: inout [UInt8]) {
    switch byte {
    case UInt8(ascii: "."), UInt8(ascii: "\\"): text += [UInt8(ascii: "\\"), byte]
    case 0..<0x20, 0x7f: text += [UInt8(ascii: "\\")] + Array(Int(byte).digits(3).utf8)
    default: text.append(byte)
    }
  }
}

/// Object identifiers (X.690, 8.19).
enum ObjectName {
  /// The text of an identifier: `1.3.6.1.2.1`.
  static func text(_ bytes: [UInt8]) -> String {
    var parts: [UInt64] = []
    var number: UInt64 = 0
    for byte in bytes {
      number = number << 7 | UInt64(byte & 0x7f)
      guard byte & 0x80 == 0 else { continue }
      if parts.isEmpty {
        let first = min(2, number / 40)
        parts += [first, number - first * 40]
      } else {
        parts.append(number)
      }
      number = 0
    }
    return parts.map(String.init).joined(separator: ".")
  }
}
