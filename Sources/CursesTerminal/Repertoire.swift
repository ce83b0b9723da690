import CLinux
import CNcurses
import Glibc
import TerminalUI

/// What the terminal can write and sends, by the locale in force.
enum Repertoire: Hashable {
  /// All of Unicode.
  case utf8
  /// What the locale's characters are.
  case locale
  /// ASCII, where the locale has nothing more or the user wants no more.
  case ascii

  /// The repertoire of the locale that `setlocale(3)` put in force.
  static var current: Repertoire {
    switch unsafe nl_langinfo(Int32(CODESET)).map({ unsafe String(cString: $0) }) ?? "" {
    case "UTF-8": .utf8
    case "", "ANSI_X3.4-1968", "US-ASCII", "646": .ascii
    default: .locale
    }
  }

  /// Whether a character can be written, and curses gives it that many columns.
  func canWrite(_ scalar: Unicode.Scalar, columns: Int) -> Bool {
    if (0x20...0x7e).contains(scalar.value) { return columns == 1 }
    switch self {
    case .ascii: return false
    case .utf8: return Int(clinux_wcwidth(scalar.value)) == columns
    case .locale: return Int(clinux_wcwidth(scalar.value)) == columns && nc_can_encode(scalar.value)
    }
  }

  /// How typed bytes become characters. With an ASCII locale UTF-8 is read all the same: a server often has no LANG
  /// while the terminal has one.
  var decoder: KeyParser.Decoder {
    switch self {
    case .locale: { Repertoire.decodeLocale($0) }
    case .utf8, .ascii: { KeyParser.decodeUTF8($0) }
    }
  }

  private static func decodeLocale(_ bytes: ArraySlice<UInt8>) -> KeyParser.Decoded {
    var value: UInt32 = 0
    let length = unsafe bytes.prefix(16).withUnsafeBytes { buffer in
      unsafe nc_decode(buffer.assumingMemoryBound(to: CChar.self).baseAddress, buffer.count, &value)
    }
    if length < 0 { return .incomplete }
    guard length > 0, let scalar = Unicode.Scalar(value) else { return .invalid }
    return .scalar(scalar, length: Int(length))
  }
}
