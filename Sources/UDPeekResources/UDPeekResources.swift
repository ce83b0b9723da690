import CResources

/// Resource files that are built into the program.
package enum UDPeekResources {
  /// The Simplified Chinese translations, in the format that `Catalogue` reads.
  package static var simplifiedChinese: String { unsafe text(of: cresources_simplified_chinese()) }

  /// The shipped formats: the files of `Resources/formats`, each with its name, in the order in which they are tried.
  package static var formats: [(name: String, text: String)] { unsafe files(cresources_formats) }

  /// The shipped profiles of impairments: the files of `Resources/profiles`, each with its name, in alphabetical order.
  package static var profiles: [(name: String, text: String)] { unsafe files(cresources_profiles) }

  private static func files(
    _ list: (UnsafeMutablePointer<Int>) -> UnsafePointer<cresources_file>?
  ) -> [(name: String, text: String)] {
    var count = 0
    let first = unsafe list(&count)
    return unsafe UnsafeBufferPointer(start: first, count: count).map { file in
      unsafe (String(cString: file.name), text(of: file))
    }
  }

  private static func text(of file: cresources_file) -> String {
    unsafe String(decoding: UnsafeBufferPointer(start: file.bytes, count: file.count), as: UTF8.self)
  }
}
