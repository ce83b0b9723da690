import CLinux
import CNcurses
import Glibc
import TerminalUI

/// The characters that the terminal can display and send, according to the current locale.
enum Repertoire: Hashable {
  /// All of Unicode.
  case utf8
  /// The characters of the locale's encoding.
  case locale
  /// ASCII only, because of the locale or the user's choice.
  case ascii

  /// The repertoire of the locale that `setlocale(3)` set.
  static var current: Repertoire {
    switch unsafe nl_langinfo(Int32(CODESET)).map({ unsafe String(cString: $0) }) ?? "" {
    case "UTF-8": .utf8
    case "", "ANSI_X3.4-1968", "US-ASCII", "646": .ascii
    default: .locale
    }
  }

  /// Whether a character can be written, and curses gives it this many columns.
  func canWrite(_ scalar: Unicode.Scalar, columns: Int) -> Bool {
    if (0x20...0x7e).contains(scalar.value) { return columns == 1 }
    switch self {
    case .ascii: return false
    case .utf8: return Int(clinux_wcwidth(scalar.value)) == columns
    case .locale: return Int(clinux_wcwidth(scalar.value)) == columns && nc_can_encode(scalar.value)
    }
  }

  /// The decoder for typed bytes. UTF-8 is decoded even in an ASCII locale: servers often have no LANG while the
  /// terminal uses UTF-8.
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
