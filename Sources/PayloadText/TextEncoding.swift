/// The encodings that udpeek supports: a fixed list, so that no name from outside reaches `iconv_open` (CVE-2024-2961
/// and its relatives are in the modules left out).
package enum TextEncoding: String, CaseIterable, Sendable, Hashable {
  case utf8 = "utf-8"
  case gb18030
  /// Decodes as GB18030, as the WHATWG Encoding standard says, with 0x80 as €; encodes only what GBK contains.
  case gbk
  case big5
  case big5HKSCS = "big5-hkscs"
  /// Microsoft's code page 932.
  case shiftJIS = "shift_jis"
  case eucJP = "euc-jp"
  /// Microsoft's code page 949.
  case eucKR = "euc-kr"
  case windows1250 = "windows-1250"
  case windows1251 = "windows-1251"
  case windows1252 = "windows-1252"
  case windows1253 = "windows-1253"
  case windows1254 = "windows-1254"
  case windows1255 = "windows-1255"
  case windows1256 = "windows-1256"
  case windows1257 = "windows-1257"
  case windows1258 = "windows-1258"
  case iso8859Part1 = "iso-8859-1"
  case iso8859Part2 = "iso-8859-2"
  case iso8859Part3 = "iso-8859-3"
  case iso8859Part4 = "iso-8859-4"
  case iso8859Part5 = "iso-8859-5"
  case iso8859Part6 = "iso-8859-6"
  case iso8859Part7 = "iso-8859-7"
  case iso8859Part8 = "iso-8859-8"
  case iso8859Part9 = "iso-8859-9"
  case iso8859Part10 = "iso-8859-10"
  case iso8859Part11 = "iso-8859-11"
  case iso8859Part13 = "iso-8859-13"
  case iso8859Part14 = "iso-8859-14"
  case iso8859Part15 = "iso-8859-15"
  case iso8859Part16 = "iso-8859-16"
  case koi8R = "koi8-r"
  case koi8U = "koi8-u"
  case tis620 = "tis-620"
  case cp437
  case cp866
  case utf16LE = "utf-16le"
  case utf16BE = "utf-16be"
  case ascii
  /// Bytes as hexadecimal digits, for payloads that are not text.
  case hex

  /// The name on screen and in output: `gb18030`.
  package var name: String { rawValue }

  /// Creates the encoding with this name or alias (`utf8`, `cp936`, `sjis`), case-insensitive, with whitespace around
  /// it allowed; `nil` if it is unknown.
  package init?(label: some StringProtocol) {
    let words = label.split { $0 == " " || $0 == "\t" }
    guard words.count == 1, let encoding = Self.byLabel[words[0].lowercased()] else { return nil }
    self = encoding
  }

  private static let byLabel: [String: TextEncoding] = {
    var labels: [String: TextEncoding] = [:]
    for encoding in allCases {
      for label in [encoding.name] + encoding.aliases {
        let other = labels.updateValue(encoding, forKey: label)
        precondition(other == nil, "two encodings have the label \(label)")
      }
    }
    return labels
  }()
}
