import Basics

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
