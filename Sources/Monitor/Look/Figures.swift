import Basics
import UDPCore

/// Numbers as the screen writes them.
enum Figures {
  /// Digits in groups of three: `98,305`.
  static func grouped(_ number: some BinaryInteger) -> String {
    let digits = String(number)
    let count = digits.utf8.count
    let sign = number < 0 ? 1 : 0
    if count - sign <= 3 { return digits }
    var text: [UInt8] = []
    for (index, digit) in digits.utf8.enumerated() {
      if index > sign, (count - index) % 3 == 0 { text.append(UInt8(ascii: ",")) }
      text.append(digit)
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// At most four digits and a letter for thousands, millions, …: `999`, `1.2k`, `17k`, `3.0M`.
  static func rounded(_ count: Int) -> String {
    let text = bytes(count)
    let number = text.prefix { $0 != " " }
    let unit = text.dropFirst(number.count + 1).first
    return number + (unit == "B" ? "" : unit == "k" ? "k" : unit.map(String.init) ?? "")
  }

  /// A payload's size in words: `1 byte`, `1,472 bytes`.
  static func size(_ count: Int) -> Phrase {
    count == 1 ? "1 byte" : "\(grouped(count)) bytes"
  }

  /// Bytes with a unit of a thousand: `0 B`, `92 kB`, `1.2 MB`.
  static func bytes(_ count: Int) -> String {
    var value = Double(max(0, count))
    if value < 1_000 { return "\(Int(value)) B" }
    for unit in ["kB", "MB", "GB", "TB", "PB", "EB"] {
      value /= 1_000
      if value < 9.95 {
        let tenths = Int((value * 10).rounded())
        return "\(tenths / 10).\(tenths % 10) \(unit)"
      }
      if value < 999.5 { return "\(Int(value.rounded())) \(unit)" }
    }
    return "\(Int(value)) EB"
  }

  /// A time span in nanoseconds, rounded to whole ones.
  static func span(_ nanoseconds: Double) -> String { span(Int64(exactly: nanoseconds.rounded()) ?? .max) }

  /// A time span in nanoseconds in at most eight columns: `0.12 ms`, `123 ms`, `4.5 s`, `12 min`, `3.1 h`, `4.2 d`, `12
  /// y`.
  static func span(_ nanoseconds: Int64) -> String {
    let milliseconds = Double(max(0, nanoseconds)) / 1e6
    if milliseconds < 9.995 { return decimal(milliseconds, places: 2) + " ms" }
    if milliseconds < 999.5 { return decimal(milliseconds, places: 0) + " ms" }
    let seconds = milliseconds / 1e3
    if seconds < 99.95 { return decimal(seconds, places: 1) + " s" }
    if seconds < 5_970 { return decimal(seconds / 60, places: 0) + " min" }
    if seconds < 172_800 { return decimal(seconds / 3_600, places: 1) + " h" }
    let days = seconds / 86_400
    if days < 9_999 { return decimal(days, places: days < 99.95 ? 1 : 0) + " d" }
    return decimal(days / 365.25, places: 0) + " y"
  }

  /// Events a second in at most seven columns: `0.4/s`, `123/s`, `1,204/s`, `12k/s`.
  static func rate(_ perSecond: Double) -> String {
    if perSecond > 0, perSecond < 9.95 { return decimal(perSecond, places: 1) + "/s" }
    let whole = Int(exactly: perSecond.rounded()) ?? .max
    return (whole < 10_000 ? grouped(whole) : rounded(whole)) + "/s"
  }

  /// A number from 0 with so many decimal places.
  private static func decimal(_ value: Double, places: Int) -> String {
    let factor = places == 0 ? 1 : places == 1 ? 10 : 100
    let scaled = Int(exactly: (value * Double(factor)).rounded()) ?? .max
    if places == 0 { return grouped(scaled) }
    return "\(grouped(scaled / factor)).\((scaled % factor).digits(places))"
  }
}
