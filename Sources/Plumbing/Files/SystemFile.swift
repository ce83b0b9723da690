import CLinux
import Glibc

/// Small files and folders of `/proc`, read whole.
package enum SystemFile {
  /// The most bytes that are read of one file.
  private static let limit = 16 << 20

  /// Returns a file's text, or an `errno` value.
  package static func read(_ path: String) -> (text: String, code: Int32) {
    if Lookout.isAsked(about: path) { return Lookout.read(path) }
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return ("", errno) }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while bytes.count < limit {
      let count = unsafe Glibc.read(descriptor, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return (String(decoding: bytes, as: UTF8.self), count < 0 ? errno : 0) }
      bytes += buffer.prefix(count)
    }
    return (String(decoding: bytes, as: UTF8.self), 0)
  }

  /// Returns a file's text; empty if it cannot be read.
  package static func text(_ path: String) -> String { read(path).text }

  /// Returns the names in a folder; `nil` if it cannot be read.
  package static func names(in folder: String) -> [String]? {
    if Lookout.isAsked(about: folder) { return Lookout.names(in: folder) }
    guard let handle = unsafe opendir(folder) else { return nil }
    defer { unsafe closedir(handle) }
    var names: [String] = []
    while let entry = unsafe readdir(handle) {
      let letters = unsafe entry.pointee.d_name
      let name = unsafe withUnsafeBytes(of: letters) { bytes in unsafe bytes.prefix { $0 != 0 }.map { $0 } }
      names.append(String(decoding: name, as: UTF8.self))
    }
    return names
  }

  /// Returns the target of a link; empty if it cannot be read.
  package static func target(_ path: String) -> String {
    if Lookout.isAsked(about: path) { return Lookout.target(path) }
    return unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 64) { buffer in
      guard let start = buffer.baseAddress else { return "" }
      let length = unsafe readlink(path, start, buffer.count)
      let bytes = unsafe UnsafeRawBufferPointer(buffer).prefix(max(0, length)).map { $0 }
      return String(decoding: bytes, as: UTF8.self)
    }
  }
}
