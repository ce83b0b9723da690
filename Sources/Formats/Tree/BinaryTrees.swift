import Basics

/// Reads CBOR (RFC 8949).
struct CBORTree {
  private var position: Int
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

  private mutating func value(_ bytes: RawSpan, _ context: TreeContext, _ builder: inout DissectionBuilder) -> Bool {
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
    case 4: return list(bytes, head.isOpen ? nil : head.argument, context, start, &builder)
    case 5: return map(bytes, head.isOpen ? nil : head.argument, context, start, &builder)
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
    case 25: value = .real(StructRun.real(argument, bytes: 2))
    case 26: value = .real(StructRun.real(argument, bytes: 4))
    case 27: value = .real(StructRun.real(argument, bytes: 8))
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

  private mutating func takeBreak(_ bytes: RawSpan) -> Bool {
    guard position < end, bytes.byte(at: position) == 0xff else { return false }
    position += 1
    return true
  }

  private mutating func list(
    _ bytes: RawSpan, _ count: UInt64?, _ context: TreeContext, _ start: Int, _ builder: inout DissectionBuilder
  ) -> Bool {
    let opened = builder.open(context, at: start)
    defer { builder.leave(opened, at: position) }
    var number: UInt64 = 0
    while count.map({ number < $0 }) ?? !takeBreak(bytes) {
      guard value(bytes, context.child(String(number)), &builder) else { return false }
      number += 1
    }
    return true
  }

  private mutating func map(
    _ bytes: RawSpan, _ count: UInt64?, _ context: TreeContext, _ start: Int, _ builder: inout DissectionBuilder
  ) -> Bool {
    let opened = builder.open(context, at: start)
    defer { builder.leave(opened, at: position) }
    var number: UInt64 = 0
    while count.map({ number < $0 }) ?? !takeBreak(bytes) {
      guard let key = key(bytes), value(bytes, context.child(key), &builder) else { return false }
      number += 1
    }
    return true
  }

  /// Reads a key: a number or a text.
  private mutating func key(_ bytes: RawSpan) -> String? {
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

/// Reads MessagePack.
struct MessagePackTree {
  private var position: Int
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

  private mutating func value(_ bytes: RawSpan, _ context: TreeContext, _ builder: inout DissectionBuilder) -> Bool {
    guard level < DissectionBuilder.depthLimit, !builder.isFull, position < end else { return false }
    level += 1
    defer { level -= 1 }
    let start = position
    let byte = bytes.byte(at: position)
    position += 1
    switch byte {
    case 0x80...0x8f: return map(bytes, UInt64(byte & 15), context, start, &builder)
    case 0x90...0x9f: return list(bytes, UInt64(byte & 15), context, start, &builder)
    case 0xdc, 0xdd: return list(bytes, number(bytes, byte == 0xdc ? 2 : 4), context, start, &builder)
    case 0xde, 0xdf: return map(bytes, number(bytes, byte == 0xde ? 2 : 4), context, start, &builder)
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
    case 0xca: return number(bytes, 4).map { .real(StructRun.real($0, bytes: 4)) }
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

  private mutating func list(
    _ bytes: RawSpan, _ count: UInt64?, _ context: TreeContext, _ start: Int, _ builder: inout DissectionBuilder
  ) -> Bool {
    guard let count else { return false }
    let opened = builder.open(context, at: start)
    defer { builder.leave(opened, at: position) }
    var number: UInt64 = 0
    while number < count {
      guard value(bytes, context.child(String(number)), &builder) else { return false }
      number += 1
    }
    return true
  }

  private mutating func map(
    _ bytes: RawSpan, _ count: UInt64?, _ context: TreeContext, _ start: Int, _ builder: inout DissectionBuilder
  ) -> Bool {
    guard let count else { return false }
    let opened = builder.open(context, at: start)
    defer { builder.leave(opened, at: position) }
    var number: UInt64 = 0
    while number < count {
      guard position < end else { return false }
      let byte = bytes.byte(at: position)
      position += 1
      guard let key = scalar(byte, bytes), value(bytes, context.child(key.text), &builder) else { return false }
      number += 1
    }
    return true
  }
}

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

/// Reads BER (X.690).
enum BERTree {
  /// Reads elements from front to back.
  /// - Returns: the reason why they are not BER; `nil` if they are.
  static func read(
    _ bytes: RawSpan, _ range: Range<Int>, _ context: TreeContext, _ builder: inout DissectionBuilder, level: Int = 0
  ) -> Phrase? {
    var position = range.lowerBound
    var number = 0
    while position < range.upperBound {
      let start = position
      guard !builder.isFull else { return "there are more fields than are kept" }
      let tag = bytes.byte(at: position)
      guard tag & 31 != 31, level < DissectionBuilder.depthLimit,
        let (length, next) = VariableNumber.read(bytes, position + 1..<range.upperBound, .ber),
        length <= UInt64(range.upperBound - next)
      else { return "this is not BER, from byte \(start) on" }
      let value = next..<next + Int(length)
      position = value.upperBound
      let place = context.child(String(number))
      number += 1
      guard tag & 0x20 == 0 else {
        let opened = builder.open(place, at: start)
        let reason = read(bytes, value, place, &builder, level: level + 1)
        builder.leave(opened, at: position)
        if let reason { return reason }
        continue
      }
      builder.add(place, scalar(tag, bytes, value), start..<position)
    }
    return nil
  }

  private static func scalar(_ tag: UInt8, _ bytes: RawSpan, _ range: Range<Int>) -> FieldValue {
    let data = bytes.bytes(range)
    switch tag {
    case 1: return .flag(data.first != 0)
    case 2, 10:
      guard (1...8).contains(range.count) else { return .bytes(data) }
      return .signed(
        signExtended(
          bytes.number(at: range.lowerBound, width: range.count, isLittle: false), bits: range.count * 8))
    case 5: return .text("null")
    case 6: return .text(ObjectName.text(data))
    case 4, 12, 19, 22:
      guard let text = String(validating: data, as: UTF8.self),
        text.unicodeScalars.allSatisfy({ $0.value >= 0x20 || [9, 10, 13].contains($0.value) })
      else { return .bytes(data) }
      return .text(text)
    // SNMP's counters, gauges and ticks (RFC 2578).
    case 0x41, 0x42, 0x43, 0x46:
      guard range.count <= 9 else { return .bytes(data) }
      return .unsigned(data.reduce(0) { $0 << 8 | UInt64($1) })
    case 0x40 where data.count == 4: return .text(data.map { String($0) }.joined(separator: "."))
    default: return .bytes(data)
    }
  }
}
