/// The line after `:`, taken apart: a name, and what follows it.
struct CommandWords: Sendable, Hashable {
  let name: String
  /// The text after the name without blanks around it; `nil` while no blank follows the name.
  let argument: String?
  /// The beginning of the argument, in scalars of the line.
  let argumentStart: Int

  init(_ line: String) {
    let scalars = Array(line.unicodeScalars)
    let start = scalars.firstIndex { $0 != " " } ?? scalars.count
    let end = scalars[start...].firstIndex(of: " ") ?? scalars.count
    let rest = scalars[end...].firstIndex { $0 != " " } ?? scalars.count
    let last = scalars[rest...].lastIndex { $0 != " " }.map { $0 + 1 } ?? rest
    name = Self.string(scalars[start..<end])
    argument = end < scalars.count ? Self.string(scalars[rest..<last]) : nil
    argumentStart = rest
  }

  /// The row that the line is the number of, its digits in groups or not: `98301`, `98,301`.
  var rowNumber: UInt64? {
    guard argument?.isEmpty ?? true, name.first?.isNumber == true, name.utf8.allSatisfy(Self.isDigitOrComma) else {
      return nil
    }
    return UInt64(name.filter { $0 != "," }) ?? .max
  }

  private static func isDigitOrComma(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ",") || (0x30...0x39).contains(byte)
  }

  private static func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }
}
