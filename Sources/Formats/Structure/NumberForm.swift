import Basics
import UDPCore

/// Numbers of a fixed size, as what they stand for.
enum NumberForm {
  /// The number of the bits of IEEE 754.
  static func real(_ bits: UInt64, bytes: Int) -> Double {
    switch bytes {
    case 8: return Double(bitPattern: bits)
    case 4: return Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits)))
    default:
      let sign = bits & 0x8000 == 0 ? 1.0 : -1.0
      let (exponent, fraction) = (Int(bits >> 10 & 31), Double(bits & 1_023))
      switch exponent {
      case 0: return sign * fraction / 16_777_216
      case 31: return fraction == 0 ? sign * .infinity : .nan
      default: return sign * (1 + fraction / 1_024) * Double(sign: .plus, exponent: exponent - 15, significand: 1)
      }
    }
  }

  /// The powers of ten that a `Double` holds exactly.
  private static let tens: [Double] = (0...22).reduce(into: []) { tens, _ in tens.append((tens.last ?? 0.1) * 10) }

  /// The shortest decimal number that a number of fewer bits stands for: 0.1, not 0.10000000149.
  static func shortest(_ value: Double, _ bytes: Int) -> Double {
    guard bytes == 4, value.isFinite, value != 0 else { return value }
    let magnitude = abs(value)
    guard magnitude > 1e-13, magnitude < 1e13 else { return Double("\(Float(value))") ?? value }
    // A whole number over a power of ten is the number of its digits: both are exact, and so is the rounding.
    var power = Int((Double(value.exponent) * 0.301_029_995_663_981_2).rounded(.down))
    if magnitude >= (power + 1 < 0 ? 1 / tens[-power - 1] : tens[power + 1]) { power += 1 }
    for digits in 6...9 {
      let places = digits - 1 - power
      let number =
        places >= 0
        ? (value * tens[places]).rounded(.toNearestOrEven) / tens[places]
        : (value / tens[-places]).rounded(.toNearestOrEven) * tens[-places]
      if Float(number) == Float(value) { return number }
    }
    return value
  }

  /// The nanoseconds since the Unix epoch that a number of a form of times stands for.
  static func time(_ number: UInt64, _ form: Reading.TimeForm) -> Int64 {
    func times(_ number: Int64, _ unit: Int64) -> Int64 {
      let (product, overflow) = number.multipliedReportingOverflow(by: unit)
      return overflow ? (number < 0 ? .min : .max) : product
    }
    switch form {
    case .seconds32: return Int64(number) * 1_000_000_000
    case .seconds64: return times(Int64(bitPattern: number), 1_000_000_000)
    case .milliseconds: return times(Int64(bitPattern: number), 1_000_000)
    case .microseconds: return times(Int64(bitPattern: number), 1_000)
    case .nanoseconds: return Int64(bitPattern: number)
    case .ntp:
      // Seconds since 1900; with the highest bit clear, of the era that begins in 2036 (RFC 4330, 3).
      let seconds = Int64(number >> 32)
      let since1970 = seconds - 2_208_988_800 + (seconds & 0x8000_0000 == 0 && number != 0 ? 1 << 32 : 0)
      return since1970 * 1_000_000_000 + Int64(((number & 0xffff_ffff) * 1_000_000_000) >> 32)
    }
  }

  /// The text of an IP address, a hardware address or a UUID.
  static func address(_ bytes: [UInt8], _ reading: Reading) -> String {
    let hex = bytes.map { Int($0).digits(2, radix: 16) }
    switch reading {
    case .hardware: return hex.joined(separator: ":")
    case .uuid:
      return [0..<4, 4..<6, 6..<8, 8..<10, 10..<16].map { hex[$0].joined() }.joined(separator: "-")
    default:
      let number = bytes.suffix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      if bytes.count == 4 { return IPAddress(ipv4: UInt32(number)).description }
      let high = bytes.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      return IPAddress(high: high, low: number).description
    }
  }
}
