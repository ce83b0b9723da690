/// Resource files that are built into the program.
package enum UDPeekResources {
  /// The Simplified Chinese translations, in the format that `Catalogue` reads.
  package static var simplifiedChinese: String { String(decoding: PackageResources.zh_CN_txt, as: UTF8.self) }

  /// The shipped formats: the files of `formats`, each with its name.
  package static var formats: [(name: String, text: String)] {
    files.map { ($0.name, String(decoding: $0.bytes(), as: UTF8.self)) }
  }

  /// The files of `formats` in the order in which their formats are tried: those that are surest of their datagrams
  /// come first.
  private static let files: [(name: String, bytes: @Sendable () -> [UInt8])] = [
    ("ntp.toml", { PackageResources.ntp_toml })
  ]
}
