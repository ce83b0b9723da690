import Glibc

/// A folder of one test, removed with everything in it when the test ends.
package final class TestFolder {
  /// The error of a failed system call, with its `errno`.
  package struct Problem: Error {
    let call: String
    let code: Int32
  }

  /// The path of the folder.
  package let path: String

  /// Creates an empty folder below /tmp.
  package init() throws {
    var template = Array("/tmp/udpeek-test-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw Problem(call: "mkdtemp", code: errno) }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit { Self.remove(path) }

  /// The path of an entry, whether it exists or not.
  package subscript(name: String) -> String { path + "/" + name }

  /// The names of the entries, sorted.
  package var names: [String] { Self.names(in: path) }

  /// Writes a file and returns its path.
  @discardableResult
  package func write(_ bytes: [UInt8], to name: String) -> String {
    guard let file = fopen(self[name], "w") else { preconditionFailure("cannot write \(self[name])") }
    defer { fclose(file) }
    precondition(fwrite(bytes, 1, bytes.count, file) == bytes.count, "cannot write all of \(self[name])")
    return self[name]
  }

  /// Writes a text as UTF-8 and returns the file's path.
  @discardableResult
  package func write(_ text: String, to name: String) -> String { write(Array(text.utf8), to: name) }

  /// The bytes of a file; none if it does not exist.
  package func bytes(_ name: String) -> [UInt8] { Self.bytes(at: self[name]) }

  /// A file as text; empty if it does not exist.
  package func text(of name: String) -> String { String(decoding: bytes(name), as: UTF8.self) }

  /// The bytes of the file at a path; none if it does not exist.
  package static func bytes(at path: String) -> [UInt8] {
    guard let file = fopen(path, "r") else { return [] }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = fread(&buffer, 1, buffer.count, file)
      if count == 0 { return bytes }
      bytes += buffer.prefix(count)
    }
  }

  private static func remove(_ path: String) {
    if unlink(path) == 0 || errno != EISDIR { return }
    for name in names(in: path) { remove(path + "/" + name) }
    rmdir(path)
  }

  /// Returns the names of the entries of a folder, sorted.
  package static func names(in path: String) -> [String] {
    guard let stream = opendir(path) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names.sorted()
  }
}
