/// The prefix that a rule of the firewall gives to what it logs: its first 32 bytes, in place, so that a layer is copied
/// without counting references.
struct RulePrefix: Hashable, Sendable, BitwiseCopyable {
  /// The number of bytes that are kept.
  static let longest = 32

  private var first: UInt64 = 0
  private var second: UInt64 = 0
  private var third: UInt64 = 0
  private var fourth: UInt64 = 0

  /// Creates a prefix from its bytes, which end with a zero; `nil` if there are none.
  init?(_ bytes: [UInt8]) {
    let bytes = bytes.prefix(Self.longest).prefix { $0 != 0 }
    guard !bytes.isEmpty else { return nil }
    for (index, byte) in bytes.enumerated() {
      let bits = UInt64(byte) << (UInt64(index % 8) * 8)
      switch index / 8 {
      case 0: first |= bits
      case 1: second |= bits
      case 2: third |= bits
      default: fourth |= bits
      }
    }
  }

  /// The prefix as text, repaired where it is not UTF-8.
  var text: String {
    let bytes = [first, second, third, fourth].flatMap { word in
      (0..<8).map { UInt8(truncatingIfNeeded: word >> ($0 * 8)) }
    }
    return String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
  }
}
