import Basics

/// Reads CBOR (RFC 8949).
struct CBORTree: ItemReader {
  var position: Int
  private let end: Int
  private var level = 0

  init(_ range: Range<Int>) {
    position = range.lowerBound
    end = range.upperBound
  }

  /// Reads one item.
  /// - Returns: the reason why it is not CBOR; `nil` if it is.
  mutating func read(_ bytes: RawSpan, _ context: TreeContext, _ builder: inout DissectionBuilder) -> Phrase? {
    guard value(bytes, context, &builder) else {
      return builder.isFull ? "there are more fields than are kept" : "this is not CBOR, from byte \(position) on"
    }
    return position == end ? nil : "there is more after the CBOR, from byte \(position) on"
  }

  /// The argument of an item's head; `nil` if the bytes end early. An `isOpen` one has no length.
  private mutating func head(_ bytes: RawSpan) -> (major: UInt8, minor: UInt8, argument: UInt64, isOpen: Bool)? {
    guard position < end else { return nil }
    let byte = bytes.byte(at: position)
    position += 1
    let minor = byte & 31
    switch minor {
    case 0...23: return (byte >> 5, minor, UInt64(minor), false)
    case 24...27:
      let width = 1 << Int(minor - 24)
      guard width <= end - position else { return nil }
      defer { position += width }
      return (byte >> 5, minor, bytes.number(at: position, width: width, isLittle: false), false)
    case 31: return (byte >> 5, minor, 0, true)
    default: return nil
    }
  }

  mutating func value(_ bytes: RawSpan, _ context: TreeContext, _ builder: inout DissectionBuilder) -> Bool {
    guard level < DissectionBuilder.depthLimit, !builder.isFull else { return false }
    level += 1
    defer { level -= 1 }
    let start = position
    guard let head = head(bytes) else { return false }
    switch head.major {
    case 0: builder.add(context, .unsigned(head.argument), start..<position)
    case 1: builder.add(context, .signed(-1 - Int64(clamping: head.argument)), start..<position)
    case 2, 3:
      guard let data = string(bytes, head.argument, isOpen: head.isOpen, major: head.major) else { return false }
      builder.add(
        context, head.major == 2 ? .bytes(data) : .text(String(decoding: data, as: UTF8.self)), start..<position)
    case 4, 5:
      return items(bytes, head.isOpen ? nil : head.argument, hasKeys: head.major == 5, context, start, &builder)
    case 6: return value(bytes, context, &builder)
    default: return simple(head.minor, head.argument, bytes, context, start, &builder)
    }
    return true
  }

  private mutating func simple(
    _ minor: UInt8, _ argument: UInt64, _ bytes: RawSpan, _ context: TreeContext, _ start: Int,
    _ builder: inout DissectionBuilder
  ) -> Bool {
    let value: FieldValue
    switch minor {
    case 20: value = .flag(false)
    case 21: value = .flag(true)
    case 22: value = .text("null")
    case 23: value = .text("undefined")
    case 25: value = .real(NumberForm.real(argument, bytes: 2))
    case 26: value = .real(NumberForm.real(argument, bytes: 4))
    case 27: value = .real(NumberForm.real(argument, bytes: 8))
    case 31: return false
    default: value = .unsigned(argument)
    }
    builder.add(context, value, start..<position)
    return true
  }

  private mutating func string(_ bytes: RawSpan, _ length: UInt64, isOpen: Bool, major: UInt8) -> [UInt8]? {
    guard isOpen else {
      guard length <= UInt64(end - position) else { return nil }
      defer { position += Int(length) }
      return bytes.bytes(position..<position + Int(length))
    }
    var data: [UInt8] = []
    while !takeBreak(bytes) {
      guard let head = head(bytes), head.major == major, !head.isOpen,
        let part = string(bytes, head.argument, isOpen: false, major: major)
      else { return nil }
      data += part
    }
    return data
  }

  /// Takes the mark that ends an item of open length.
  mutating func takeBreak(_ bytes: RawSpan) -> Bool {
    guard position < end, bytes.byte(at: position) == 0xff else { return false }
    position += 1
    return true
  }

  /// Reads a key: a number or a text.
  mutating func key(_ bytes: RawSpan) -> String? {
    guard let head = head(bytes) else { return nil }
    switch head.major {
    case 0: return String(head.argument)
    case 1: return "-\(head.argument &+ 1)"
    case 2, 3:
      return string(bytes, head.argument, isOpen: head.isOpen, major: head.major)
        .map { String(decoding: $0, as: UTF8.self) }
    default: return nil
    }
  }
}
