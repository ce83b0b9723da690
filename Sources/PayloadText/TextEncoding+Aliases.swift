extension TextEncoding {
  /// The encoding that auto mode reports for a peer of this one: `gb18030` for `gbk`, which is a part of it.
  package var found: TextEncoding { self == .gbk ? .gb18030 : self }

  /// Other names in lowercase: the labels of the WHATWG Encoding standard and the code page numbers in use. Where that
  /// standard maps one of our encodings to another (`latin1` to windows-1252), the label keeps its own meaning.
  package var aliases: [String] {
    switch self {
    case .utf8: ["utf8", "unicode-1-1-utf-8", "unicode11utf8", "unicode20utf8", "x-unicode20utf8", "cp65001"]
    case .gb18030: ["gb-18030", "cp54936", "windows-54936"]
    case .gbk:
      [
        "gb2312", "cp936", "chinese", "csgb2312", "csiso58gb231280", "gb_2312", "gb_2312-80", "iso-ir-58", "x-gbk",
        "ms936", "windows-936", "936", "euc-cn", "euccn",
      ]
    case .big5: ["cn-big5", "csbig5", "x-x-big5", "big-5", "cp950", "windows-950", "950"]
    case .big5HKSCS: ["big5hkscs", "big5hk"]
    case .shiftJIS:
      [
        "sjis", "shift-jis", "shiftjis", "cp932", "csshiftjis", "ms932", "ms_kanji", "windows-31j", "windows-932",
        "x-sjis", "932",
      ]
    case .eucJP: ["eucjp", "cseucpkdfmtjapanese", "x-euc-jp", "ujis"]
    case .eucKR:
      [
        "euckr", "cp949", "uhc", "cseuckr", "csksc56011987", "iso-ir-149", "korean", "ks_c_5601-1987",
        "ks_c_5601-1989", "ksc5601", "ksc_5601", "windows-949", "ms949", "949",
      ]
    case .windows1250: ["cp1250", "x-cp1250", "1250"]
    case .windows1251: ["cp1251", "x-cp1251", "1251"]
    case .windows1252: ["cp1252", "x-cp1252", "1252"]
    case .windows1253: ["cp1253", "x-cp1253", "1253"]
    case .windows1254: ["cp1254", "x-cp1254", "1254"]
    case .windows1255: ["cp1255", "x-cp1255", "1255"]
    case .windows1256: ["cp1256", "x-cp1256", "1256"]
    case .windows1257: ["cp1257", "x-cp1257", "1257"]
    case .windows1258: ["cp1258", "x-cp1258", "1258"]
    case .iso8859Part1: isoAliases(1, "100", 1987, "latin1", "latin-1", "l1", "cp819", "ibm819", "csisolatin1")
    case .iso8859Part2: isoAliases(2, "101", 1987, "latin2", "latin-2", "l2", "csisolatin2")
    case .iso8859Part3: isoAliases(3, "109", 1988, "latin3", "latin-3", "l3", "csisolatin3")
    case .iso8859Part4: isoAliases(4, "110", 1988, "latin4", "latin-4", "l4", "csisolatin4")
    case .iso8859Part5: isoAliases(5, "144", 1988, "cyrillic", "csisolatincyrillic")
    case .iso8859Part6:
      isoAliases(
        6, "127", 1987, "arabic", "asmo-708", "ecma-114", "csiso88596e", "csiso88596i", "csisolatinarabic",
        "iso-8859-6-e", "iso-8859-6-i")
    case .iso8859Part7:
      isoAliases(7, "126", 1987, "greek", "greek8", "ecma-118", "elot_928", "csisolatingreek", "sun_eu_greek")
    case .iso8859Part8:
      isoAliases(
        8, "138", 1988, "hebrew", "visual", "logical", "csiso88598e", "csiso88598i", "csisolatinhebrew",
        "iso-8859-8-e", "iso-8859-8-i")
    case .iso8859Part9: isoAliases(9, "148", 1989, "latin5", "latin-5", "l5", "csisolatin5")
    case .iso8859Part10: isoAliases(10, "157", 1992, "latin6", "latin-6", "l6", "csisolatin6")
    case .iso8859Part11: isoAliases(11, nil, nil)
    case .iso8859Part13: isoAliases(13, "179", nil, "latin7", "latin-7", "l7")
    case .iso8859Part14: isoAliases(14, "199", 1998, "latin8", "latin-8", "l8")
    case .iso8859Part15: isoAliases(15, "203", nil, "latin9", "latin-9", "l9", "csisolatin9")
    case .iso8859Part16: isoAliases(16, "226", 2001, "latin10", "latin-10", "l10")
    case .koi8R: ["koi8r", "koi8_r", "koi8", "koi", "cskoi8r", "cp20866"]
    case .koi8U: ["koi8u", "koi8_u", "koi8-ru", "cp21866"]
    case .tis620: ["tis620", "tis-620-0"]
    case .cp437: ["ibm437", "437", "cspc8codepage437", "dos-437"]
    case .cp866: ["ibm866", "866", "csibm866", "dos-866"]
    case .utf16LE: ["utf16le", "utf-16", "utf16", "csunicode", "iso-10646-ucs-2", "ucs-2", "unicode", "unicodefeff"]
    case .utf16BE: ["utf16be", "unicodefffe"]
    case .ascii: ["us-ascii", "ansi_x3.4-1968", "iso646-us", "646"]
    case .hex: ["binary", "bytes"]
    }
  }

  /// The labels of a part of ISO 8859, with its ISO 2022 registry number and its year where labels have them.
  private func isoAliases(_ part: Int, _ registry: String?, _ year: Int?, _ more: String...) -> [String] {
    var labels = ["iso8859-\(part)", "iso8859\(part)", "iso_8859-\(part)"]
    if let year { labels.append("iso_8859-\(part):\(year)") }
    if let registry { labels.append("iso-ir-\(registry)") }
    return labels + more
  }
}
