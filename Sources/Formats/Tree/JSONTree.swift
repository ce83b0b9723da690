import Basics

/// Reads JSON (RFC 8259).
struct JSONTree {
  private var position: Int
  private let end: Int
  private var level = 0

  init(_ range: Range<Int>) {
    position = range.lowerBound
    end = range.upperBound
  }

  /// Reads one value with blanks around it.
  /// - Returns: the reason why it is not JSON; `nil` if it is.
  mutating func read(_ bytes: RawSpan, _ context: TreeContext, _ builder: inout DissectionBuilder) -> Phrase? {
    guard value(bytes, context, &builder) else {
      return builder.isFull ? "there are more fields than are kept" : "this is not JSON, from byte \(position) on"
    }
    skipBlanks(bytes)
    return position == end ? nil : "there is more after the JSON, from byte \(position) on"
  }

  private mutating func skipBlanks(_ bytes: RawSpan) {
    while position < end, [0x20, 9, 10, 13].contains(bytes.byte(at: position)) { position += 1 }
  }

  private mutating func take(_ byte: UInt8, _ bytes: RawSpan) -> Bool {
    guard position < end, bytes.byte(at: position) == byte else { return false }
    position += 1
    return true
  }

  private mutating func value(_ bytes: RawSpan, _ context: TreeContext, _ builder: inout DissectionBuilder) -> Bool {
    skipBlanks(bytes)
    guard position < end, !builder.isFull, level < DissectionBuilder.depthLimit else { return false }
    let start = position
    switch bytes.byte(at: position) {
    case UInt8(ascii: "{"): return members(bytes, context, &builder)
    case UInt8(ascii: "["): return elements(bytes, context, &builder)
    case UInt8(ascii: "\""):
      guard let text = string(bytes) else { return false }
      builder.add(context, .text(text), start..<position)
      return true
    case UInt8(ascii: "t"): return word("true", .flag(true), bytes, context, &builder)
    case UInt8(ascii: "f"): return word("false", .flag(false), bytes, context, &builder)
    case UInt8(ascii: "n"): return word("null", .text("null"), bytes, context, &builder)
    default:
      while position < end, isNumberByte(bytes.byte(at: position)) { position += 1 }
      let text = String(decoding: bytes.bytes(start..<position), as: UTF8.self)
      if let number = Int64(text) {
        builder.add(context, .signed(number), start..<position)
      } else if let number = Double(text), position > start {
        builder.add(context, .real(number), start..<position)
      } else {
        return false
      }
      return true
    }
  }

  private func isNumberByte(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || byte == 0x2b || byte == 0x2d || byte == 0x2e || byte | 0x20 == 0x65
  }

  private mutating func word(
    _ word: StaticString, _ value: FieldValue, _ bytes: RawSpan, _ context: TreeContext,
    _ builder: inout DissectionBuilder
  ) -> Bool {
    let text = Array("\(word)".utf8)
    guard text.count <= end - position, bytes.holds(text, at: position) else { return false }
    builder.add(context, value, position..<position + text.count)
    position += text.count
    return true
  }

  private mutating func members(_ bytes: RawSpan, _ context: TreeContext, _ builder: inout DissectionBuilder) -> Bool {
    let opened = builder.open(context, at: position)
    position += 1
    level += 1
    defer {
      level -= 1
      builder.leave(opened, at: position)
    }
    skipBlanks(bytes)
    if take(UInt8(ascii: "}"), bytes) { return true }
    repeat {
      skipBlanks(bytes)
      guard position < end, bytes.byte(at: position) == UInt8(ascii: "\""), let name = string(bytes) else {
        return false
      }
      skipBlanks(bytes)
      guard take(UInt8(ascii: ":"), bytes), value(bytes, context.child(name), &builder) else { return false }
      skipBlanks(bytes)
    } while take(UInt8(ascii: ","), bytes)
    return take(UInt8(ascii: "}"), bytes)
  }

  private mutating func elements(_ bytes: RawSpan, _ context: TreeContext, _ builder: inout DissectionBuilder) -> Bool {
    let opened = builder.open(context, at: position)
    position += 1
    level += 1
    defer {
      level -= 1
      builder.leave(opened, at: position)
    }
    skipBlanks(bytes)
    if take(UInt8(ascii: "]"), bytes) { return true }
    var number = 0
    repeat {
      guard value(bytes, context.child(String(number)), &builder) else { return false }
      number += 1
      skipBlanks(bytes)
    } while take(UInt8(ascii: ","), bytes)
    return take(UInt8(ascii: "]"), bytes)
  }

  /// Reads a string, whose first quotation mark is at the position; `nil` if it is not closed or has a wrong escape.
  private mutating func string(_ bytes: RawSpan) -> String? {
    position += 1
    var text: [UInt8] = []
    while position < end {
      let byte = bytes.byte(at: position)
      position += 1
      if byte == UInt8(ascii: "\"") { return String(decoding: text, as: UTF8.self) }
      guard byte == UInt8(ascii: "\\") else {
        text.append(byte)
        continue
      }
      guard position < end else { return nil }
      let letter = bytes.byte(at: position)
      position += 1
      switch letter {
      case UInt8(ascii: "n"): text.append(10)
      case UInt8(ascii: "r"): text.append(13)
      case UInt8(ascii: "t"): text.append(9)
      case UInt8(ascii: "b"): text.append(8)
      case UInt8(ascii: "f"): text.append(12)
      case UInt8(ascii: "u"):
        guard let scalar = scalar(bytes) else { return nil }
        text += Array(String(scalar).utf8)
      case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(letter)
      default: return nil
      }
    }
    return nil
  }

  /// Reads the digits of `\u`, with the second half of a pair; a half alone is U+FFFD.
  private mutating func scalar(_ bytes: RawSpan) -> Unicode.Scalar? {
    guard let first = unit(bytes) else { return nil }
    if UTF16.isLeadSurrogate(first), position + 1 < end, bytes.byte(at: position) == UInt8(ascii: "\\"),
      bytes.byte(at: position + 1) == UInt8(ascii: "u")
    {
      let back = position
      position += 2
      if let second = unit(bytes), UTF16.isTrailSurrogate(second) {
        return Unicode.Scalar(0x10000 + (UInt32(first) - 0xd800) << 10 + (UInt32(second) - 0xdc00))
      }
      position = back
    }
    return Unicode.Scalar(UInt32(first)) ?? "\u{fffd}"
  }

  private mutating func unit(_ bytes: RawSpan) -> UInt16? {
    guard end - position >= 4 else { return nil }
    var number: UInt16 = 0
    for place in position..<position + 4 {
      guard let digit = HexDigits.value(bytes.byte(at: place)) else { return nil }
      number = number << 4 | UInt16(digit)
    }
    position += 4
    return number
  }
}
