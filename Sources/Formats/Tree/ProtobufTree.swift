import Basics

/// Reads Protocol Buffers without a schema: fields have numbers for names, and bytes that are messages themselves are
/// read as such.
enum ProtobufTree {
  /// Reads a message.
  /// - Returns: the reason why it is not one; `nil` if it is.
  static func read(
    _ bytes: RawSpan, _ range: Range<Int>, _ context: TreeContext, _ builder: inout DissectionBuilder, level: Int = 0
  ) -> Phrase? {
    let opened = builder.open(context, at: range.lowerBound)
    defer { builder.leave(opened, at: range.upperBound) }
    var position = range.lowerBound
    while position < range.upperBound {
      let start = position
      guard !builder.isFull else { return "there are more fields than are kept" }
      guard let field = field(bytes, position..<range.upperBound) else {
        return "this is no message of Protocol Buffers, from byte \(start) on"
      }
      position = field.value.upperBound
      let place = context.child(String(field.number))
      switch field.wire {
      case 0: builder.add(place, .unsigned(field.integer), start..<position)
      case 1:
        builder.add(
          place, .unsigned(bytes.number(at: field.value.lowerBound, width: 8, isLittle: true)), start..<position)
      case 5:
        builder.add(
          place, .unsigned(bytes.number(at: field.value.lowerBound, width: 4, isLittle: true)), start..<position)
      default: addBytes(bytes, field.value, start, place, &builder, level)
      }
    }
    return nil
  }

  private static func addBytes(
    _ bytes: RawSpan, _ range: Range<Int>, _ start: Int, _ place: TreeContext, _ builder: inout DissectionBuilder,
    _ level: Int
  ) {
    let data = bytes.bytes(range)
    let text = String(validating: data, as: UTF8.self)
    let isPrintable = text?.unicodeScalars.allSatisfy { $0.value >= 0x20 || [9, 10, 13].contains($0.value) } ?? false
    if isPrintable, let text {
      builder.add(place, .text(text), start..<range.upperBound)
    } else if level < DissectionBuilder.depthLimit - 2, isMessage(bytes, range) {
      _ = read(bytes, range, place, &builder, level: level + 1)
    } else {
      builder.add(place, .bytes(data), start..<range.upperBound)
    }
  }

  /// Whether bytes are fields from front to back.
  static func isMessage(_ bytes: RawSpan, _ range: Range<Int>) -> Bool {
    var position = range.lowerBound
    while position < range.upperBound {
      guard let field = field(bytes, position..<range.upperBound) else { return false }
      position = field.value.upperBound
    }
    return !range.isEmpty
  }

  /// Reads the head of a field; `nil` if there is none.
  private static func field(
    _ bytes: RawSpan, _ range: Range<Int>
  ) -> (number: UInt64, wire: Int, integer: UInt64, value: Range<Int>)? {
    guard let (key, start) = VariableNumber.read(bytes, range, .leb128), key >> 3 > 0, key >> 3 < 1 << 29 else {
      return nil
    }
    let wire = Int(key & 7)
    switch wire {
    case 0:
      guard let (integer, next) = VariableNumber.read(bytes, start..<range.upperBound, .leb128) else { return nil }
      return (key >> 3, wire, integer, start..<next)
    case 1, 5:
      let width = wire == 1 ? 8 : 4
      guard width <= range.upperBound - start else { return nil }
      return (key >> 3, wire, 0, start..<start + width)
    case 2:
      guard let (length, next) = VariableNumber.read(bytes, start..<range.upperBound, .leb128),
        length <= UInt64(range.upperBound - next)
      else { return nil }
      return (key >> 3, wire, 0, next..<next + Int(length))
    default: return nil
    }
  }
}
