/// A share from 0 % to 100 %, exact to four digits after the point: one in a million.
package struct Percentage: Hashable, Sendable, BitwiseCopyable, Comparable {
  /// The share in millionths, from 0 to 1,000,000.
  package let millionths: UInt32

  package static let none = Percentage(millionths: 0)
  package static let all = Percentage(millionths: 1_000_000)

  /// Creates a share; more than 100 % becomes 100 %.
  package init(millionths: UInt32) { self.millionths = min(millionths, 1_000_000) }

  /// Parses `3%`, `0.1%` or `3`, as tc does; `nil` beyond 100 % or with more than four digits after the point.
  package init?(_ text: some StringProtocol) {
    let parts = (text.hasSuffix("%") ? text.dropLast() : text[...])
      .split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    let fraction = parts.count == 2 ? parts[1] : ""
    guard let first = parts.first, !first.isEmpty, parts.count == 1 || (1...4).contains(fraction.utf8.count),
      parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
      let whole = UInt32(first), whole <= 100,
      let digits = UInt32(String(fraction) + String(repeating: "0", count: 4 - fraction.utf8.count)),
      whole * 10_000 + digits <= 1_000_000
    else { return nil }
    millionths = whole * 10_000 + digits
  }

  /// The rest up to 100 %.
  package var rest: Percentage { Percentage(millionths: 1_000_000 - millionths) }

  /// The share as a number from 0 to 1.
  package var fraction: Double { Double(millionths) / 1e6 }

  /// Whether a random number falls into the share.
  @inline(__always)
  func includes(_ chance: UInt64) -> Bool { chance.multipliedFullWidth(by: 1_000_000).high < UInt64(millionths) }

  package static func < (left: Percentage, right: Percentage) -> Bool { left.millionths < right.millionths }
}

extension Percentage: CustomStringConvertible {
  /// The share as it is parsed: `3%`, `0.1%`.
  package var description: String {
    var fraction = String(millionths % 10_000 + 10_000).dropFirst()
    while fraction.last == "0" { fraction = fraction.dropLast() }
    return fraction.isEmpty ? "\(millionths / 10_000)%" : "\(millionths / 10_000).\(fraction)%"
  }
}
