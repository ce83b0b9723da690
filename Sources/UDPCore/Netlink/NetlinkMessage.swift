/// One message from the kernel over netlink: a header of 16 bytes, then a payload (linux/netlink.h). Lengths are
/// checked; what is cut off is left out.
package struct NetlinkMessage: Hashable, Sendable {
  /// The kind of message: `RTM_NEWLINK`, `NLMSG_ERROR`.
  package let type: UInt16
  /// The bytes after the header.
  package let payload: [UInt8]

  private static let headerSize = 16
  private static let alignment = 4

  /// Splits what one or more reads returned into messages.
  package static func all(in bytes: [UInt8]) -> [NetlinkMessage] {
    var messages: [NetlinkMessage] = []
    var start = 0
    while let length = bytes.word(at: start).map(Int.init), let type = bytes.half(at: start + 4),
      length >= headerSize, start + length <= bytes.count
    {
      messages.append(
        NetlinkMessage(type: type, payload: Array(bytes[start + headerSize..<start + length])))
      start += (length + alignment - 1) / alignment * alignment
    }
    return messages
  }

  /// Returns the attributes behind a fixed part of the payload, by type; the flags of a type are taken off
  /// (`NLA_TYPE_MASK`). Of several attributes of a type the last counts.
  package func attributes(after size: Int) -> [UInt16: [UInt8]] { Self.attributes(in: payload, after: size) }

  /// Returns the attributes in `bytes` from an offset on.
  package static func attributes(in bytes: [UInt8], after size: Int = 0) -> [UInt16: [UInt8]] {
    var attributes: [UInt16: [UInt8]] = [:]
    var start = size
    while let length = bytes.half(at: start).map(Int.init), let type = bytes.half(at: start + 2), length >= 4,
      start + length <= bytes.count
    {
      attributes[type & 0x3fff] = Array(bytes[start + 4..<start + length])
      start += (length + alignment - 1) / alignment * alignment
    }
    return attributes
  }

  /// The `errno` value of an `NLMSG_ERROR`; `nil` for other messages.
  var errorCode: Int32? {
    guard type == 2, let word = payload.word(at: 0) else { return nil }
    return -Int32(bitPattern: word)
  }
}

extension [UInt8] {
  /// Returns two bytes in the host's order; `nil` beyond the end.
  package func half(at offset: Int) -> UInt16? {
    guard offset >= 0, offset + 2 <= count else { return nil }
    return unsafe withUnsafeBytes { unsafe $0.loadUnaligned(fromByteOffset: offset, as: UInt16.self) }
  }

  /// Returns four bytes in the host's order; `nil` beyond the end.
  package func word(at offset: Int) -> UInt32? {
    guard offset >= 0, offset + 4 <= count else { return nil }
    return unsafe withUnsafeBytes { unsafe $0.loadUnaligned(fromByteOffset: offset, as: UInt32.self) }
  }

  /// The text before the first zero byte.
  package var netlinkText: String { String(decoding: prefix { $0 != 0 }, as: UTF8.self) }

  /// The bytes of a number in the host's order.
  package init(native word: UInt32) {
    self = unsafe Swift.withUnsafeBytes(of: word) { unsafe Array($0) }
  }
}

extension IPAddress {
  /// Creates an address from 4 or 16 bytes in network order; `nil` for another size.
  package init?(networkOrder bytes: [UInt8]) {
    let value = { (part: ArraySlice<UInt8>) in part.reduce(UInt64(0)) { $0 << 8 | UInt64($1) } }
    switch bytes.count {
    case 4: self.init(ipv4: UInt32(value(bytes[...])))
    case 16: self.init(high: value(bytes[..<8]), low: value(bytes[8...]))
    default: return nil
    }
  }

  /// The bytes in network order: 4 of an IPv4 address, 16 of an IPv6 address.
  package var networkOrder: [UInt8] {
    if let bits = ipv4Bits { return (0..<4).map { UInt8(truncatingIfNeeded: bits >> (24 - 8 * UInt32($0))) } }
    return (0..<16).map { index in
      UInt8(truncatingIfNeeded: (index < 8 ? high : low) >> (56 - 8 * UInt64(index % 8)))
    }
  }
}
