/// Spans of time as filters write them.
enum FilterAge {
  private static let units: [(name: String, nanoseconds: UInt64)] = [
    ("d", 86_400_000_000_000), ("h", 3_600_000_000_000), ("m", 60_000_000_000), ("s", 1_000_000_000),
    ("ms", 1_000_000), ("us", 1_000), ("ns", 1),
  ]

  /// The nanoseconds that `30s`, `500ms` or `30` (seconds) say; `nil` when it is none of these or beyond 64 bits.
  static func nanoseconds(_ text: String) -> UInt64? {
    let digits = text.utf8.prefix(while: AddressSyntax.isDigit)
    guard !digits.isEmpty, let count = UInt64(String(decoding: Array(digits), as: UTF8.self)) else { return nil }
    let name = String(decoding: Array(text.utf8.dropFirst(digits.count)), as: UTF8.self)
    guard let unit = units.first(where: { $0.name == (name.isEmpty ? "s" : name) }) else { return nil }
    let (product, overflow) = count.multipliedReportingOverflow(by: unit.nanoseconds)
    return overflow ? nil : product
  }

  /// The span in the largest unit that needs no fraction.
  static func text(_ nanoseconds: UInt64) -> String {
    let unit = units.first { nanoseconds >= $0.nanoseconds && nanoseconds.isMultiple(of: $0.nanoseconds) }
    guard let unit else { return "0s" }
    return "\(nanoseconds / unit.nanoseconds)\(unit.name)"
  }
}
