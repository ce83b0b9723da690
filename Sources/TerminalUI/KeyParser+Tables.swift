extension KeyParser {
  /// Returns the key of a control byte: 0 to 31 except Esc, or 127.
  static func controlKey(_ byte: UInt8) -> Key {
    switch byte {
    case 0: .control(" ")
    case 8, 127: .backspace
    case 9: .tab
    case 13: .enter
    case 1...26: .control(Unicode.Scalar(byte + 0x60))
    default: .control(Unicode.Scalar(byte + 0x40))
    }
  }

  /// Returns the character typed with Alt for a byte after Esc; `nil` if Esc and the byte are separate keys.
  static func altered(_ byte: UInt8) -> Unicode.Scalar? {
    switch byte {
    case 0x20...0x7e: Unicode.Scalar(byte)
    case 8, 127: "\u{7f}"
    case 13: "\r"
    default: nil
    }
  }

  /// Decodes the first character of UTF-8, strictly (RFC 3629).
  package static func decodeUTF8(_ bytes: ArraySlice<UInt8>) -> Decoded {
    guard let lead = bytes.first else { return .incomplete }
    let length: Int
    var second: ClosedRange<UInt8> = 0x80...0xbf
    switch lead {
    case 0...0x7f: return .scalar(Unicode.Scalar(lead), length: 1)
    case 0xc2...0xdf: length = 2
    case 0xe0...0xef:
      length = 3
      if lead == 0xe0 { second = 0xa0...0xbf }
      if lead == 0xed { second = 0x80...0x9f }
    case 0xf0...0xf4:
      length = 4
      if lead == 0xf0 { second = 0x90...0xbf }
      if lead == 0xf4 { second = 0x80...0x8f }
    default: return .invalid
    }
    var value = UInt32(lead) & (0x7f >> UInt32(length))
    for offset in 1..<length {
      let place = bytes.startIndex + offset
      guard place < bytes.endIndex else { return .incomplete }
      guard (offset == 1 ? second : 0x80...0xbf).contains(bytes[place]) else { return .invalid }
      value = value << 6 | UInt32(bytes[place]) & 0x3f
    }
    return Unicode.Scalar(value).map { .scalar($0, length: length) } ?? .invalid
  }

  /// Sequences that the grammar of `ControlSequence` does not cover: F1 to F5 of the Linux console, Ctrl with arrows of
  /// rxvt.
  static let unusualSequences: [[UInt8]: Key] = {
    let named: [(String, Key)] = [
      ("[[A", .function(1)), ("[[B", .function(2)), ("[[C", .function(3)), ("[[D", .function(4)),
      ("[[E", .function(5)), ("Oc", .wordRight), ("Od", .wordLeft), ("Oa", .up), ("Ob", .down),
    ]
    return Dictionary(uniqueKeysWithValues: named.map { (Array("\u{1b}\($0.0)".utf8), $0.1) })
  }()
}
