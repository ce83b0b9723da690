/// Resource files that are built into the program.
package enum UDPeekResources {
  /// The Simplified Chinese translations, in the format that `Catalogue` reads.
  package static var simplifiedChinese: String { String(decoding: PackageResources.zh_CN_txt, as: UTF8.self) }
}
