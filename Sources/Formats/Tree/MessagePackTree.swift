import Basics

/// Reads MessagePack.
struct MessagePackTree: ItemReader {
  var position: Int
  private let end: Int
  private var level = 0

  init(_ range: Range<Int>) {
    position = range.lowerBound
    end = range.upperBound
  }

  /// Reads one object.
  /// - Returns: the reason why it is not MessagePack; `nil` if it is.
  mutating func read(_ bytes: RawSpan, _ context: TreeContext, _ builder: inout DissectionBuilder) -> Phrase? {
    guard value(bytes, context, &builder) else {
      return builder.isFull
        ? "there are more fields than are kept" : "this is not MessagePack, from byte \(position) on"
    }
    return position == end ? nil : "there is more after the MessagePack, from byte \(position) on"
  }

  private mutating func number(_ bytes: RawSpan, _ width: Int) -> UInt64? {
    guard width <= end - position else { return nil }
    defer { position += width }
    return bytes.number(at: position, width: width, isLittle: false)
  }

  private mutating func data(_ bytes: RawSpan, _ count: UInt64?) -> [UInt8]? {
    guard let count, count <= UInt64(end - position) else { return nil }
    defer { position += Int(count) }
    return bytes.bytes(position..<position + Int(count))
  }

  mutating func value(_ bytes: RawSpan, _ context: TreeContext, _ builder: inout DissectionBuilder) -> Bool {
    guard level < DissectionBuilder.depthLimit, !builder.isFull, position < end else { return false }
    level += 1
    defer { level -= 1 }
    let start = position
    let byte = bytes.byte(at: position)
    position += 1
    switch byte {
    case 0x80...0x8f, 0xde, 0xdf, 0x90...0x9f, 0xdc, 0xdd:
      let count = byte < 0xa0 ? UInt64(byte & 15) : number(bytes, byte & 1 == 0 ? 2 : 4)
      guard let count else { return false }
      let hasKeys = byte < 0x90 || byte >= 0xde
      return items(bytes, count, hasKeys: hasKeys, context, start, &builder)
    default:
      guard let value = scalar(byte, bytes) else { return false }
      builder.add(context, value, start..<position)
      return true
    }
  }

  /// Reads the rest of a value that has no parts.
  private mutating func scalar(_ byte: UInt8, _ bytes: RawSpan) -> FieldValue? {
    switch byte {
    case 0...0x7f: return .unsigned(UInt64(byte))
    case 0xe0...0xff: return .signed(Int64(Int8(bitPattern: byte)))
    case 0xa0...0xbf: return data(bytes, UInt64(byte & 31)).map { .text(String(decoding: $0, as: UTF8.self)) }
    case 0xc0: return .text("null")
    case 0xc2: return .flag(false)
    case 0xc3: return .flag(true)
    case 0xc4...0xc6:
      let length = number(bytes, 1 << Int(byte - 0xc4))
      return data(bytes, length).map { .bytes($0) }
    case 0xc7...0xc9:
      guard let length = number(bytes, 1 << Int(byte - 0xc7)), number(bytes, 1) != nil else { return nil }
      return data(bytes, length).map { .bytes($0) }
    case 0xca: return number(bytes, 4).map { .real(NumberForm.real($0, bytes: 4)) }
    case 0xcb: return number(bytes, 8).map { .real(Double(bitPattern: $0)) }
    case 0xcc...0xcf: return number(bytes, 1 << Int(byte - 0xcc)).map { .unsigned($0) }
    case 0xd0...0xd3:
      let width = 1 << Int(byte - 0xd0)
      return number(bytes, width).map { .signed(signExtended($0, bits: width * 8)) }
    case 0xd4...0xd8:
      guard number(bytes, 1) != nil else { return nil }
      return data(bytes, UInt64(1) << UInt64(byte - 0xd4)).map { .bytes($0) }
    case 0xd9...0xdb:
      let length = number(bytes, 1 << Int(byte - 0xd9))
      return data(bytes, length).map { .text(String(decoding: $0, as: UTF8.self)) }
    default: return nil
    }
  }

  mutating func key(_ bytes: RawSpan) -> String? {
    guard position < end else { return nil }
    let byte = bytes.byte(at: position)
    position += 1
    return scalar(byte, bytes)?.text
  }

  /// Nothing: every count is written at the front.
  mutating func takeBreak(_ bytes: RawSpan) -> Bool { false }
}
