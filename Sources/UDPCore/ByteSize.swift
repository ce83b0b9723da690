/// A size in bytes, parsed from `4096`, `512KiB`, `8MiB` or `1GiB`; `K`, `M`, `G` and `KB`, `MB`, `GB` are synonyms.
package struct ByteSize: Hashable, Sendable {
  /// The number of bytes; at least 1.
  package let bytes: Int

  /// Parses a size; returns `nil` if `text` is not one.
  package init?(_ text: String) {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    let unit = text.dropFirst(digits.count).uppercased()
    let shifts = [
      "": 0, "B": 0, "K": 10, "KB": 10, "KIB": 10, "M": 20, "MB": 20, "MIB": 20, "G": 30, "GB": 30, "GIB": 30,
    ]
    guard let number = Int(digits), let shift = shifts[unit] else { return nil }
    let (bytes, overflow) = number.multipliedReportingOverflow(by: 1 << shift)
    guard !overflow, bytes > 0 else { return nil }
    self.bytes = bytes
  }

  /// Returns a text that `init(_:)` parses to exactly `bytes`: `8MiB`, `1500`.
  package static func exactText(_ bytes: Int) -> String {
    for (unit, shift) in [("GiB", 30), ("MiB", 20), ("KiB", 10)] where bytes > 0 && bytes % (1 << shift) == 0 {
      return "\(bytes >> shift)\(unit)"
    }
    return String(bytes)
  }

  /// Returns a rounded text for display: `8 MiB`, `208 KiB`, `4096 bytes`.
  package static func text(_ bytes: Int) -> String {
    for (unit, shift) in [("GiB", 30), ("MiB", 20), ("KiB", 10)] where bytes >= 1 << shift {
      let tenths = (bytes * 10) >> shift
      return tenths % 10 == 0 ? "\(tenths / 10) \(unit)" : "\(tenths / 10).\(tenths % 10) \(unit)"
    }
    return "\(bytes) bytes"
  }
}
