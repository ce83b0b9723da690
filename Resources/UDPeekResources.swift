/// Files that are built into the program.
package enum UDPeekResources {
  /// The help and the footer in Simplified Chinese, as `Catalogue` reads them.
  package static var simplifiedChinese: String { String(decoding: PackageResources.zh_CN_txt, as: UTF8.self) }
}
