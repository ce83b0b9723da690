/// A checksum by its name: a cyclic redundancy check, or a sum.
package struct ChecksumAlgorithm: Hashable, Sendable {
  /// The method of computing a checksum.
  package enum Method: Hashable, Sendable {
    /// A cyclic redundancy check.
    case crc(CRC)
    /// The sum of the bytes.
    case sum
    /// The exclusive or of the bytes.
    case exclusiveOr
    /// The two's complement of the sum of the bytes (Modbus over serial line V1.02, 6.2.1).
    case complement
    /// Fletcher's checksum of 8-bit words, modulo 255 (RFC 1146).
    case fletcher
    /// Adler-32 (RFC 1950).
    case adler
    /// The ones' complement of the ones' complement sum of 16-bit words (RFC 1071).
    case internet
    /// The exclusive or of the bytes between `$` or `!` and `*` (NMEA 0183).
    case sentence
  }

  /// The form in which a checksum stands in a message.
  package enum Order: String, CaseIterable, Hashable, Sendable {
    /// The lowest byte first.
    case little = "le"
    /// The highest byte first.
    case big = "be"
    /// Hexadecimal digits, lower-case.
    case lowerHex = "hex"
    /// Hexadecimal digits, upper-case.
    case upperHex = "HEX"
  }

  /// The name in templates: `crc16-modbus`.
  package let name: String
  /// Other names for it.
  package let aliases: [String]
  /// The method.
  package let method: Method
  /// The bits of the value.
  package let width: Int
  /// The usual form: a check that takes the lowest bit first is sent with its lowest byte first.
  package let order: Order
  /// The checksum of the ASCII digits from 1 to 9; `nil` for one of the user's own.
  package let check: UInt64?

  /// Creates an algorithm.
  init(_ name: String, _ aliases: [String], _ method: Method, width: Int, _ order: Order, check: UInt64?) {
    self.name = name
    self.aliases = aliases
    self.method = method
    self.width = width
    self.order = order
    self.check = check
  }

  /// Creates an algorithm from parameters of the user's own.
  package init(_ crc: CRC) {
    self.init(
      "crc", [], .crc(crc), width: crc.width, crc.reflectsOutput ? .little : .big, check: nil)
  }

  /// The bytes that the value takes in binary.
  package var byteCount: Int { (width + 7) / 8 }

  /// The parameters of a cyclic redundancy check; `nil` for a sum.
  package var crc: CRC? {
    if case .crc(let crc) = method { return crc }
    return nil
  }

  /// Returns the algorithm with this name or alias, whatever its case and punctuation: `CRC-16/MODBUS` is
  /// `crc16-modbus`. `nil` if there is none.
  package static func named(_ name: some StringProtocol) -> ChecksumAlgorithm? { byLabel[label(name)] }

  /// The letters and digits of a name, lower-case.
  private static func label(_ name: some StringProtocol) -> String {
    String(decoding: name.lowercased().utf8.filter { $0 != 0x2d && $0 != 0x2f && $0 != 0x5f }, as: UTF8.self)
  }

  private static let byLabel: [String: ChecksumAlgorithm] = {
    var labels: [String: ChecksumAlgorithm] = [:]
    for algorithm in all {
      for name in [algorithm.name] + algorithm.aliases {
        let other = labels.updateValue(algorithm, forKey: label(name))
        precondition(other == nil, "two checksums have the name \(name)")
      }
    }
    return labels
  }()
}
