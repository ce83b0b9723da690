extension TextEncoding {
  /// The method of decoding an encoding.
  enum Method {
    case utf8
    case utf16(bigEndian: Bool)
    case ascii
    case hex
    /// glibc's converter of this name. `oneByte` means one byte per character, each independent of the others.
    case iconv(String, oneByte: Bool)
  }

  /// The method of decoding this encoding, with the name of glibc's converter.
  var method: Method {
    switch self {
    case .utf8: .utf8
    case .utf16LE: .utf16(bigEndian: false)
    case .utf16BE: .utf16(bigEndian: true)
    case .ascii: .ascii
    case .hex: .hex
    case .gb18030, .gbk: .iconv("GB18030", oneByte: false)
    case .big5: .iconv("BIG5", oneByte: false)
    case .big5HKSCS: .iconv("BIG5-HKSCS", oneByte: false)
    case .shiftJIS: .iconv("CP932", oneByte: false)
    case .eucJP: .iconv("EUC-JP", oneByte: false)
    case .eucKR: .iconv("CP949", oneByte: false)
    // glibc joins a letter and the tone mark after it, as a person types them.
    case .windows1258: .iconv("CP1258", oneByte: false)
    case .windows1250, .windows1251, .windows1252, .windows1253, .windows1254, .windows1255, .windows1256,
      .windows1257:
      .iconv("CP" + name.dropFirst("windows-".count), oneByte: true)
    case .iso8859Part1, .iso8859Part2, .iso8859Part3, .iso8859Part4, .iso8859Part5, .iso8859Part6, .iso8859Part7,
      .iso8859Part8, .iso8859Part9, .iso8859Part10, .iso8859Part11, .iso8859Part13, .iso8859Part14, .iso8859Part15,
      .iso8859Part16, .koi8R, .koi8U, .tis620, .cp437, .cp866:
      .iconv(name.uppercased(), oneByte: true)
    }
  }

  /// glibc's name of the converter to this encoding; `nil` if Swift encodes it.
  var writer: String? {
    if self == .gbk { return "GBK" }
    if case .iconv(let name, _) = method { return name }
    return nil
  }

  /// The Debian package with glibc's converters, where they are not part of `libc6` itself (from Debian 13 on).
  static let converterPackage = "libc-gconv-modules-extra"

  /// glibc's name of the encoding of scalars.
  static let scalarsName = "UTF-32LE"

  /// The encodings whose converter the C library lacks, with the Debian package that contains it: slim containers omit
  /// converters. Opens each one, which takes about 20 ms the first time.
  package static func missingConverters() -> [(encoding: TextEncoding, package: String)] {
    allCases.filter { !$0.hasConverters }.map { (encoding: $0, package: converterPackage) }
  }

  private var hasConverters: Bool {
    guard case .iconv(let reader, _) = method, let writer else { return true }
    return Iconv(from: reader, to: Self.scalarsName) != nil && Iconv(from: Self.scalarsName, to: writer) != nil
  }
}
