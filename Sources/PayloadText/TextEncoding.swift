/// The encodings that udpeek knows: a fixed list, so that no name from outside reaches `iconv_open`
/// (CVE-2024-2961 and relatives live in the modules left out).
package enum TextEncoding: String, CaseIterable, Sendable, Hashable {
  case utf8 = "utf-8"
  case gb18030
  /// Decodes as GB18030, as the WHATWG Encoding standard says, with 0x80 as €; writes what GBK can write.
  case gbk
  case big5
  case hex

  /// The name that is shown and printed: `gb18030`.
  package var name: String { rawValue }

  /// The encoding that a person means: its name or an alias (`utf8`, `cp936`, `sjis`), any case; `nil` when unknown.
  package init?(label: some StringProtocol) {
    self.init(rawValue: label.lowercased())
  }
}
