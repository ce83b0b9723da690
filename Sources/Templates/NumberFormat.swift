/// The form in which a number stands in a message.
package enum NumberFormat: Hashable, Sendable {
  /// A two's complement or unsigned number of 1, 2, 3, 4 or 8 bytes.
  case binary(bytes: Int, isSigned: Bool, isBigEndian: Bool)
  /// An IEEE 754 number of 4 or 8 bytes.
  case float(bytes: Int, isBigEndian: Bool)
  /// Decimal digits, at least so many.
  case decimal(digits: Int)
  /// Hexadecimal digits, at least so many.
  case hexadecimal(digits: Int, isUpper: Bool)
  /// Two decimal digits a byte, at least so many.
  case packed(digits: Int)

  /// The most digits that a format may ask for.
  static let mostDigits = 32

  /// The names of the formats of a fixed size.
  private static let fixed: [String: NumberFormat] = {
    var formats: [String: NumberFormat] = [
      "u8": .binary(bytes: 1, isSigned: false, isBigEndian: true),
      "i8": .binary(bytes: 1, isSigned: true, isBigEndian: true),
    ]
    for (suffix, isBig) in [("le", false), ("be", true)] {
      for bits in [16, 24, 32, 64] {
        formats["u\(bits)\(suffix)"] = .binary(bytes: bits / 8, isSigned: false, isBigEndian: isBig)
        formats["i\(bits)\(suffix)"] = .binary(bytes: bits / 8, isSigned: true, isBigEndian: isBig)
      }
      for bits in [32, 64] { formats["f\(bits)\(suffix)"] = .float(bytes: bits / 8, isBigEndian: isBig) }
    }
    return formats
  }()

  /// The words to which a number of digits may be added.
  private static let digital = ["dec", "hex", "HEX", "bcd"]

  /// The names of all formats, for suggestions.
  static let names = fixed.keys.sorted() + digital

  /// Creates the format of this name: `u16le`, `dec3`, `HEX`; `nil` if there is none.
  package init?(_ name: some StringProtocol) {
    if let format = Self.fixed[String(name)] {
      self = format
      return
    }
    let word = name.prefix { $0.isLetter }
    let digits = name.isEmpty || word.count == name.count ? 1 : Int(name.dropFirst(word.count)) ?? 0
    guard (1...Self.mostDigits).contains(digits) else { return nil }
    switch word {
    case "dec": self = .decimal(digits: digits)
    case "hex": self = .hexadecimal(digits: digits, isUpper: false)
    case "HEX": self = .hexadecimal(digits: digits, isUpper: true)
    case "bcd": self = .packed(digits: digits)
    default: return nil
    }
  }

  /// The name.
  package var name: String {
    func numbered(_ word: String, _ digits: Int) -> String { digits == 1 ? word : word + String(digits) }
    switch self {
    case .binary(1, let isSigned, _): return isSigned ? "i8" : "u8"
    case .binary(let bytes, let isSigned, let isBig):
      return (isSigned ? "i" : "u") + String(bytes * 8) + (isBig ? "be" : "le")
    case .float(let bytes, let isBig): return "f" + String(bytes * 8) + (isBig ? "be" : "le")
    case .decimal(let digits): return numbered("dec", digits)
    case .hexadecimal(let digits, let isUpper): return numbered(isUpper ? "HEX" : "hex", digits)
    case .packed(let digits): return numbered("bcd", digits)
    }
  }

  /// Whether the number takes the same number of bytes whatever its value.
  var isFixed: Bool {
    switch self {
    case .binary, .float: true
    default: false
    }
  }

  /// Whether the format can hold a number.
  func holds(_ value: Int64) -> Bool {
    switch self {
    case .binary(let bytes, let isSigned, _):
      guard bytes < 8 else { return isSigned || value >= 0 }
      let bits = Int64(bytes * 8)
      return isSigned ? (-(1 << (bits - 1))...(1 << (bits - 1)) - 1).contains(value) : (0..<1 << bits).contains(value)
    case .float, .decimal: return true
    case .hexadecimal, .packed: return value >= 0
    }
  }

  /// The bytes or characters that a number takes.
  func count(of value: Int64) -> Int {
    switch self {
    case .binary(let bytes, _, _), .float(let bytes, _): bytes
    case .decimal(let digits): max(digits, Self.digits(value.magnitude, 10)) + (value < 0 ? 1 : 0)
    case .hexadecimal(let digits, _): max(digits, Self.digits(value.magnitude, 16))
    case .packed(let digits): (max(digits, Self.digits(value.magnitude, 10)) + 1) / 2
    }
  }

  private static func digits(_ value: UInt64, _ base: UInt64) -> Int {
    var (count, rest) = (1, value / base)
    while rest > 0 { (count, rest) = (count + 1, rest / base) }
    return count
  }
}
