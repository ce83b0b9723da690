import UDPCore

/// Numbers as the screen writes them.
enum Figures {
  /// Digits in groups of three: `98,305`.
  static func grouped(_ number: some BinaryInteger) -> String {
    let digits = String(number.magnitude)
    var text = number < 0 ? "-" : ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { text += "," }
      text.append(digit)
    }
    return text
  }

  /// At most four digits and a letter for thousands, millions, …: `999`, `1.2k`, `17k`, `3.0M`.
  static func rounded(_ count: Int) -> String {
    let text = bytes(count)
    let number = text.prefix { $0 != " " }
    let unit = text.dropFirst(number.count + 1).first
    return number + (unit == "B" ? "" : unit == "k" ? "k" : unit.map(String.init) ?? "")
  }

  /// A payload's size in words: `1 byte`, `1,472 bytes`.
  static func size(_ count: Int) -> String {
    count == 1 ? "1 byte" : "\(grouped(count)) bytes"
  }

  /// Bytes with a unit of a thousand: `0 B`, `92 kB`, `1.2 MB`.
  static func bytes(_ count: Int) -> String {
    var value = Double(max(0, count))
    if value < 1_000 { return "\(Int(value)) B" }
    for unit in ["kB", "MB", "GB", "TB", "PB"] {
      value /= 1_000
      if value < 9.95 {
        let tenths = Int((value * 10).rounded())
        return "\(tenths / 10).\(tenths % 10) \(unit)"
      }
      if value < 999.5 { return "\(Int(value.rounded())) \(unit)" }
    }
    return "\(Int(value)) EB"
  }

  /// `number` in at least `width` digits, zeros in front.
  static func padded(_ number: Int64, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
