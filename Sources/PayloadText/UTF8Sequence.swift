/// The sequence at one offset of bytes that should be UTF-8, according to table 3-7 of the Unicode Standard: no
/// overlong forms, no surrogates, nothing above U+10FFFF.
enum UTF8Sequence: Equatable {
  /// A scalar of 1 to 4 bytes.
  case scalar(Unicode.Scalar, length: Int)
  /// A byte that begins no scalar.
  case bad
  /// The payload ends inside a sequence that may have been a scalar.
  case cut

  /// Decodes at `offset`, which must be inside `bytes`.
  init(in bytes: RawSpan, at offset: Int) {
    let lead = bytes[byte: offset]
    let length: Int
    var low: UInt8 = 0x80
    var high: UInt8 = 0xbf
    switch lead {
    case 0x00...0x7f:
      self = .scalar(Unicode.Scalar(lead), length: 1)
      return
    case 0xc2...0xdf: length = 2
    case 0xe0...0xef:
      length = 3
      if lead == 0xe0 { low = 0xa0 } else if lead == 0xed { high = 0x9f }
    case 0xf0...0xf4:
      length = 4
      if lead == 0xf0 { low = 0x90 } else if lead == 0xf4 { high = 0x8f }
    default:
      self = .bad
      return
    }
    var value = UInt32(lead) & (0x7f >> UInt32(length))
    for place in 1..<length {
      guard offset + place < bytes.byteCount else {
        self = .cut
        return
      }
      let byte = bytes[byte: offset + place]
      guard byte >= low, byte <= high else {
        self = .bad
        return
      }
      low = 0x80
      high = 0xbf
      value = value << 6 | UInt32(byte & 0x3f)
    }
    self = Unicode.Scalar(value).map { .scalar($0, length: length) } ?? .bad
  }

  /// Whether all of `bytes` is UTF-8, except perhaps a last character that is cut off, with at least `characters`
  /// characters outside ASCII.
  static func isClean(_ bytes: RawSpan, characters: Int) -> Bool {
    var offset = bytes.asciiRun(from: 0)
    var count = 0
    while offset < bytes.byteCount {
      switch UTF8Sequence(in: bytes, at: offset) {
      case .scalar(_, let length): offset += length
      case .cut: return count >= characters
      case .bad: return false
      }
      count += 1
      if offset < bytes.byteCount, bytes[byte: offset] < 0x80 { offset += bytes.asciiRun(from: offset) }
    }
    return count >= characters
  }
}
