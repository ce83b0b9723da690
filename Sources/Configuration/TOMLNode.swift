import Basics

/// A value of a TOML document, independent of the library that parsed it.
enum TOMLNode: Hashable, Sendable {
  case string(String)
  case integer(Int)
  case float(Double)
  case boolean(Bool)
  /// A date, a time, or both; no setting accepts one.
  case moment
  case array([TOMLNode])
  case table([String: TOMLNode])

  /// The type of the value, for error messages.
  var kind: Phrase {
    switch self {
    case .string: "a string"
    case .integer: "a whole number"
    case .float: "a number with a fraction"
    case .boolean(let value): value ? "true" : "false"
    case .moment: "a date or time"
    case .array: "a list"
    case .table: "a table"
    }
  }

  /// Returns a string in TOML syntax, in double quotes.
  static func quoted(_ text: String) -> String {
    var out = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": out += "\\\""
      case "\\": out += "\\\\"
      case "\n": out += "\\n"
      case "\t": out += "\\t"
      case "\r": out += "\\r"
      case _ where scalar.value < 0x20 || (0x7f...0x9f).contains(scalar.value):
        out += "\\u" + scalar.value.digits(4, radix: 16)
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out + "\""
  }

  /// Returns a key in TOML syntax, without quotes if possible.
  static func key(_ name: String) -> String {
    let isBare = name.utf8.allSatisfy { byte in
      (0x30...0x39).contains(byte) || (0x41...0x5a).contains(byte) || (0x61...0x7a).contains(byte) || byte == 0x2d
        || byte == 0x5f
    }
    return isBare && !name.isEmpty ? name : quoted(name)
  }
}
