/// A value without quotes that begins as a number or a date does. toml++ 3.4 scans such values by the characters that it
/// meets, and where they do not come in the order of a date it ends the process by an assertion
/// (toml.hpp, `parse_value`): so only what TOML's grammar knows is given to it (toml.io, "Integer", "Float",
/// "Offset Date-Time").
enum BareValue {
  /// The forms of dates and times, with `0` for any digit.
  private static let dates = ["0000-00-00"]
  private static let times = ["00:00:00", "00:00"]
  private static let offsets = ["+00:00", "-00:00", "Z", "z"]

  /// Whether `value` begins as a number or a date.
  static func begins(_ value: ArraySlice<UInt8>) -> Bool {
    value.first.map { isDigit($0) || isSign($0) } ?? false
  }

  /// Whether `value` is a date that a time may follow behind a blank.
  static func isDate(_ value: ArraySlice<UInt8>) -> Bool { rest(of: value, after: dates)?.isEmpty ?? false }

  /// Whether `value`, which `begins` so, is a number or a date.
  static func isRight(_ value: ArraySlice<UInt8>) -> Bool { isNumber(value) || isMoment(value) }

  private static func isMoment(_ value: ArraySlice<UInt8>) -> Bool {
    guard let time = rest(of: value, after: dates) else { return endsTime(value, mayHaveOffset: false) }
    guard let separator = time.first else { return true }
    return "Tt ".utf8.contains(separator) && endsTime(time.dropFirst(), mayHaveOffset: true)
  }

  private static func endsTime(_ value: ArraySlice<UInt8>, mayHaveOffset: Bool) -> Bool {
    guard var left = rest(of: value, after: times) else { return false }
    if left.first == UInt8(ascii: ".") {
      let digits = left.dropFirst().prefix(while: isDigit)
      guard !digits.isEmpty else { return false }
      left = left[digits.endIndex...]
    }
    return left.isEmpty || (mayHaveOffset && rest(of: left, after: offsets)?.isEmpty ?? false)
  }

  /// What follows the first of the forms that `value` begins with.
  private static func rest(of value: ArraySlice<UInt8>, after forms: [String]) -> ArraySlice<UInt8>? {
    for form in forms.map(\.utf8) where value.count >= form.count {
      let fits = zip(value, form).allSatisfy { $0 == $1 || ($1 == UInt8(ascii: "0") && isDigit($0)) }
      if fits { return value.dropFirst(form.count) }
    }
    return nil
  }

  private static func isNumber(_ value: ArraySlice<UInt8>) -> Bool {
    let digits = value.first.map(isSign) ?? false ? value.dropFirst() : value
    switch String(decoding: digits.prefix(2), as: UTF8.self) {
    case "in", "na": return ["inf", "nan"].contains(String(decoding: digits, as: UTF8.self))
    case "0x", "0o", "0b":
      return digits.count > 2 && digits.dropFirst(2).allSatisfy { $0 == UInt8(ascii: "_") || isHexadecimal($0) }
    default: break
    }
    var left = digits.drop(while: isDigitOrLine)
    guard left.startIndex > digits.startIndex else { return false }
    if left.first == UInt8(ascii: ".") {
      let fraction = left.dropFirst()
      left = fraction.drop(while: isDigitOrLine)
      guard left.startIndex > fraction.startIndex else { return false }
    }
    if let byte = left.first, byte | 0x20 == UInt8(ascii: "e") {
      var power = left.dropFirst()
      if let sign = power.first, isSign(sign) { power = power.dropFirst() }
      left = power.drop(while: isDigitOrLine)
      guard left.startIndex > power.startIndex else { return false }
    }
    return left.isEmpty
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
  private static func isDigitOrLine(_ byte: UInt8) -> Bool { isDigit(byte) || byte == UInt8(ascii: "_") }
  private static func isSign(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") }
  private static func isHexadecimal(_ byte: UInt8) -> Bool {
    isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte | 0x20)
  }
}
