import Glibc
import Plumbing

/// The folder of the user's files of formats, beside the configuration.
enum FormatFolder {
  /// The most bytes of a file, and the most files.
  private static let limit = 1 << 20
  private static let fileLimit = 500

  /// Returns the files beside a configuration, in the order of their names. One that cannot be read is empty, which is
  /// no mistake: it may be another program's.
  static func files(beside configuration: String) -> [(path: String, text: String)] {
    guard let slash = configuration.lastIndex(of: "/") else { return [] }
    let folder = String(configuration[...slash]) + "formats"
    return names(in: folder).compactMap { name in
      let path = folder + "/" + name
      guard let content = try? KeptFile.read(path, limit: limit, followsLinks: true), !content.isCut,
        let text = String(validating: content.bytes, as: UTF8.self)
      else { return nil }
      return (path, text)
    }
  }

  /// Returns the names of a folder's files that end in `.toml`.
  private static func names(in folder: String) -> [String] {
    guard let stream = unsafe opendir(folder) else { return [] }
    defer { unsafe closedir(stream) }
    var names: [String] = []
    while let entry = unsafe readdir(stream), names.count < fileLimit {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
      }
      if name.hasSuffix(".toml"), !name.hasPrefix(".") { names.append(name) }
    }
    return names.sorted()
  }
}
